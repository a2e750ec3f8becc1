"""``tongban catalog load``: check a source, tell what it changes, rehearse it, publish it.

On a terminal, what got worse has to be confirmed; elsewhere it is told and published, as whoever
wrote the script decided. ``--dry-run`` stops before the publish.
"""

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.catalog_lines import (
    SOURCES,
    Live,
    login_name,
    open_store,
    read_and_tell,
    read_live,
    summarize,
    write,
)
from bot.settings import Settings
from bot.wrong_usage import WrongUsage

if TYPE_CHECKING:
    from bot.rehearsal import Rehearsal
    from bot.reload import SourceCatalog

_LOST = "刚才有人发布了别的版本,没有发布;请先 diff 再 load。"


def add_load_parser(actions: "argparse._SubParsersAction[Any]") -> argparse.ArgumentParser:
    """Add ``load`` to the actions of ``tongban catalog``; return its parser."""
    parser: argparse.ArgumentParser = actions.add_parser("load", help="检查、比较、预演并发布")
    parser.add_argument("source", metavar="SOURCE", type=Path, help=SOURCES)
    parser.add_argument("--dry-run", action="store_true", help="只预演,不发布")
    parser.add_argument("--no-rehearsal", action="store_true", help="不预演,直接发布")
    parser.add_argument("--yes", action="store_true", help="有变差的也发布,不再问")
    return parser


async def load(args: argparse.Namespace, settings: Settings) -> int:
    """Validate a source, tell what it changes, rehearse it and publish it."""
    from bot.storage.records import LiveChanged
    from catalog.difference import compare

    draft = await read_and_tell(args.source)
    version = draft.release.version
    async with open_store(settings) as store:
        live = await read_live(store)
        write(summarize(live, version, compare(live.sheets, draft.sheets)))
        if version == live.version:
            write("没有发布:这个版本已经是现行版本。")
            return 0
        if not args.no_rehearsal and not _may_publish(await _rehearse(live, draft), args):
            return 0
        try:
            await store.publish(
                draft.sheets,
                version,
                author=args.author or login_name(),
                reason=args.reason,
                expected_live=live.version,
            )
        except LiveChanged:
            raise WrongUsage(_LOST) from None
    write(f"已发布版本 {version}。")
    return 0


async def _rehearse(live: Live, draft: "SourceCatalog") -> "Rehearsal":
    from bot.knowledge import build_knowledge
    from bot.rehearsal import rehearse
    from bot.reload import collecting_later
    from bot.today import day_in_china
    from catalog.loading import build_release

    def run() -> "Rehearsal":
        with collecting_later():
            known = build_knowledge(build_release(live.sheets))
            drafted = build_knowledge(draft.release, known)
        on = day_in_china(datetime.now(UTC))
        return rehearse(known, drafted, live.sheets, draft.sheets, on=on)

    return await asyncio.to_thread(run)


def _may_publish(rehearsal: "Rehearsal", args: argparse.Namespace) -> bool:
    """Tell what the rehearsal found, and ask where somebody can answer."""
    from bot.rehearsal.text import finding_lines

    for line in finding_lines(rehearsal):
        write(line)
    if args.dry_run:
        write("只预演,没有发布。")
        return False
    if not rehearsal.has_blockers or args.yes or not sys.stdin.isatty():
        return True
    sys.stderr.write("仍要发布吗?[y/N] ")
    if sys.stdin.readline().strip().lower() in ("y", "yes", "是"):
        return True
    write("没有发布。")
    return False
