"""Tells text that a spreadsheet program would run from text that only looks like it.

What the catalog holds is exported as CSV, and opened by staff: a cell that begins like a formula
is run there, whoever wrote it. No fact begins so.
"""

import re

_FIRSTS = frozenset("=+-@＝＋－＠")
"""The full-width ones are taken for the others by programs set to Chinese."""
_RUN = re.compile(r"[A-Za-z(|!=@'\"\[\\]")
"""Makes more of a sign than a number: a name, a call, another program."""


def is_formula(text: str) -> bool:
    """Return whether a cell would be run: ``=1+1``, ``@SUM(A1)``, ``-2+cmd|…`` but not ``-5℃``."""
    if not text or text[0] not in _FIRSTS:
        return False
    return text[0] in "=@＝＠" or _RUN.search(text, 1) is not None
