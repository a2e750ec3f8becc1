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
"""Two-character words have too many homophones to be read for one another; but see Spelled."""
_SHORTEST_INITIALS = 3
_PARTICLES = "吗嘛呢吧么"
"""“能用医保吗” asks, it means no 医保码."""
_LONGEST_SPELLING = 30
"""Letters of the longest word that is looked for."""
_READ_FROM_SHARE = 0.7
"""A run of several words is read when so much of its letters is."""


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


@dataclass(frozen=True, slots=True)
class SpelledWords:
    """Words beside the vocabulary (spelled_words.yaml)."""

    asking: tuple[str, ...] = ()
    """Read in a run of letters that holds a word of the vocabulary."""
    sounding: tuple[str, ...] = ()
    """Words of two characters that are put right when typed by their sound."""


class Speller:
    """Knows the sound of every word of the vocabulary."""

    def __init__(
        self,
        words: Iterable[str],
        places: Iterable[str] = (),
        beside: SpelledWords = SpelledWords(),
    ) -> None:
        """Take the vocabulary; sounds are worked out at the first correction."""
        self._words = tuple(words)
        self._places = tuple(places)
        self._beside = beside
        self._char_sounds: dict[str, str] = {}

    @cached_property
    def _sound(self) -> Callable[[str], list[str]]:
        from pypinyin import lazy_pinyin

        def sound(text: str) -> list[str]:
            return [str(syllable) for syllable in lazy_pinyin(text)]

        return sound

    @cached_property
    def _by_sound(self) -> Mapping[tuple[str, ...], str]:
        """Syllables → word; the first word of the vocabulary wins."""
        known = {tuple(self._sound(w)): w for w in reversed(self._words) if _is_chinese(w)}
        return known | {tuple(self._sound(w)): w for w in self._beside.sounding}

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

    @cached_property
    def _in_runs(self) -> Mapping[str, str]:
        """Pinyin without spaces → word, for runs of several words; a place comes last."""
        beside = (*self._places, *reversed(self._words), *self._beside.asking)
        return {"".join(self._sound(w)): w for w in beside if _is_chinese(w)}

    def correct(self, text: str) -> Correction | None:
        """Return the text with misspelt words put right, or None when nothing was found."""
        words: list[str] = []
        spelled = _LATIN.sub(lambda match: self._read_letters(match[0], words), text)
        is_spelled = bool(words)
        corrected = self._read_sounds(spelled, words)
        return Correction(corrected, tuple(words), is_spelled) if words else None

    def _read_letters(self, letters: str, words: list[str]) -> str:
        run = re.sub(r"[' ]", "", letters)
        word = self._by_letters.get(run)
        if word is not None:
            words.append(word)
            return word
        read = self._read_run(run)
        if read is None:
            return letters
        words.append(read)
        return read

    def _read_run(self, run: str) -> str | None:
        """Return a run of letters as the words it spells, fewest first; None when hardly any.

        “huzhaoguoqile” is 护照过期了; one word of the vocabulary has to be in it.
        """
        best: list[tuple[int, tuple[str, ...]]] = [(0, ())]
        """For each place: letters left unread and the words up to there."""
        for end in range(1, len(run) + 1):
            skipped = (best[end - 1][0] + 1, best[end - 1][1])
            found = (
                (best[at][0], (*best[at][1], word))
                for at in range(max(0, end - _LONGEST_SPELLING), end)
                if (word := self._in_runs.get(run[at:end])) is not None
            )
            best.append(min((skipped, *found), key=lambda one: (one[0], len(one[1]))))
        unread, spelled = best[-1]
        is_read = unread <= len(run) * (1 - _READ_FROM_SHARE)
        return "".join(spelled) if is_read and set(spelled) & self._long_words else None

    @cached_property
    def _long_words(self) -> frozenset[str]:
        return frozenset(word for word in self._words if len(word) > 1)

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
        known = self._char_sounds
        for char in set(text) - known.keys():
            known[char] = self._sound(char)[0] if _is_chinese(char) else ""
        return [known[char] for char in text]

    def _word_at(self, text: str, sounds: list[str], at: int, longest: int) -> str | None:
        for length in range(min(longest, len(text) - at), 1, -1):
            word = self._by_sound.get(tuple(sounds[at : at + length]))
            if word is None or len(word) != length:
                continue
            if text[at + length - 1] == "不":
                continue  # 户口不在北京 is no 户口簿
            if length >= _SHORTEST_WORD or word in self._beside.sounding:
                return word if text[at + length - 1] not in _PARTICLES else None
        return None


def _is_chinese(text: str) -> bool:
    return all("\u4e00" <= char <= "\u9fff" for char in text)
