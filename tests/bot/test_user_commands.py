"""tongban user: accounts made on the command line, each mistake in one line."""

import io

import pytest

from bot.__main__ import run
from bot.passwords import is_password
from bot.storage.store import Store


@pytest.fixture
def user(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TONGBAN_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/t.db")

    def run_user(*words, typed=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = run(["user", *words])
        return code, *capsys.readouterr()

    return run_user


async def kept(tmp_path, name):
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/t.db")
    try:
        return await store.accounts.find(name)
    finally:
        await store.close()


def test_account_gets_the_password_of_stdin(user, tmp_path):
    import asyncio

    code, out, _ = user("add", "小王", "--role", "staff", typed="correct-horse\n")
    assert code == 0
    assert "correct-horse" not in out
    known = asyncio.run(kept(tmp_path, "小王"))
    assert known.password_hash.startswith("$argon2id$")
    assert is_password("correct-horse", known.password_hash)
    assert not is_password("correct-hors", known.password_hash)


def test_password_is_made_up_and_told_once_when_none_is_given(user):
    _, out, _ = user("add", "boss", "--role", "admin")
    assert "口令(只显示这一次):" in out
    assert user("list") == (0, "boss  管理员\n", "")


@pytest.mark.parametrize(
    ("words", "typed", "sentence"),
    [
        (("add", "Bad Name", "--role", "staff"), "", "名字“Bad Name”不行"),
        (("add", "x", "--role", "staff"), "short\n", "口令不行"),
        (("password", "nobody"), "", "没有账号 nobody"),
        (("disable", "nobody"), "", "没有账号 nobody"),
    ],
)
def test_mistake_is_told_in_one_line(user, words, typed, sentence):
    code, _, err = user(*words, typed=typed)
    assert code == 2
    assert sentence in err
    assert err.count("\n") == 1


def test_name_that_is_taken_is_refused_and_disabled_shown(user):
    user("add", "boss", "--role", "admin")
    code, _, err = user("add", "boss", "--role", "staff")
    assert code == 2
    assert "tongban user password boss" in err
    user("disable", "boss")
    assert "已停用" in user("list")[1]
    user("enable", "boss")
    assert "已停用" not in user("list")[1]
