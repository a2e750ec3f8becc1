"""What people ask that we do not know, in clusters; answers that staff marked wrong."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response

from bot.accounts import Session
from bot.office import OfficeRefusal
from bot.suggestions.clusters import Cluster
from bot.suggestions.suggest import suggest
from bot.web.office.parts import Office, OfficeParts, go_to, office_page
from bot.web.sessions import AdminSession

router = APIRouter(include_in_schema=False)
_TAB = "/admin/questions"
SINCE_DAYS = 30
"""Questions of so many days are looked at."""
_MOST_CLUSTERS = 100


async def read_clusters(office: OfficeParts) -> tuple[Cluster, ...]:
    """Return what is still open, the most asked first."""
    since = datetime.now(UTC) - timedelta(days=SINCE_DAYS)
    questions = await office.store.questions.find_open(since)
    settled = await office.store.questions.settled()
    return await asyncio.to_thread(
        suggest, questions, office.current(), settled=settled, limit=_MOST_CLUSTERS
    )


@router.get("/admin/questions")
async def list_questions(request: Request, session: AdminSession, office: Office) -> Response:
    """Show the clusters."""
    return await _show(request, session, office)


@router.post("/admin/questions/{key}")
async def settle_question(
    key: str,
    request: Request,
    session: AdminSession,
    office: Office,
    action: Annotated[str, Form()],
    item: Annotated[str, Form(max_length=80)] = "",
    text: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Make a cluster an alias or a new item in a draft, or ignore it."""
    clusters = await read_clusters(office)
    cluster = next((one for one in clusters if one.key == key), None)
    if cluster is None:
        raise HTTPException(404, "没有这一类问题,可能刚才有人处理了;回列表看看")
    account = session.account.name
    try:
        match action:
            case "alias":
                made = await office.settling.add_alias(
                    cluster, item.strip(), text.strip() or None, office.current(), account=account
                )
                return go_to(f"/admin/drafts/{made.draft.id}", "aliased")
            case "item":
                begun = await office.settling.begin_item(cluster, item.strip(), account=account)
                return go_to(f"/admin/drafts/{begun.draft.id}", "saved")
            case _:
                await office.settling.ignore(cluster, account=account)
                return go_to(_TAB, "ignored")
    except OfficeRefusal as error:
        return await _show(request, session, office, wrong=str(error))


@router.get("/admin/wrong")
async def list_wrong(request: Request, session: AdminSession, office: Office) -> Response:
    """Show the answers that staff marked wrong."""
    marked = await office.store.desk.list_wrong()
    return office_page(request, session, "wrong", _TAB, marked=marked)


@router.post("/admin/wrong/{mark_id}")
async def settle_wrong(mark_id: int, session: AdminSession, office: Office) -> Response:
    """Keep that somebody has looked into one."""
    await office.store.desk.settle_wrong(mark_id, session.account.name)
    return go_to("/admin/wrong", "settled")


async def _show(
    request: Request, session: Session, office: OfficeParts, *, wrong: str = ""
) -> Response:
    clusters = await read_clusters(office)
    names = sorted((item.name, item.id) for item in office.current().release.items.values())
    return office_page(
        request,
        session,
        "questions",
        _TAB,
        status=409 if wrong else 200,
        wrong=wrong,
        clusters=clusters,
        names=names,
        days=SINCE_DAYS,
    )
