"""Reads texts.yaml; the only way a sentence gets into a reply."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def _texts() -> Mapping[str, Any]:
    text = (files("bot.replies") / "texts.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.load(text, Loader=_LOADER)
    return loaded


def say(key: str, **values: object) -> str:
    """Return the sentence under a dotted key, filled in; KeyError names a missing one."""
    found: Any = _texts()
    for part in key.split("."):
        found = found[part]
    return str(found).format(**values) if values else str(found)


def has_text(key: str) -> bool:
    """Say whether there is a sentence under a dotted key."""
    try:
        say(key)
    except KeyError:
        return False
    return True


def say_list(key: str) -> tuple[str, ...]:
    """Return the sentences listed under a dotted key."""
    found: Any = _texts()
    for part in key.split("."):
        found = found[part]
    return tuple(str(sentence) for sentence in found)
