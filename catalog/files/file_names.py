"""Names of files as they may be shown and used: without a way out of their folder.

A name comes from outside, with an upload or inside an archive; none is ever opened by it.
"""

import re
import unicodedata
from pathlib import PurePosixPath

_LONGEST_NAME = 120
"""Characters of a name that are shown."""
_DRIVE = re.compile(r"[A-Za-z]:")
_NAMELESS = "未命名文件"


def shown_name(name: str) -> str:
    """Return the bare name of a file, whatever path or invisible characters stand in it."""
    base = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    plain = "".join(c for c in base if not is_invisible(c)).strip()
    return plain[-_LONGEST_NAME:].lstrip(".") or _NAMELESS


def has_path_trick(name: str) -> bool:
    """Return whether a name inside an archive points out of it or hides what it is."""
    return (
        name.startswith("/")
        or "\\" in name
        or _DRIVE.match(name) is not None
        or ".." in PurePosixPath(name).parts
        or any(is_invisible(c) for c in name)
    )


def is_invisible(character: str) -> bool:
    """Return whether a character is shown as nothing: NUL, controls, marks of direction."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
