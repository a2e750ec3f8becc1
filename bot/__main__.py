"""Command line: one function a command of docs/contract.md.

Exit codes: 0 done, 1 the data or the question set has problems, 2 wrong usage or settings.
Answers go to stdout, everything else to stderr; nothing ends in a traceback.
"""

import argparse
import asyncio
import json
import secrets
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, NoReturn

from bot.settings import Settings, SettingsError, read_settings

Command = Callable[[argparse.Namespace, Settings], Coroutine[Any, Any, int]]


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line and exits with 2."""

    def error(self, message: str) -> NoReturn:
        """Exit with 2 after one line on stderr."""
        self.exit(2, f"用法不对:{message}。看看 {self.prog} --help\n")


class _ShowVersion(argparse.Action):
    """Looks the version up only when it is asked for: that reads files."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print the version and exit."""
        from importlib.metadata import version

        sys.stdout.write(f"tongban {version('tongban')}\n")
        parser.exit()


def main() -> NoReturn:
    """Run the command line and exit."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # Whatever the locale: the texts are Chinese.
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    from bot.storage.records import StoreError

    args = _parser().parse_args(arguments)
    try:
        settings = read_settings()
        command: Command = args.command
        return asyncio.run(command(args, settings))
    except (SettingsError, StoreError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except (KeyboardInterrupt, BrokenPipeError):
        return 0


async def ask(args: argparse.Namespace, settings: Settings) -> int:
    """Answer one question, or every line of stdin with ``--jsonl``."""
    from bot.app import open_app
    from bot.batch import BadLine, answer_lines, check_day, check_place
    from bot.messages import IncomingMessage
    from bot.replies.why_text import explanation_lines

    async with open_app(settings) as app:
        codes = frozenset(app.catalog.current().release.divisions)
        try:
            check_place(args.here, codes)
            check_day(args.on)
        except BadLine as error:
            sys.stderr.write(f"--{error}\n")
            return 2
        if args.jsonl:
            return await answer_lines(
                sys.stdin, sys.stdout, app.turns, here=args.here, on=args.on, codes=codes
            )
        message = IncomingMessage(args.question or "", surface="cli", here=args.here, on=args.on)
        turn = await app.turns.turn(message)
    if args.json:
        sys.stdout.write(json.dumps(turn.answer, ensure_ascii=False, indent=2) + "\n")
        return 0
    sys.stdout.write(turn.reply.text + "\n")
    if args.explain:
        sys.stdout.write("\n".join(["", *explanation_lines(turn.answer["items"])]) + "\n")
    return 0


async def dialogue(args: argparse.Namespace, settings: Settings) -> int:
    """Hold every talk of stdin as one conversation."""
    from bot.app import open_app
    from bot.batch import answer_talks

    del args
    async with open_app(settings) as app:
        codes = frozenset(app.catalog.current().release.divisions)
        run = secrets.token_hex(6)
        return await answer_talks(sys.stdin, sys.stdout, app.turns, run=run, codes=codes)


async def chat(args: argparse.Namespace, settings: Settings) -> int:
    """Talk in the terminal."""
    from bot.adapters.console import chat as talk
    from bot.app import open_app

    del args
    async with open_app(settings) as app:
        await talk(app.turns, store=app.store)
    return 0


async def serve(args: argparse.Namespace, settings: Settings) -> int:
    """Serve the pages, the HTTP interface and every adapter that has its secret."""
    from bot.serving import serve as serve_all

    return await serve_all(settings, host=args.host, port=args.port)


async def evaluate(args: argparse.Namespace, settings: Settings) -> int:
    """Score labelled questions."""
    from bot.app import open_app
    from bot.evaluate import read_summary, run_evaluation, summary_lines
    from bot.labelled import BadQuestion, read_questions

    try:
        rows, old = read_questions(args.file), read_summary(args.compare)
    except BadQuestion as error:
        sys.stdout.write(f"{error}\n")
        return 1
    except (OSError, ValueError) as error:
        sys.stderr.write(f"读不了题目文件:{error}\n")
        return 2
    async with open_app(settings) as app:
        summary = run_evaluation(rows, app.catalog.current())
    if args.json:
        sys.stdout.write(json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(summary_lines(summary, old)) + "\n")
    return 0


async def bench(args: argparse.Namespace, settings: Settings) -> int:
    """Measure build, cold start, memory and turns on this machine."""
    from bot.bench import measure

    figures = await measure(settings, items=args.items)
    if args.json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        sys.stdout.write("\n".join(f"{name}: {value}" for name, value in figures.items()) + "\n")
    return 0


async def catalog(args: argparse.Namespace, settings: Settings) -> int:
    """Check, compare, publish, list, roll back or export the catalog."""
    from bot.catalog_commands import run as run_catalog

    return await run_catalog(args, settings)


async def user(args: argparse.Namespace, settings: Settings) -> int:
    """Make, list, change and disable accounts."""
    from bot.user_commands import run as run_user

    return await run_user(args, settings)


def _parser() -> argparse.ArgumentParser:
    from bot.catalog_commands import add_catalog_parser
    from bot.user_commands import add_user_parser

    parser = _Parser(prog="tongban", description="跨省通办咨询助手")
    parser.add_argument("--version", action=_ShowVersion, nargs=0, help="显示版本")
    commands = parser.add_subparsers(
        dest="name", metavar="命令", required=True, parser_class=_Parser
    )
    _add_talking(commands)
    _add_measuring(commands)
    add_catalog_parser(commands).set_defaults(command=catalog)
    add_user_parser(commands).set_defaults(command=user)
    return parser


def _add_talking(commands: "argparse._SubParsersAction[_Parser]") -> None:
    commands.add_parser("chat", help="在终端里聊").set_defaults(command=chat)
    asking = commands.add_parser("ask", help="问一句,答一句")
    asking.add_argument("question", nargs="?", help="问题")
    asking.add_argument("--json", action="store_true", help="输出回答的 JSON")
    asking.add_argument("--jsonl", action="store_true", help="从标准输入逐行读 JSON,逐行回答")
    asking.add_argument("--here", help="您所在地的六位行政区划代码")
    asking.add_argument("--on", help="按哪一天回答,如 2026-11-23")
    asking.add_argument("--explain", action="store_true", help="说明为什么这样理解")
    asking.set_defaults(command=ask)
    talks = commands.add_parser("dialogue", help="逐行读对话,每行一段")
    talks.add_argument("--jsonl", action="store_true", help="每行一个 {id, says}(缺省就是这样)")
    talks.set_defaults(command=dialogue)
    serving = commands.add_parser("serve", help="启动网页、接口和各消息平台")
    serving.add_argument("--host", help="监听地址")
    serving.add_argument("--port", type=int, help="监听端口")
    serving.set_defaults(command=serve)


def _add_measuring(commands: "argparse._SubParsersAction[_Parser]") -> None:
    scoring = commands.add_parser("evaluate", help="用标注问题打分")
    scoring.add_argument("file", metavar="FILE.jsonl", type=Path)
    scoring.add_argument("--json", action="store_true", help="输出 JSON")
    scoring.add_argument("--compare", metavar="OLD.json", type=Path, help="和以前的输出比较")
    scoring.set_defaults(command=evaluate)
    measuring = commands.add_parser("bench", help="量一量速度和内存")
    measuring.add_argument("--items", type=int, default=0, help="另造多少条事项一起量")
    measuring.add_argument("--json", action="store_true", help="输出 JSON")
    measuring.set_defaults(command=bench)


if __name__ == "__main__":
    main()
