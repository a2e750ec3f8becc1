"""Cut text into words with jieba over our own vocabulary.

jieba keeps one global dictionary a process and cannot unload words, so every Lexicon gets a
``jieba.Tokenizer`` of its own, filled from the catalog's words instead of the general dictionary:
冀时办, 北三县 and the like stay whole, and nothing has to be read from disk at start.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

import jieba

Segmenter = Callable[[str], list[str]]
"""Text in, words out; blanks are dropped."""

_LONGEST_PHRASE, _REMEMBERED_PHRASES = 24, 20_000
"""Names and aliases are cut again for every question; so many of them are remembered."""
_KNOWN_WORD_FREQUENCY = 1000
"""All known words count alike: the longest sensible chain of known words wins."""


def build_segmenter(words: Iterable[str]) -> Segmenter:
    """Return a function that cuts text along these words; unknown text falls into characters."""
    tokenizer = jieba.Tokenizer()
    frequencies: dict[str, int] = {}
    total = 0
    for word in words:
        frequencies[word] = _KNOWN_WORD_FREQUENCY
        total += _KNOWN_WORD_FREQUENCY
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, max(total, 1), True

    @lru_cache(maxsize=_REMEMBERED_PHRASES)
    def cut(text: str) -> tuple[str, ...]:
        return tuple(word for word in tokenizer.cut(text, HMM=False) if not word.isspace())

    def segment(text: str) -> list[str]:
        short = len(text) <= _LONGEST_PHRASE
        return list(cut(text) if short else cut.__wrapped__(text))

    return segment
