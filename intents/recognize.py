"""Recognize what is asked: the aspect, small talk, a wish for a person, one's own record.

Decides from wordings only (``data/aspects.yaml``, ``data/social.yaml``); places are none of its
business. The aspect rule of docs/contract.md: an explicit 材料/多久/多少钱/在哪/进度 beats 能…吗; several
asked: the first in the text, the rest as well.
"""

from collections.abc import Sequence

from intents.lexicon import AspectRule, Lexicon
from intents.normalize import Utterance

DEFAULT_ASPECT = "other"
"""When no wording asks for anything in particular."""


def recognize_aspects(text: str, rules: Sequence[AspectRule]) -> tuple[str, ...]:
    """Return the aspects asked, the one to answer first at the front; never empty."""
    found: list[tuple[bool, int, str]] = []
    for rule in rules:
        match = rule.pattern.search(text)
        if match is not None:
            found.append((not rule.strong, match.start(), rule.aspect))
    ordered = [aspect for _, _, aspect in sorted(found)]
    return tuple(ordered) or (DEFAULT_ASPECT,)


def recognize_social(utterance: Utterance, lexicon: Lexicon) -> str | None:
    """Return greeting, thanks, handoff, own_record, injection … or None for a matter."""
    for kind, pattern in lexicon.social.items():
        if pattern.search(utterance.text):
            return kind
    return None


def is_asking(sentence: str, rules: Sequence[AspectRule]) -> bool:
    """Say whether a sentence asks for something, as against telling a story."""
    return any(rule.pattern.search(sentence) for rule in rules)
