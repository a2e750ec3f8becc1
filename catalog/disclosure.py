"""Decide what of a fact may be shown: addresses, phones, links, and how sure it may be called.

1. What was written from memory is inferred, whatever the row says.
2. The address of a page that is not the publisher's (mirror, code, memory) is never shown.
3. A channel that is rated low or inferred shows neither address nor phone: people would go there.
"""

from catalog.sources import Confidence

_HIDDEN_KINDS = frozenset({"mirror", "code", "memory"})
_UNSURE = frozenset({Confidence.LOW, Confidence.INFERRED})


def true_confidence(source_kind: str, rated: Confidence) -> Confidence:
    """Return how sure a fact may be called (rule 1)."""
    return Confidence.INFERRED if source_kind == "memory" else rated


def shown_url(source_kind: str, url: str) -> str | None:
    """Return the address of a source, or None when there is none to show (rule 2)."""
    return url or None if source_kind not in _HIDDEN_KINDS else None


def shown_contact(text: str, confidence: Confidence) -> str | None:
    """Return an address or phone, or None when there is none to show (rule 3)."""
    return text or None if confidence not in _UNSURE else None
