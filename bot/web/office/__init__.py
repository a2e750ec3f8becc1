"""The catalog office (目录管理): pages over ``bot.office``, which decides."""

from fastapi import APIRouter

from bot.web.office import (
    downloads,
    drafts,
    facts,
    imports,
    overview,
    questions,
    rows,
    versions,
)
from bot.web.office.parts import OfficeParts

router = APIRouter()
# Downloads first: /versions/x.xlsx is no version.
for part in (overview, downloads, imports, drafts, rows, versions, questions, facts):
    router.include_router(part.router)

__all__ = ["OfficeParts", "router"]
