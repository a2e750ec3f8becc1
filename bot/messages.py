"""Messages as every adapter and page sees them: what came in, what goes out."""

from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """One message of a person, already free of the platform's own form."""

    text: str
    """What was said, unmasked; the first thing a turn does is mask it."""
    conversation: str | None = None
    """Key of the conversation, e.g. ``telegram:12345``; None = a single question."""
    surface: str = "cli"
    """cli, web, api, telegram …"""
    here: str | None = None
    """Six-digit code of where the person is, if the surface knows it."""
    on: str | None = None
    """Day the question is about (YYYY-MM-DD); None = today."""
    takes_letters: bool = False
    """True where the person reads what staff of the hotline write back later."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: pressing it is the same as saying ``say``."""

    label: str
    """What stands on the button, at most 24 characters."""
    say: str
    """The message it stands for."""


@dataclass(frozen=True, slots=True)
class Copyable:
    """A phone number or an address that is worth a copy button."""

    label: str
    """E.g. ``廊坊12345``."""
    value: str
    """What is copied, e.g. ``0316-12345``."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person reads; an adapter only puts it into its platform's markup."""

    text: str
    """The whole reply, plain text with line breaks; first line says the verdict."""
    sources: tuple[str, ...] = ()
    """One line a source, with its date; also the last lines of ``text``."""
    choices: tuple[Choice, ...] = ()
    """Answers to a question back, or details on demand (要带什么 …)."""
    copyables: tuple[Copyable, ...] = ()
    """Phones and addresses."""
    asks_feedback: bool = False
    """True when 有用/没用 makes sense under it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its answer, as it is shown, stored and sent as JSON."""

    reply: Reply
    """What the person reads."""
    answer: dict[str, Any] = field(default_factory=dict)
    """The answer object of docs/contract.md, ready for JSON."""

    @property
    def receipt(self) -> str:
        """Code under which the turn can be opened again."""
        return str(self.answer["receipt"])


class Talker(Protocol):
    """What adapters and pages talk to: the one turn function, wired in ``bot/app.py``."""

    async def turn(self, message: IncomingMessage) -> Turn:
        """Answer one message."""
        ...

    async def feedback(self, receipt: str, *, useful: bool, reason: str = "") -> bool:
        """Keep 有用/没用 for a turn; False when the receipt is unknown."""
        ...
