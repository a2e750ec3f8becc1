"""Understand one utterance: places and roles, aspect, what kind of talk it is, the matter's words.

Runs the steps of this folder in order and returns an ``Understanding``; decides nothing about
items or routes, which ``catalog`` knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from intents.lexicon import Lexicon
from intents.normalize import Utterance, normalize, split_sentences
from intents.recognize import (
    Turning,
    asks_openly,
    beyond_addition,
    is_asking,
    recognize_aspects,
    recognize_social,
    recognize_turning,
)
from intents.regions import (
    PLACE_MARK,
    PlacesAsked,
    RegionMention,
    find_mentions,
    frame,
    gather_places,
    give_roles,
)

LETTER_SENTENCES = 3
"""From so many sentences on, the story before the question counts less."""
STORY_WEIGHT = 0.5
"""Weight of a sentence that does not ask, in a text where others do (docs/understanding.md)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence without its places and filler, and how much it counts."""

    text: str
    """What is matched against the catalog."""
    weight: float
    """1 for a sentence that asks, STORY_WEIGHT for the story around it."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the text itself says, before any catalog is asked."""

    utterance: Utterance
    """What was said."""
    mentions: tuple[RegionMention, ...]
    """All places in the text."""
    places: PlacesAsked
    """The one place of each role."""
    aspects: tuple[str, ...]
    """Aspects asked, first to be answered at the front."""
    social: str | None
    """greeting, handoff, own_record … or None for a matter."""
    pieces: tuple[Piece, ...]
    """The sentences as they are matched."""

    beyond_addition: str
    """What it says that could be a matter; blank for “那材料呢” and “换成天津呢”."""
    turning: Turning
    """What it does to what was said before."""

    @property
    def only_adds(self) -> bool:
        """True when it names no matter of its own."""
        return not self.beyond_addition

    @property
    def matter(self) -> str:
        """All pieces in one text."""
        return " ".join(piece.text for piece in self.pieces)


def understand(text: str, lexicon: Lexicon) -> Understanding:
    """Return what a (masked) text says."""
    utterance = normalize(text)
    mentions = find_mentions(utterance.text, lexicon)
    framed = frame(utterance.text, mentions)
    sentences = split_sentences(framed)
    is_letter = len(sentences) >= LETTER_SENTENCES
    asking = _find_asking(sentences, lexicon, is_letter=is_letter)
    asked = "".join(s for s, asks in zip(sentences, asking, strict=True) if asks)
    is_letter = is_letter and any(asking)
    mentions = give_roles(mentions, framed, utterance.text, lexicon)
    return Understanding(
        utterance=utterance,
        mentions=tuple(mentions),
        places=gather_places(mentions),
        aspects=recognize_aspects(asked if is_letter else framed, lexicon.aspect_rules),
        social=recognize_social(utterance, lexicon),
        pieces=tuple(
            Piece(matter_words(s, lexicon), 1.0 if asks or not is_letter else STORY_WEIGHT)
            for s, asks in zip(sentences, asking, strict=True)
        ),
        beyond_addition=beyond_addition(framed, lexicon),
        turning=recognize_turning(framed, lexicon),
    )


def _find_asking(sentences: Sequence[str], lexicon: Lexicon, *, is_letter: bool) -> list[bool]:
    """Say which sentences ask; in a letter those marked as questions, if any is.

    “钱包不知道颠到哪去了” holds an asking word and is story all the same.
    """
    asking = [is_asking(sentence, lexicon.aspect_rules) for sentence in sentences]
    if not is_letter:
        return asking
    openly = [asks and asks_openly(s) for s, asks in zip(sentences, asking, strict=True)]
    return openly if any(openly) else asking


def matter_words(framed: str, lexicon: Lexicon) -> str:
    """Return a framed text without place marks and polite filler."""
    return lexicon.skip.sub(" ", framed.replace(PLACE_MARK, " ")).strip()


def plain_matter(text: str, lexicon: Lexicon) -> tuple[str, bool]:
    """Return what is compared of a catalog phrase, and whether it names a place.

    The text is normalized, without places and filler.
    """
    normalized = normalize(text).text
    mentions = find_mentions(normalized, lexicon)
    return matter_words(frame(normalized, mentions), lexicon) or normalized, bool(mentions)
