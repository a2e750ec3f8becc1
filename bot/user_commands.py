"""``tongban user …``: make, list, change and disable accounts; prints Chinese lines.

A password is asked for on a terminal; otherwise the first line of stdin is taken, and where that
is empty one is made up and printed once.
"""

import argparse
import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from bot.accounts import AccountRole, BadAccount, check_name, check_password
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.storage.accounts import Accounts

_BY = "命令行"
_ROLES = {AccountRole.STAFF: "坐席", AccountRole.ADMIN: "管理员"}


def add_user_parser(commands: "argparse._SubParsersAction[Any]") -> argparse.ArgumentParser:
    """Add ``user`` and its actions to the command line; return its parser."""
    parser: argparse.ArgumentParser = commands.add_parser("user", help="工作人员账号")
    actions = parser.add_subparsers(dest="action", metavar="动作", required=True)
    adding = actions.add_parser("add", help="新建账号")
    adding.add_argument("name", metavar="NAME", help="登录名")
    adding.add_argument(
        "--role",
        choices=[role.value for role in AccountRole],
        required=True,
        help="staff 坐席,admin 管理员",
    )
    actions.add_parser("list", help="列出账号")
    changing = actions.add_parser("password", help="改口令,已登录的会退出")
    changing.add_argument("name", metavar="NAME")
    for action, told in (("disable", "停用账号,已登录的会退出"), ("enable", "重新启用账号")):
        switching = actions.add_parser(action, help=told)
        switching.add_argument("name", metavar="NAME")
    return parser


async def run(args: argparse.Namespace, settings: Settings) -> int:
    """Run one action of ``tongban user`` and return its exit code.

    Raises:
        StoreError: The database cannot be reached or written.
    """
    from bot.storage.records import AccountExists
    from bot.storage.store import Store

    store = await Store.open(settings.database_url)
    try:
        await _ACTIONS[args.action](args, store.accounts)
    except BadAccount as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except AccountExists:
        sys.stderr.write(f"已经有账号 {args.name}:改口令用 tongban user password {args.name}\n")
        return 2
    finally:
        await store.close()
    return 0


async def _add(args: argparse.Namespace, accounts: "Accounts") -> None:
    from bot.storage.records import AccountExists

    check_name(args.name)
    if await accounts.find(args.name) is not None:
        raise AccountExists(args.name)
    password, hashed, is_made_up = await asyncio.to_thread(_take_password)
    await accounts.add(args.name, AccountRole(args.role), hashed, by=_BY)
    _write(
        f"已新建账号 {args.name}({_ROLES[AccountRole(args.role)]})。{_tell(password, is_made_up)}"
    )


async def _list(args: argparse.Namespace, accounts: "Accounts") -> None:  # noqa: ARG001 - one form
    known = await accounts.list_all()
    for account in known:
        state = "  已停用" if account.is_disabled else ""
        _write(f"{account.name}  {_ROLES[account.role]}{state}")
    if not known:
        _write("还没有账号:tongban user add 登录名 --role admin")


async def _password(args: argparse.Namespace, accounts: "Accounts") -> None:
    if await accounts.find(args.name) is None:
        raise BadAccount(_no_account(args.name))
    password, hashed, is_made_up = await asyncio.to_thread(_take_password)
    await accounts.change(args.name, by=_BY, password_hash=hashed)
    _write(f"已改 {args.name} 的口令。{_tell(password, is_made_up)}")


async def _disable(args: argparse.Namespace, accounts: "Accounts") -> None:
    await _switch(args.name, accounts, is_disabled=True)


async def _enable(args: argparse.Namespace, accounts: "Accounts") -> None:
    await _switch(args.name, accounts, is_disabled=False)


async def _switch(name: str, accounts: "Accounts", *, is_disabled: bool) -> None:
    if not await accounts.change(name, by=_BY, is_disabled=is_disabled):
        raise BadAccount(_no_account(name))
    _write(f"已{'停用' if is_disabled else '启用'} {name}。")


_ACTIONS: Mapping[str, Callable[[argparse.Namespace, "Accounts"], Awaitable[None]]] = {
    "add": _add,
    "list": _list,
    "password": _password,
    "disable": _disable,
    "enable": _enable,
}


def _take_password() -> tuple[str, str, bool]:
    """Return a password, its hash, and whether it was made up here."""
    from bot.passwords import hash_password, new_password

    if sys.stdin.isatty():
        password = getpass.getpass("口令(留空则自动生成):")
        if password and getpass.getpass("再输一遍:") != password:
            raise BadAccount("两次输入的口令不一样,没有改动")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        made_up = new_password()
        return made_up, hash_password(made_up), True
    check_password(password)
    return password, hash_password(password), False


def _tell(password: str, is_made_up: bool) -> str:
    return f"口令(只显示这一次):{password}" if is_made_up else ""


def _no_account(name: str) -> str:
    return f"没有账号 {name}:tongban user list 列出所有账号"


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
