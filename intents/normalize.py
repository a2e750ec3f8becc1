"""Make one form out of the many ways a text can be typed.

Full-width, traditional characters, control characters, case and repeated punctuation are
evened out; polite filler is left for ``recognize``, so that spans stay meaningful.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import opencc

_CONTROL = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\ufeff]")
_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[。！？!?；;\n]+|(?<![0-9])\.(?![0-9])")
_MEANINGFUL = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbfA-Za-z0-9]")
_PUNCTUATION = str.maketrans("，：（）【】《》「」『』、～", ",:()[]《》“”“”、~")


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing a person said (一句话)."""

    original: str
    """As it came in, already masked."""
    text: str
    """Normalized; what every later step reads."""

    @property
    def is_readable(self) -> bool:
        """True when at least one Chinese character, letter or digit is in it."""
        return _MEANINGFUL.search(self.text) is not None


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def normalize(text: str) -> Utterance:
    """Return the utterance with its normalized text (NFKC, simplified, lower case)."""
    folded = unicodedata.normalize("NFKC", text)
    folded = _CONTROL.sub("", folded).translate(_PUNCTUATION)
    simplified = _simplifier().convert(folded)
    return Utterance(original=text, text=_SPACE.sub(" ", simplified).strip().lower())


def split_sentences(text: str) -> list[str]:
    """Return a text cut behind its sentence ends, which stay; blank pieces left out."""
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    parts = (text[start:end].strip() for start, end in pairwise(starts))
    return [part for part in parts if _SENTENCE_END.sub("", part).strip()]
