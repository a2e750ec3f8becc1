"""What the office's pages are given, and what they share: answers, refusals, ways back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from bot.accounts import Session
from bot.knowledge import Knowledge
from bot.office import Drafting, Importing, Publishing, Settling, Versions
from bot.office.owners import Owners
from bot.storage.store import Store
from bot.web.pages import page

DONE = {
    "saved": "已存进草稿。",
    "removed": "已从草稿里删掉这一行。",
    "rehearsed": "预演好了。",
    "caught-up": "已跟上现行版本。",
    "dropped": "已放弃这份草稿。",
    "rolled-back": "已回到这一版，立即生效。",
    "already-live": "这就是现行版本，没有改动。",
    "aliased": "已作为叫法存进草稿，发布以后生效。",
    "ignored": "已忽略，不再列出。",
    "settled": "已处理。",
}
"""What a page says after something was done; addresses carry only the key."""


@dataclass(frozen=True, slots=True)
class OfficeParts:
    """Everything behind the office's pages."""

    store: Store
    """Records that are only shown."""
    drafting: Drafting
    """Prepares drafts."""
    importing: Importing
    """Makes drafts of files."""
    publishing: Publishing
    """Rehearses and publishes them."""
    versions: Versions
    """Versions and the way back."""
    settling: Settling
    """What becomes of open questions."""
    owners: Owners
    """Who answers for which fact."""
    current: Callable[[], Knowledge]
    """What is answered from now."""


def office_of(request: Request) -> OfficeParts:
    """Return the parts the application was built with."""
    parts: OfficeParts = request.app.state.office
    return parts


Office = Annotated[OfficeParts, Depends(office_of)]
"""For the pages."""


def office_page(
    request: Request,
    session: Session,
    name: str,
    here: str,
    *,
    status: int = 200,
    wrong: str = "",
    **context: object,
) -> Response:
    """Render a page of the office; ``here`` is the address of its tab."""
    return page(
        request,
        f"office/{name}.html",
        status=status,
        session=session,
        here=here,
        done=DONE.get(request.query_params.get("done", "")),
        wrong=wrong,
        **context,
    )


def go_to(address: str, done: str = "") -> Response:
    """Lead on after something was done."""
    return RedirectResponse(f"{address}?done={quote(done)}" if done else address, 303)
