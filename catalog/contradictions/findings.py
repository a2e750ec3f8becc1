"""What a contradiction is and how it is told."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_LEFT_OUT = re.compile(r"(?<!\d)\.|\.(?!\d)|[\s,;:。、!?\"'“”‘’()〔〕《》<>]")
_DASHES = re.compile(r"[-‐‑‒–—―~至]+")


class ContradictionKind(StrEnum):
    """What contradicts what."""

    FACTS = "同事同地说法不同"
    DIRECTION = "方向不一致"
    EXPIRED_BASIS = "依据已过期"
    MERGED_FIGURES = "数字被合并"
    STOLEN_PHRASE = "叫法被占用"
    UNKNOWN_PLACE = "地点不明"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts of one catalog that cannot all be right (矛盾)."""

    kind: ContradictionKind
    """What contradicts what."""
    sheet: str
    """Name of the sheet in which the rows stand."""
    keys: tuple[str, ...]
    """The rows, as in ``Change``."""
    what: str
    """One sentence in Chinese."""
    instead: str
    """What to do about it."""

    def render(self) -> str:
        """Return one line in Chinese."""
        return f"{self.kind}:{self.what};{self.instead}"


def fold(text: str) -> str:
    """Return a text as it is compared: without width, case, spaces, punctuation and dashes."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _LEFT_OUT.sub("", _DASHES.sub("-", plain))
