"""Print Chinese as people read it: full-width marks, dates in words, no office jargon.

The catalog and texts.yaml are typed half-width and keep the wording of their sources.
"""

import re

from bot.replies.dates import say_date

_WIDE = {",": "\uff0c", ":": "\uff1a", ";": "\uff1b", "?": "\uff1f", "!": "\uff01"}
_NARROW_IN_CHINESE = re.compile(
    r"(?<=[\u4e00-\u9fff〔〕”》」】\uff09)])[,:;?!](?!/)|(?<=\w)[,;](?=[\u4e00-\u9fff“《「])"
)
_BRACKETS_OF_CHINESE = re.compile(r"\(([^()\n]*[\u4e00-\u9fff][^()\n]*)\)")
_DEPTH_OF_BRACKETS = 2
_JARGON = re.compile("(?<=[\u4e00-\u9fff])口径")
"""公告口径 = as announced; nothing is lost without it."""


def typeset(text: str) -> str:
    """Return the text as it is printed."""
    text = _JARGON.sub("", say_date(text))
    text = _NARROW_IN_CHINESE.sub(lambda found: _WIDE[found[0]], text)
    for _ in range(_DEPTH_OF_BRACKETS):
        text = _BRACKETS_OF_CHINESE.sub("\uff08\\1\uff09", text)
    return text


def quote(name: str) -> str:
    """Return a name in quotation marks, those inside it made single."""
    inner = name.replace("“", "‘").replace("”", "’")
    return f"“{inner}”"
