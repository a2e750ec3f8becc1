"""tongban catalog …: what it prints, what it changes, and its exit codes."""

import argparse
import shutil

import pytest

from bot.catalog_commands import add_catalog_parser, run
from bot.reload import SHIPPED_FOLDER
from bot.settings import Settings
from catalog.loading import build_release
from catalog.sheets import read_sheets
from tests.bot.test_reload import change_first_row
from tests.catalog.files.workbook import make_tables, make_xlsx


@pytest.fixture
def tongban(tmp_path, capsys):
    """Run one command line; return its exit code, stdout and stderr."""
    parser = argparse.ArgumentParser()
    add_catalog_parser(parser.add_subparsers())
    settings = Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/t.db")

    async def call(*words):
        code = await run(parser.parse_args(["catalog", *map(str, words)]), settings)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped catalog with one row changed."""
    copy = tmp_path / "catalog"
    shutil.copytree(SHIPPED_FOLDER, copy)
    change_first_row(copy / "items.csv", "summary", "另一种简介")
    return copy


def version_of(folder):
    return build_release(read_sheets(folder)).version


async def test_check_passes_for_the_shipped_catalog(tongban):
    code, out, _ = await tongban("check")
    assert code == 0
    assert version_of(SHIPPED_FOLDER) in out


async def test_check_lists_every_problem(tongban, folder):
    change_first_row(folder / "items.csv", "id", "不是 id")
    change_first_row(folder / "offerings.csv", "modes", "飞鸽传书")
    code, out, _ = await tongban("check", folder)
    assert code == 1
    assert "items" in out
    assert "飞鸽传书" in out


async def test_folder_that_is_missing_is_wrong_usage(tongban, tmp_path):
    for action in ("check", "diff", "load"):
        code, out, err = await tongban(action, tmp_path / "none")
        assert (code, out) == (2, "")
        assert err.count("\n") == 1


async def test_load_publishes_and_tells_what_changed(tongban, folder):
    code, out, _ = await tongban("load", folder, "--author", "王工", "--reason", "改简介")
    assert code == 0
    assert version_of(folder) in out
    assert "修改 1 行" in out
    assert "没有要确认的" in out
    _, listed, _ = await tongban("versions")
    live = next(line for line in listed.splitlines() if line.startswith("*"))
    assert version_of(folder) in live
    assert "王工" in live
    assert "改简介" in live
    assert version_of(SHIPPED_FOLDER) in listed


async def test_load_says_so_when_nothing_changed(tongban, folder):
    await tongban("load", folder, "--no-rehearsal")
    code, out, _ = await tongban("load", folder, "--no-rehearsal")
    assert code == 0
    assert "没有差别" in out


async def test_load_of_a_broken_folder_leaves_the_live_version(tongban, folder):
    await tongban("load", folder, "--no-rehearsal")
    version = version_of(folder)
    change_first_row(folder / "items.csv", "id", "不是 id")
    code, out, _ = await tongban("load", folder, "--no-rehearsal")
    assert code == 1
    assert "items" in out
    _, listed, _ = await tongban("versions")
    assert f"* {version}" in listed


async def test_diff_changes_nothing(tongban, folder):
    code, out, _ = await tongban("diff", folder)
    assert code == 0
    assert out.strip()
    _, listed, _ = await tongban("versions")
    assert version_of(folder) not in listed


async def test_diff_finds_none_for_the_shipped_catalog(tongban):
    _, out, _ = await tongban("diff", SHIPPED_FOLDER)
    assert "没有差别" in out


async def test_rollback_goes_back(tongban, folder):
    await tongban("load", folder, "--no-rehearsal")
    code, _, _ = await tongban("rollback", version_of(SHIPPED_FOLDER))
    assert code == 0
    _, listed, _ = await tongban("versions")
    assert f"* {version_of(SHIPPED_FOLDER)}" in listed


async def test_rollback_to_an_unknown_version_is_wrong_usage(tongban):
    code, _, err = await tongban("rollback", "v9")
    assert code == 2
    assert "v9" in err


async def test_exported_catalog_loads_as_the_same_version(tongban, folder, tmp_path):
    await tongban("load", folder, "--no-rehearsal")
    code, _, _ = await tongban("export", tmp_path / "out")
    assert code == 0
    assert version_of(tmp_path / "out") == version_of(folder)
    code, out, _ = await tongban("load", tmp_path / "out", "--no-rehearsal")
    assert (code, "没有差别" in out) == (0, True)


@pytest.mark.parametrize("form", ["目录.xlsx", "目录.json"])
async def test_exported_file_loads_as_the_same_version(tongban, tmp_path, form):
    code, out, _ = await tongban("export", tmp_path / form)
    assert (code, version_of(SHIPPED_FOLDER) in out) == (0, True)
    code, out, _ = await tongban("load", tmp_path / form, "--no-rehearsal")
    assert (code, "没有差别" in out) == (0, True)


async def test_dry_run_tells_what_gets_worse_and_publishes_nothing(tongban, folder):
    change_first_row(folder / "aliases.csv", "alias", "身份证丢失补办手续")
    live = version_of(SHIPPED_FOLDER)
    code, out, _ = await tongban("load", folder, "--dry-run")
    assert code == 0
    assert "回放" in out
    assert "只预演,没有发布" in out
    _, listed, _ = await tongban("versions")
    assert f"* {live}" in listed
    assert len(listed.splitlines()) == 1


async def test_older_version_is_exported_when_it_is_named(tongban, folder, tmp_path):
    await tongban("load", folder, "--no-rehearsal")
    older = version_of(SHIPPED_FOLDER)
    code, _, _ = await tongban("export", tmp_path / "old", "--version", older)
    assert (code, version_of(tmp_path / "old")) == (0, older)
    code, _, err = await tongban("export", tmp_path / "none", "--version", "v9")
    assert (code, "v9" in err) == (2, True)
    assert not (tmp_path / "none").exists()


async def test_export_in_a_form_that_is_not_written_is_wrong_usage(tongban, tmp_path):
    for action, name in (("export", "a.xls"), ("export", "a.zip"), ("template", "a.csv")):
        code, _, err = await tongban(action, tmp_path / name)
        assert (code, err.count("\n")) == (2, 1)
        assert not (tmp_path / name).exists()


async def test_template_is_written_and_empty(tongban, tmp_path):
    code, _, _ = await tongban("template", tmp_path / "模板.xlsx")
    assert code == 0
    code, out, _ = await tongban("check", tmp_path / "模板.xlsx")
    assert (code, "一行内容也没有" in out) == (1, True)


async def test_what_was_mended_and_skipped_is_listed_without_a_bar(tongban, tmp_path):
    file = tmp_path / "目录.xlsx"
    tables = make_tables() | {"统计": [["甲"]]}
    tables["办理方式"][1][3] = "110000、120000"
    file.write_bytes(make_xlsx(tables))
    code, out, err = await tongban("check", file)
    assert (code, err) == (0, "")
    assert "办理方式 第2行 业务属地 列:“110000、120000”→“110000;120000”" in out
    assert "共整理 1 格" in out
    assert "统计" in out


async def test_broken_workbook_leaves_the_live_version(tongban, tmp_path):
    file = tmp_path / "目录.xlsx"
    tables = make_tables()
    tables["限制"][1][8] = "never"
    file.write_bytes(make_xlsx(tables))
    code, out, _ = await tongban("load", file, "--no-rehearsal")
    assert code == 1
    assert "限制 第2行 影响 列" in out
    _, listed, _ = await tongban("versions")
    assert f"* {version_of(SHIPPED_FOLDER)}" in listed


async def test_export_into_a_file_is_wrong_usage(tongban, tmp_path):
    (tmp_path / "file").write_text("in the way")
    code, _, err = await tongban("export", tmp_path / "file")
    assert code == 2
    assert err.count("\n") == 1
