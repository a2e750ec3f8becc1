"""Addresses without scheme and host: those of a request are wrong behind a TLS proxy."""

from collections.abc import Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from jinja2 import Environment, pass_context
from jinja2.runtime import Context

_BUILDERS = ("static_url", "list_url", "detail_url", "breadcrumb_list_url")
"""Functions of the library's templates that give an address."""


def within_site(address: object) -> str:
    """Return path and query of an address."""
    parts = urlsplit(str(address))
    return urlunsplit(("", "", parts.path, parts.query, ""))


def keep_within_site(templates: Environment) -> None:
    """Let templates write all addresses without scheme and host."""
    known: MutableMapping[str, Any] = templates.globals
    for name in _BUILDERS:
        known[name] = _local(known[name])
    build = known["url_for"]

    @pass_context
    def url_for(context: Context, /, name: str, **path: Any) -> str:  # noqa: ANN401 - its form
        return within_site(build(context, name, **path))

    known["url_for"] = url_for


def _local(build: Callable[..., object]) -> Callable[..., str]:
    def built(*args: Any, **options: Any) -> str:  # noqa: ANN401 - whatever the library takes
        return within_site(build(*args, **options))

    return built
