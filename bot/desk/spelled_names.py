"""Find names by what is typed of them: characters, full pinyin or its first letters.

Decides only how well a name fits what was typed; what the names stand for is the caller's.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from pypinyin import lazy_pinyin

_LETTERS = re.compile(r"[a-z]+")
_BETWEEN = re.compile(r"[\s'’·-]+")
"""What an input method puts between syllables that are not yet chosen: shen'fen."""
_READ_SO = {
    "长子": ["zhang", "zi"],
    "朝阳": ["chao", "yang"],
    "单县": ["shan", "xian"],
    "浚县": ["xun", "xian"],
    "洪洞": ["hong", "tong"],
    "荥经": ["ying", "jing"],
    "珲春": ["hun", "chun"],
    "筠连": ["jun", "lian"],
    "涡阳": ["guo", "yang"],
    "六合": ["lu", "he"],
    "乐陵": ["lao", "ling"],
    "大城": ["dai", "cheng"],
    "宕昌": ["tan", "chang"],
    "都匀": ["du", "yun"],
}
"""Beginnings of place names that pypinyin 0.55 reads as everyday words."""
_READ_CHANG = "长"
"""Of all places that begin with it, only 长子 is read otherwise."""


class NameFit(IntEnum):
    """How what was typed stands in a name; the higher, the better."""

    NO = 0
    INSIDE_LETTERS = 1
    """First letters or pinyin of what stands inside it, from a syllable on."""
    INSIDE = 2
    """Characters inside it."""
    PINYIN = 3
    """Its pinyin begins so."""
    INITIALS = 4
    """The first letters of its pinyin begin so."""
    BEGINS = 5
    """It begins so."""
    WHOLE = 6
    """It is just this, in characters, pinyin or first letters."""


@dataclass(frozen=True, slots=True)
class SpelledName:
    """A name with its sound."""

    text: str
    """In lower case."""
    pinyin: str
    """Syllables joined by spaces, one before the first: “ bao ding shi”."""
    initials: str
    """First letter of each syllable."""

    def fit(self, typed: str) -> NameFit:
        """Return how a text (see ``typed_form``) stands in the name."""
        if typed == self.text:
            return NameFit.WHOLE
        if self.text.startswith(typed):
            return NameFit.BEGINS
        if _LETTERS.fullmatch(typed):
            return self._fit_letters(typed)
        return NameFit.INSIDE if typed in self.text else NameFit.NO

    def _fit_letters(self, typed: str) -> NameFit:
        sounds = self.pinyin.replace(" ", "")
        if typed in (self.initials, sounds):
            return NameFit.WHOLE
        if self.initials.startswith(typed):
            return NameFit.INITIALS
        if sounds.startswith(typed):
            return NameFit.PINYIN
        inside = len(typed) > 1 and (typed in self.initials or self._sounds_inside(typed))
        return NameFit.INSIDE_LETTERS if inside else NameFit.NO

    def _sounds_inside(self, typed: str) -> bool:
        at = self.pinyin.find(f" {typed[0]}", 1)
        while at >= 0:
            if self.pinyin[at:].replace(" ", "").startswith(typed):
                return True
            at = self.pinyin.find(f" {typed[0]}", at + 1)
        return False


def spell(name: str) -> SpelledName:
    """Return a name with its sound; what has none is left as it is."""
    text = _compared(name)
    return _spelled(text, _sounds(text))


def spell_place(name: str) -> SpelledName:
    """Return the name of a place with its sound, which everyday words may hide (长葛)."""
    text = _compared(name)
    read_chang = ["chang"] if text.startswith(_READ_CHANG) else []
    begins = _READ_SO.get(text[:2], read_chang)
    return _spelled(text, [*begins, *_sounds(text[len(begins) :])])


def _compared(name: str) -> str:
    return unicodedata.normalize("NFKC", name).lower()


def _spelled(text: str, sounds: list[str]) -> SpelledName:
    kept = [letters for sound in sounds if (letters := re.sub("[^a-z0-9]", "", sound))]
    return SpelledName(text, "".join(f" {s}" for s in kept), "".join(s[0] for s in kept))


def _sounds(text: str) -> list[str]:
    return [str(syllable) for syllable in lazy_pinyin(text)]


def typed_form(text: str) -> str:
    """Return what was typed as it is compared: no spaces in it, no marks between syllables."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text).strip().lower())


def best_fit(names: Iterable[SpelledName], typed: str) -> NameFit:
    """Return how well the best of several names fits."""
    return max((name.fit(typed) for name in names), default=NameFit.NO)
