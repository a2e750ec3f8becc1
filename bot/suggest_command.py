"""``tongban catalog suggest``: what people ask that the catalog does not answer, and settling it.

Decides what a command does and which exit code it has; the clusters come from ``suggestions``.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.settings import Settings
from bot.wrong_usage import WrongUsage

if TYPE_CHECKING:
    from bot.app import App
    from bot.office import Settling
    from bot.storage.records import OpenQuestion, Settlement
    from bot.suggestions.clusters import Cluster

SINCE_DAYS = 30
"""How far it looks back where nothing else is said."""
SHOWN = 20
"""How many clusters are listed where nothing else is said."""
_FIRST_DAY = date(2000, 1, 1)
"""Nobody asked before; the first days of the calendar have no UTC."""
_CHINA = ZoneInfo("Asia/Shanghai")


def add_suggest_parser(actions: "argparse._SubParsersAction[Any]") -> None:
    """Add ``suggest`` to the actions of ``tongban catalog``."""
    parser = actions.add_parser("suggest", help="居民问了而目录答不了的,归成组")
    parser.add_argument("--since", type=_day, help=f"从哪一天起,缺省是 {SINCE_DAYS} 天前")
    parser.add_argument("--limit", type=_count, default=SHOWN, help=f"最多几组,缺省 {SHOWN}")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--all", action="store_true", help="处理过的和忽略了的也列出")
    parser.add_argument("--author", default="命令行", help="谁做的")
    settling = parser.add_mutually_exclusive_group()
    settling.add_argument(
        "--alias",
        nargs="+",
        action=_KeyItemText,
        metavar=("KEY", "ITEM"),
        help="KEY ITEM [叫法]:给事项 ITEM 加一个叫法,写进草稿",
    )
    settling.add_argument("--new", nargs=2, metavar=("KEY", "ID"), help="新建事项 ID,写进草稿")
    settling.add_argument("--ignore", metavar="KEY", help="忽略这一组")
    parser.add_argument("--draft", metavar="ID", help="写进哪个草稿,缺省是“来自居民提问”")


class _KeyItemText(argparse.Action):
    """Takes two or three words."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Keep the words, the third None where it is missing."""
        del option_string
        words = list(values or ())
        if len(words) not in (2, 3):
            parser.error("--alias 要写 KEY ITEM,后面可以再写叫法")
        setattr(namespace, self.dest, (*words, None)[:3])


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期,写成 2026-11-01") from None
    return max(day, _FIRST_DAY)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}”不是正整数")
    return int(text)


async def suggest(args: argparse.Namespace, settings: Settings) -> int:
    """List clusters of open questions, or settle one; return the exit code.

    Raises:
        WrongUsage: There is no such cluster, or it cannot be settled so.
    """
    from bot.app import open_app

    since = args.since or datetime.now(_CHINA).date() - timedelta(days=SINCE_DAYS)
    async with open_app(settings) as app:
        asked = await _read_asked(app, since)
        if args.alias or args.new or args.ignore:
            _write([await _settle(args, app, asked)])
        else:
            await _list(args, app, asked, since)
    return 0


@dataclass(frozen=True, slots=True)
class _Asked:
    questions: "tuple[OpenQuestion, ...]"
    settled: "Mapping[str, Settlement]"


async def _read_asked(app: "App", since: date) -> _Asked:
    begins = datetime(since.year, since.month, since.day, tzinfo=_CHINA)
    questions = await app.store.questions.find_open(begins.astimezone(UTC))
    return _Asked(questions, await app.store.questions.settled())


async def _list(args: argparse.Namespace, app: "App", asked: _Asked, since: date) -> None:
    from bot.suggestions.suggest import suggest as find_clusters
    from bot.suggestions.text import cluster_document, cluster_lines

    clusters = await asyncio.to_thread(
        find_clusters,
        asked.questions,
        app.catalog.current(),
        settled=asked.settled,
        with_settled=args.all,
        limit=args.limit,
    )
    if args.json:
        found = [cluster_document(cluster, asked.settled) for cluster in clusters]
        document = {"since": f"{since}", "questions": len(asked.questions), "clusters": found}
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        return
    for number, cluster in enumerate(clusters, 1):
        _write(cluster_lines(number, cluster, asked.settled))
    told = f"{since} 以来没有答上来或被说没用的问题有 {len(asked.questions)} 个"
    _write([f"{told},列出 {len(clusters)} 组。" if clusters else f"{told},没有要处理的。"])


async def _settle(args: argparse.Namespace, app: "App", asked: _Asked) -> str:
    """Settle one cluster and return what is said about it."""
    from bot.office import OfficeRefusal, Settling

    cluster = await _find(args.ignore or (args.alias or args.new)[0], app, asked)
    settling = Settling(app.store)
    try:
        if args.ignore:
            await settling.ignore(cluster, account=args.author)
            return f"已忽略“{cluster.phrase}”({cluster.count} 次);--all 仍会列出。"
        if args.alias:
            return await _add_alias(args, app, settling, cluster)
        return await _begin_item(args, settling, cluster)
    except OfficeRefusal as refusal:
        raise WrongUsage(str(refusal)) from None


async def _add_alias(
    args: argparse.Namespace, app: "App", settling: "Settling", cluster: "Cluster"
) -> str:
    _, item, text = args.alias
    knowledge = app.catalog.current()
    done = await settling.add_alias(
        cluster, item, text, knowledge, account=args.author, draft=args.draft
    )
    alias, draft = done.row.cells["alias"], done.draft
    return f"已在草稿“{draft.title}”({draft.id})给 {item} 加叫法“{alias}”。"


async def _begin_item(args: argparse.Namespace, settling: "Settling", cluster: "Cluster") -> str:
    item = args.new[1]
    done = await settling.begin_item(cluster, item, account=args.author, draft=args.draft)
    missing, draft = "、".join(done.row.missing), done.draft
    return f"已在草稿“{draft.title}”({draft.id})新建事项 {item};还要填 {missing}。"


async def _find(key: str, app: "App", asked: _Asked) -> "Cluster":
    from bot.suggestions.suggest import cluster_questions

    knowledge = app.catalog.current()
    clusters = await asyncio.to_thread(cluster_questions, asked.questions, knowledge)
    for cluster in clusters:
        if key in cluster.wordings:
            return cluster
    raise WrongUsage(f"没有 {key} 这一组:tongban catalog suggest 列出各组,--since 要和列出时一样")


def _write(lines: Iterable[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
