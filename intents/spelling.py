"""Read homophones, pinyin and initials as the words they stand for: shebaoka → 社保卡.

Used only where nothing better matched, and the reply says which word was
read. pypinyin is loaded at the first need: most questions are typed right.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

_LATIN = re.compile(r"[a-z](?:[a-z' ]{1,30}[a-z])")
_SHORTEST_WORD = 3
"""Two-character words have too many homophones to be read for one another."""
_SHORTEST_INITIALS = 3


def has_latin_word(text: str) -> bool:
    """Say whether a run of letters long enough to be pinyin or initials stands in a text."""
    return _LATIN.search(text) is not None


@dataclass(frozen=True, slots=True)
class Correction:
    """A text with the words it was read as."""

    text: str
    """The text, corrected."""
    words: tuple[str, ...]
    """The words put in, in their order."""
    is_spelled: bool
    """True when letters were read as words: they cannot have meant anything else."""


class Speller:
    """Knows the sound of every word of the vocabulary."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the vocabulary; sounds are worked out at the first correction."""
        self._words = tuple(words)

    @cached_property
    def _sound(self) -> Callable[[str], list[str]]:
        from pypinyin import lazy_pinyin

        def sound(text: str) -> list[str]:
            return [str(syllable) for syllable in lazy_pinyin(text)]

        return sound

    @cached_property
    def _by_sound(self) -> Mapping[tuple[str, ...], str]:
        """Syllables → word; the first word of the vocabulary wins."""
        return {tuple(self._sound(w)): w for w in reversed(self._words) if _is_chinese(w)}

    @cached_property
    def _by_letters(self) -> Mapping[str, str]:
        """Pinyin without spaces → word, and initials → word where only one word has them."""
        spelled = {"".join(sound): word for sound, word in self._by_sound.items()}
        initials: dict[str, set[str]] = defaultdict(set)
        for sound, word in self._by_sound.items():
            if len(sound) >= _SHORTEST_INITIALS:
                initials["".join(s[0] for s in sound)].add(word)
        unique = {key: words.pop() for key, words in initials.items() if len(words) == 1}
        return {**unique, **spelled}

    def correct(self, text: str) -> Correction | None:
        """Return the text with misspelt words put right, or None when nothing was found."""
        words: list[str] = []
        spelled = _LATIN.sub(lambda match: self._read_letters(match[0], words), text)
        is_spelled = bool(words)
        corrected = self._read_sounds(spelled, words)
        return Correction(corrected, tuple(words), is_spelled) if words else None

    def _read_letters(self, letters: str, words: list[str]) -> str:
        word = self._by_letters.get(re.sub(r"[' ]", "", letters))
        if word is None:
            return letters
        words.append(word)
        return word

    def _read_sounds(self, text: str, words: list[str]) -> str:
        sounds = self._sound_of_each(text)
        longest = max((len(key) for key in self._by_sound), default=0)
        pieces, at = [], 0
        while at < len(text):
            word = self._word_at(text, sounds, at, longest)
            pieces.append(word or text[at])
            if word is not None and word != text[at : at + len(word)]:
                words.append(word)
            at += len(word) if word else 1
        return "".join(pieces)

    def _sound_of_each(self, text: str) -> list[str]:
        return [self._sound(char)[0] if _is_chinese(char) else "" for char in text]

    def _word_at(self, text: str, sounds: list[str], at: int, longest: int) -> str | None:
        for length in range(min(longest, len(text) - at), _SHORTEST_WORD - 1, -1):
            word = self._by_sound.get(tuple(sounds[at : at + length]))
            if word is not None and len(word) == length:
                return word
        return None


def _is_chinese(text: str) -> bool:
    return all("\u4e00" <= char <= "\u9fff" for char in text)
