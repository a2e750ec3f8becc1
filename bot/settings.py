"""Every environment variable, typed, with its default.

Settings come from the environment and from a file ``.env`` in the working directory; the
environment wins, and an empty value counts as not set. A key with our prefix that nobody knows
stops the program just like a bad value does: a typo must not silently mean the default.
"""

import difflib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

PREFIX: Final = "TONGBAN_"
"""Begins the name of every environment variable of ours."""
LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")
"""What ``TONGBAN_LOG_LEVEL`` takes."""


class SettingsError(ValueError):
    """A setting that cannot be used; its text is one sentence: which key, what it takes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decides; field ``port`` is ``TONGBAN_PORT``."""

    database_url: str = "sqlite+aiosqlite:///var/tongban.db"
    """Where conversations, turns and catalog versions are kept (SQLAlchemy's async address)."""
    host: str = "127.0.0.1"
    """Address on which the web pages and the API listen."""
    port: int = 8000
    """Port on which they listen."""
    telegram_token: str | None = field(default=None, repr=False)
    """The bot's token from @BotFather; without it the Telegram adapter stays off. Secret."""
    telegram_api: str = "https://api.telegram.org"
    """Address of the Bot API, without ``/bot``; another one for a Bot API server of one's own."""
    catalog_poll_seconds: float = 0.2
    """How often a process looks whether another one has published a catalog version; a look takes
    half a millisecond. PostgreSQL tells by itself, so there it only counts when that fails."""
    log_level: str = "INFO"
    """DEBUG, INFO, WARNING or ERROR."""
    public_url: str | None = None
    """Address under which residents reach the pages; for links in messages and the webhook."""


@dataclass(frozen=True, slots=True)
class _Rule:
    parse: Callable[[str], Any]
    """Makes the value of the text; ValueError when it cannot."""
    takes: str
    """What the key takes, as the operator reads it."""


def _matching(pattern: str, *, clean: Callable[[str], str] = str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        cleaned = clean(text)
        if not re.fullmatch(pattern, cleaned):
            raise ValueError
        return cleaned

    return parse


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65535:
        raise ValueError
    return port


def _poll_seconds(text: str) -> float:
    seconds = float(text)
    if not 0.05 <= seconds <= 3600:
        raise ValueError
    return seconds


def _without_slash(text: str) -> str:
    return text.rstrip("/")


_WEB_ADDRESS = r"https?://[^\s/?#]+(/[^\s?#]*)?"

_RULES: Mapping[str, _Rule] = {
    "database_url": _Rule(
        _matching(r"(sqlite\+aiosqlite|postgresql\+asyncpg)://\S+"),
        "sqlite+aiosqlite:///… 或 postgresql+asyncpg://… 形式的数据库地址",
    ),
    "host": _Rule(_matching(r"[\w.:-]+"), "监听的 IP 地址或主机名,如 127.0.0.1"),
    "port": _Rule(_port, "1 到 65535 之间的整数"),
    "telegram_token": _Rule(
        _matching(r"[0-9]+:[A-Za-z0-9_-]+"), "BotFather 给的口令,形如 数字:字母数字"
    ),
    "telegram_api": _Rule(
        _matching(_WEB_ADDRESS, clean=_without_slash), "http:// 或 https:// 开头的地址"
    ),
    "catalog_poll_seconds": _Rule(_poll_seconds, "0.05 到 3600 之间的秒数"),
    "log_level": _Rule(
        _matching("|".join(LOG_LEVELS), clean=str.upper), f"{'、'.join(LOG_LEVELS)} 之一"
    ),
    "public_url": _Rule(
        _matching(_WEB_ADDRESS, clean=_without_slash), "http:// 或 https:// 开头的地址"
    ),
}


def read_settings(
    environ: Mapping[str, str] | None = None, *, env_file: Path = Path(".env")
) -> Settings:
    """Return the settings of the environment and of ``.env``.

    Raises:
        SettingsError: A key is unknown or a value is not what the key takes.
    """
    given = _read_env_file(env_file) | dict(os.environ if environ is None else environ)
    ours = {key: text.strip() for key, text in given.items() if key.startswith(PREFIX)}
    known = {variable_name(f.name): f.name for f in fields(Settings)}
    for key in sorted(ours.keys() - known.keys()):
        raise SettingsError(_say_unknown(key, known))
    return Settings(**{known[key]: _parse(key, text) for key, text in ours.items() if text})


def variable_name(setting: str) -> str:
    """Return the environment variable of a field of Settings."""
    return PREFIX + setting.upper()


def _parse(key: str, text: str) -> Any:  # noqa: ANN401 - every key has a type of its own
    rule = _RULES[key.removeprefix(PREFIX).lower()]
    try:
        return rule.parse(text)
    except ValueError:
        # The value stays out of the sentence: it may be a secret.
        raise SettingsError(f"设置 {key} 的值不对:应为{rule.takes}") from None


def _say_unknown(key: str, known: Mapping[str, str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    hint = f"是不是 {near[0]}?" if near else f"可用的有 {'、'.join(known)}"
    return f"没有 {key} 这个设置:{hint}"


def _read_env_file(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"读不了设置文件 {path}:应为 UTF-8 文本,一行一个 键=值") from None
    numbered = enumerate((line.strip() for line in lines), start=1)
    return dict(
        _split_line(line, f"{path} 第 {number} 行")
        for number, line in numbered
        if line and not line.startswith("#")
    )


def _split_line(line: str, where: str) -> tuple[str, str]:
    key, equals, text = line.removeprefix("export ").partition("=")
    if not equals:
        raise SettingsError(f"{where}看不懂:应为 键=值")
    text = text.strip()
    quoted = re.fullmatch(r"""(["'])(.*)\1(\s+#.*)?""", text)
    # In an unquoted value a comment begins at " #", as other readers of such files have it.
    return key.strip(), quoted[2] if quoted else re.split(r"\s+#", text, maxsplit=1)[0]
