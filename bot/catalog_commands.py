"""``tongban catalog …``: check, compare, publish, list, go back, export; prints Chinese lines.

Exit codes as in docs/contract.md: 0 done, 1 the data has problems (all listed on stdout), 2 wrong
usage. Parts that need the database are imported by the command that uses them: the parser is built
for every command of ``tongban``.
"""

import argparse
import sys
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.catalog_lines import (
    SOURCES,
    login_name,
    open_store,
    read_and_tell,
    read_live,
    summarize,
    write,
)
from bot.load_command import add_load_parser, load
from bot.settings import Settings
from bot.suggest_command import add_suggest_parser, suggest
from bot.wrong_usage import WrongUsage

_CHINA = ZoneInfo("Asia/Shanghai")


def add_catalog_parser(commands: "argparse._SubParsersAction[Any]") -> argparse.ArgumentParser:
    """Add ``catalog`` and its actions to the command line; return its parser."""
    parser: argparse.ArgumentParser = commands.add_parser("catalog", help="检查、发布事项目录")
    actions = parser.add_subparsers(dest="action", metavar="动作", required=True)
    checking = actions.add_parser("check", help="检查目录数据,列出所有问题")
    checking.add_argument(
        "source", metavar="SOURCE", nargs="?", type=Path, help=f"{SOURCES};缺省是自带的目录"
    )
    comparing = actions.add_parser("diff", help="和现行版本比较")
    comparing.add_argument("source", metavar="SOURCE", type=Path, help=SOURCES)
    _add_who_and_why(add_load_parser(actions))
    actions.add_parser("versions", help="列出所有版本")
    going_back = actions.add_parser("rollback", help="回到以前的版本")
    going_back.add_argument(
        "version", metavar="VERSION", help="tongban catalog versions 列出的版本"
    )
    _add_who_and_why(going_back)
    exporting = actions.add_parser("export", help="把现行版本写成 CSV、工作簿或 JSON")
    exporting.add_argument(
        "target", metavar="TARGET", type=Path, help="写到哪里:文件夹、.xlsx 或 .json"
    )
    exporting.add_argument("--version", metavar="VERSION", help="写以前的版本,缺省是现行版本")
    templating = actions.add_parser("template", help="写一份空白的工作簿,给人填写")
    templating.add_argument("target", metavar="FILE.xlsx", type=Path, help="写到哪个文件")
    add_suggest_parser(actions)
    return parser


def _add_who_and_why(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--author", help="谁做的,缺省是登录名")
    parser.add_argument("--reason", default="", help="为什么")


async def run(args: argparse.Namespace, settings: Settings) -> int:
    """Run one action of ``tongban catalog`` and return its exit code.

    Raises:
        StoreError: The database cannot be reached or written.
    """
    from catalog.problems import CatalogProblems

    try:
        return await _ACTIONS[args.action](args, settings)
    except CatalogProblems as error:
        for problem in error.problems:
            write(problem.render())
        write(f"共 {len(error.problems)} 处问题,没有改动任何东西。")
        return 1
    except WrongUsage as error:
        sys.stderr.write(f"{error}\n")
        return 2


async def check(args: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001 - needs no database
    """Validate a source, the shipped folder by default."""
    from bot.reload import SHIPPED_FOLDER

    draft = await read_and_tell(args.source or SHIPPED_FOLDER)
    rows = sum(len(sheet) for sheet in draft.sheets.values())
    write(f"没有问题:{len(draft.sheets)} 张表,{rows} 行,版本 {draft.release.version}。")
    return 0


async def diff(args: argparse.Namespace, settings: Settings) -> int:
    """Tell row by row what publishing a source would change."""
    from catalog.difference import compare

    draft = await read_and_tell(args.source)
    async with open_store(settings) as store:
        live = await read_live(store)
    changes = compare(live.sheets, draft.sheets)
    for change in changes:
        write(change.render())
    write(summarize(live, draft.release.version, changes))
    return 0


async def versions(args: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001 - takes no argument
    """List all versions, newest first; the live one has a star."""
    async with open_store(settings) as store:
        for known in await store.list_versions():
            mark = "*" if known.is_live else " "
            write(
                f"{mark} {known.version}  {_time(known.published_at)}"
                f"  {known.row_count} 行  {known.author}  {known.reason}".rstrip()
            )
    return 0


async def rollback(args: argparse.Namespace, settings: Settings) -> int:
    """Make an older version live again."""
    from bot.storage.records import UnknownVersion

    async with open_store(settings) as store:
        before = await store.live_version()
        try:
            has_changed = await store.set_live(
                args.version, author=args.author or login_name(), reason=args.reason
            )
        except UnknownVersion:
            raise WrongUsage(
                f"没有版本 {args.version}:tongban catalog versions 列出所有版本"
            ) from None
    if has_changed:
        write(f"现行版本是 {args.version}(原来是 {before})。")
    else:
        write(f"现行版本已经是 {args.version}。")
    return 0


async def export(args: argparse.Namespace, settings: Settings) -> int:
    """Write a version as CSV, workbook or JSON; loading it gives the same version again."""
    from bot.catalog_files import write_target

    async with open_store(settings) as store:
        version = args.version or (await read_live(store)).version
        if version not in {known.version for known in await store.list_versions()}:
            raise WrongUsage(f"没有版本 {version}:tongban catalog versions 列出所有版本")
        sheets = await store.read_sheets(version)
    write_target(sheets, args.target)
    write(f"版本 {version} 已写到 {args.target}:{len(sheets)} 张表。")
    return 0


async def template(args: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001 - needs no database
    """Write an empty workbook with drop-downs and notes."""
    from bot.catalog_files import write_template_file

    write_template_file(args.target)
    write(f"模板已写到 {args.target}:填好后用 tongban catalog check 检查。")
    return 0


_ACTIONS: Mapping[str, Callable[[argparse.Namespace, Settings], Awaitable[int]]] = {
    "check": check,
    "diff": diff,
    "load": load,
    "versions": versions,
    "rollback": rollback,
    "export": export,
    "template": template,
    "suggest": suggest,
}


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(_CHINA):%Y-%m-%d %H:%M}"
