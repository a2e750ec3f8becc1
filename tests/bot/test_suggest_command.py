"""tongban catalog suggest: what it lists, what settling changes, and its exit codes."""

import argparse
import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.catalog_commands import add_catalog_parser, run
from bot.settings import Settings
from bot.storage.records import TurnRecord
from bot.storage.store import Store

NOW = datetime.now(UTC)
QUESTIONS = ("狗证怎么办", "保定的狗证能在北京办吗", "请问狗证", "彩礼能要回来吗")


@pytest.fixture
def settings(tmp_path):
    return Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/t.db")


@pytest.fixture
def tongban(settings, capsys, monkeypatch, knowledge):
    """Run one command line; return its exit code, stdout and stderr."""
    # That of the shipped catalog, which is the live one here, need not be built for each command.
    monkeypatch.setattr("bot.app.build_knowledge", lambda *_: knowledge)
    parser = argparse.ArgumentParser()
    add_catalog_parser(parser.add_subparsers())

    async def call(*words):
        try:
            code = await run(parser.parse_args(["catalog", "suggest", *words]), settings)
        except SystemExit as exit_:
            code = exit_.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
async def asked(settings):
    """Keep questions that were not answered, each a day older than the one before."""
    store = await Store.open(settings.database_url)
    for number, question in enumerate(QUESTIONS):
        answer = {
            "receipt": f"R-{number}",
            "question": question,
            "outcome": "unlisted",
            "items": [],
            "places": {"home": {"code": "130600", "name": "保定市"}, "current": None},
        }
        asked_at = NOW - timedelta(days=number)
        await store.record_turn(
            TurnRecord.from_answer(answer, surface="web", asked_at=asked_at, conversation=None)
        )
    await store.close()


async def clusters(tongban, *words):
    code, out, _ = await tongban("--json", *words)
    assert code == 0
    return json.loads(out)["clusters"]


async def test_list_tells_counts_places_and_near_items(tongban, asked):
    code, out, err = await tongban()
    assert (code, err) == (0, "")
    first = out[: out.index("2. ")]
    assert "狗证  3 次,3 人" in first
    assert "保定市 3" in first
    assert "dog-registration" in first
    assert "R-0" in first
    assert "彩礼" in out


async def test_odd_question_is_shown_in_one_short_line(tongban, settings):
    store = await Store.open(settings.database_url)
    question = "狗证\x1b[31m\n怎么办" + "呀" * 500
    answer = {"receipt": "R-9", "question": question, "outcome": "unlisted"}
    await store.record_turn(
        TurnRecord.from_answer(answer, surface="web", asked_at=NOW, conversation=None)
    )
    await store.close()
    _, out, _ = await tongban("--since", "0001-01-01")
    shown = next(line for line in out.splitlines() if "R-9" in line)
    assert len(shown) < 100
    assert "\x1b" not in out


async def test_json_holds_the_same_and_nothing_else(tongban, asked):
    first, second = await clusters(tongban)
    assert (first["phrase"], first["count"], second["count"]) == ("狗证", 3, 1)
    assert first["homes"] == [{"code": "130600", "name": "保定市", "count": 3}]
    assert first["nearest"][0]["id"] == "dog-registration"
    assert datetime.fromisoformat(first["last_asked"]) == NOW


async def test_since_and_limit_cut_the_list(tongban, asked):
    assert len(await clusters(tongban, "--limit", "1")) == 1
    yesterday = (NOW + timedelta(hours=8) - timedelta(days=1)).date()
    assert [c["count"] for c in await clusters(tongban, "--since", f"{yesterday}")] == [2]


async def test_ignored_cluster_is_shown_with_all_only(tongban, asked):
    key = (await clusters(tongban))[0]["key"]
    code, out, _ = await tongban("--ignore", key)
    assert (code, "狗证" in out) == (0, True)
    assert [c["count"] for c in await clusters(tongban)] == [1]
    everything = await clusters(tongban, "--all")
    assert [c["settled_as"] for c in everything] == ["ignored", None]
    _, out, _ = await tongban("--all")
    assert "已忽略" in out


async def read_draft(settings):
    """Return the one open draft, its sheets and what the audit log holds."""
    store = await Store.open(settings.database_url)
    (draft,) = await store.drafts.list_open()
    _, sheets = await store.drafts.read_sheets(draft.id)
    log = await store.audit.list_entries()
    await store.close()
    return draft, sheets, log


async def test_alias_and_new_item_go_into_one_draft_and_are_settled(tongban, asked, settings):
    dogs, gifts = await clusters(tongban)
    code, out, _ = await tongban("--alias", dogs["key"], "dog-registration", "遛狗证")
    assert (code, "遛狗证" in out) == (0, True)
    code, out, _ = await tongban("--new", gifts["key"], "bride-price", "--author", "王工")
    assert (code, "ask" in out) == (0, True)
    draft, sheets, log = await read_draft(settings)
    assert draft.id in out
    assert sheets["unlisted_aliases"][-1]["alias"] == "遛狗证"
    assert sheets["unlisted_items"][-1]["id"] == "bride-price"
    assert "王工" in {entry.account for entry in log}
    assert await clusters(tongban) == []
    assert [c["settled_as"] for c in await clusters(tongban, "--all")] == ["alias", "item"]


async def test_alias_that_is_refused_changes_nothing(tongban, asked, settings):
    key = (await clusters(tongban))[0]["key"]
    for words in ((key, "id-card-renewal", "狗证"), (key, "no-item"), (key, "dog-registration")):
        code, out, err = await tongban("--alias", *words)
        assert (code, out, err.count("\n")) == (2, "", 1)
    store = await Store.open(settings.database_url)
    assert await store.drafts.list_open() == ()
    await store.close()
    assert len(await clusters(tongban)) == 2


async def test_list_says_so_when_nothing_is_open(tongban):
    code, out, _ = await tongban()
    assert code == 0
    assert out.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("--ignore", "zz"),
        ("--since", "昨天"),
        ("--limit", "0"),
        ("--limit", "-3"),
        ("--alias", "a", "b", "c", "d", "--alias"),
    ],
)
async def test_wrong_usage_is_told_and_exits_with_2(words, tongban, asked):
    code, out, err = await tongban(*words)
    assert (code, out) == (2, "")
    assert words[-1] in err
