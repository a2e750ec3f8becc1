"""Publish under a running server, with real processes: the next answer is of the new one."""

import csv
import json
import shutil
import subprocess
import time
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from bot.reload import SHIPPED_FOLDER
from tests.e2e.program import ENVIRONMENT, TONGBAN, running_program

HOW_MANY = "京津冀同事同标多少项"
FOLLOWS_WITHIN_SECONDS = 20


def ask(address, question):
    body = json.dumps({"question": question}).encode()
    request = Request(f"{address}/api/ask", body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=20) as answered:
        return json.load(answered)


def load(folder: Path, database: Path):
    settings = {"TONGBAN_DATABASE_URL": f"sqlite+aiosqlite:///{database}"}
    return subprocess.run(
        [*TONGBAN, "catalog", "load", folder],
        env=ENVIRONMENT | settings,
        capture_output=True,
        text=True,
    )


def change_cell(file: Path, row_with: dict[str, str], column: str, cell: str):
    with file.open(encoding="utf-8-sig", newline="") as read:
        rows = list(csv.DictReader(read))
    changed = [row for row in rows if all(row[k] == v for k, v in row_with.items())]
    assert len(changed) == 1
    changed[0][column] = cell
    with file.open("w", encoding="utf-8", newline="") as written:
        writer = csv.DictWriter(written, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def wait_for(address, is_new):
    give_up_at = time.monotonic() + FOLLOWS_WITHIN_SECONDS
    while time.monotonic() < give_up_at:
        answered = ask(address, HOW_MANY)
        if is_new(answered):
            return answered
        time.sleep(0.1)
    raise AssertionError(f"still {answered['catalog_version']}")


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(SHIPPED_FOLDER, tmp_path / "data"))


def test_running_server_answers_from_what_was_loaded_and_refuses_a_broken_folder(tmp_path, folder):
    with running_program(tmp_path) as address:
        before = ask(address, HOW_MANY)
        assert "179" in before["text"]

        counted = {"system": "京津冀“同事同标”", "as_of": "2023-10-24"}
        change_cell(folder / "figures.csv", counted, "value", "4179")
        loaded = load(folder, tmp_path / "tongban.db")
        assert loaded.returncode == 0, loaded.stdout + loaded.stderr
        after = wait_for(address, lambda a: a["catalog_version"] != before["catalog_version"])
        assert "4179" in after["text"]

        change_cell(folder / "figures.csv", counted | {"value": "4179"}, "source_kind", "hearsay")
        change_cell(folder / "limits.csv", {"id": "used-car-scope"}, "items", "no-such-item")
        refused = load(folder, tmp_path / "tongban.db")
        assert refused.returncode == 1
        assert "figures.csv" in refused.stdout
        assert "hearsay" in refused.stdout
        assert "limits.csv" in refused.stdout
        assert "Traceback" not in refused.stdout + refused.stderr
        assert ask(address, HOW_MANY)["catalog_version"] == after["catalog_version"]
