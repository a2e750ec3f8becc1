"""The words the understanding knows: places, vocabulary and rules, as plain data.

Built once for each catalog version (``bot/knowledge.py``) and never changed afterwards.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A place a name can stand for."""

    code: str
    """Six-digit division code, or ``area:<name>`` for a region with several members."""
    name: str
    """Official name, e.g. 三河市."""
    members: tuple[str, ...] = ()
    """Codes of the members of an area; empty for a division."""
    zone: str | None = None
    """Name of the zone when only a part of the division is meant (燕郊 in 131082)."""


@dataclass(frozen=True, slots=True)
class RoleRule:
    """One wording that gives a place its role."""

    role: str
    """home, current, destination, negated or aside."""
    pattern: re.Pattern[str]
    """Pattern over the framed text, in which every place is one PLACE_MARK."""
    strength: int
    """Higher wins when rules disagree about the same place."""


@dataclass(frozen=True, slots=True)
class RoleWords:
    """Words that change what the role rules gave (roles.yaml)."""

    things: re.Pattern[str]
    """What someone holds or is registered with."""
    homelands: re.Pattern[str]
    """Where their family is from (家在…), without such a thing."""
    whose: re.Pattern[str]
    """For whom it is to be handled (kin), or for him or her (other)."""
    relatives: re.Pattern[str]
    """Other people."""
    weakens: re.Pattern[str]
    """The place was one once, or is another person's."""
    corrects: re.Pattern[str]
    """Between two places: the first was said by mistake."""
    instead_is: re.Pattern[str]
    """The end of such words when the second stands for the first, whatever it looks like."""
    instead: frozenset[str]
    """Whole words between a place denied and the one for it."""
    moves_here: re.Pattern[str]
    """Something is moved to where they are, without a name."""
    settles_here: re.Pattern[str]
    """The same of a person who has a home there."""
    kinds: Mapping[str, re.Pattern[str]]
    """What a home is the place of (户口, 社保 …) → the words that tell."""


@dataclass(frozen=True, slots=True)
class AspectRule:
    """Wordings that ask for one aspect."""

    aspect: str
    """E.g. ``materials``."""
    strong: bool
    """True when it beats a plain 能…吗 or 怎么办."""
    pattern: re.Pattern[str]
    """Any of its wordings."""


@dataclass(frozen=True, slots=True)
class TurningRules:
    """Wordings that turn what was said before (turning.yaml)."""

    retracts: Mapping[str, re.Pattern[str]]
    """Role → wordings that say its place was misread."""
    swaps: re.Pattern[str]
    """The same for the opposite direction."""
    goes_back: re.Pattern[str]
    """Back to a matter talked about before."""
    abroad: re.Pattern[str]
    """The person stands outside the country."""
    comes_home: re.Pattern[str]
    """It is to be handled after the return."""
    varies: re.Pattern[str]
    """Another case of what was talked about."""
    asks_why: re.Pattern[str]
    """The reason of the answer before."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything ``understand`` needs to know."""

    places: Mapping[str, tuple[Place, ...]]
    """Place name → what it can stand for; several = ambiguous."""
    place_lengths: Mapping[str, tuple[int, ...]]
    """First two characters of a place name → lengths of the names that begin so, longest first."""
    inner_places: Mapping[str, tuple[Place, ...]]
    """Short name that is read right behind its province or city only → what it can stand for."""
    inner_lengths: Mapping[str, tuple[int, ...]]
    """The same as ``place_lengths`` for those."""
    abbreviation: re.Pattern[str]
    """One character that stands for a province, in the words around it (京籍, 在京工作)."""
    abbreviated: Mapping[str, tuple[Place, ...]]
    """That character → its province."""
    skip: re.Pattern[str]
    """Polite filler and stop words that carry no matter."""
    role_rules: tuple[RoleRule, ...]
    """In the order they are tried."""
    role_words: RoleWords
    """What changes the roles they give."""
    aspect_rules: tuple[AspectRule, ...]
    """In the order of aspects.yaml."""
    social: Mapping[str, re.Pattern[str]]
    """smalltalk kinds, handoff, own_record → pattern."""
    follow_up: tuple[re.Pattern[str], ...]
    """What may stand in a message that only adds to what was said before."""
    turning: TurningRules
    """What turns what was said before."""
    concepts: Mapping[str, str]
    """Surface word → the concept it stands for, e.g. 弄丢 → 遗失."""
    acts: frozenset[str]
    """Concepts of what is done to things, and of persons, which make no matter alone."""
