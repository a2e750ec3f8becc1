"""Punctuation as printed Chinese has it; the catalog and texts.yaml are typed half-width."""

import re

_WIDE = {",": "\uff0c", ":": "\uff1a", ";": "\uff1b", "?": "\uff1f", "!": "\uff01"}
_NARROW_IN_CHINESE = re.compile(
    r"(?<=[\u4e00-\u9fff〔〕”》」】\uff09)])[,:;?!](?!/)|(?<=\w)[,;](?=[\u4e00-\u9fff“《「])"
)


def typeset(text: str) -> str:
    """Return the text with full-width marks wherever they stand in Chinese."""
    return _NARROW_IN_CHINESE.sub(lambda found: _WIDE[found[0]], text)
