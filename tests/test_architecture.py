"""The repository as a whole: layers, documented settings, declared imports, portable files."""

import ast
import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.settings import Settings, read_settings, variable_name

ROOT = Path(__file__).parent.parent
FOLDERS = ("bot", "intents", "catalog")
LOCKS = sorted(ROOT.glob("requirements/*.lock"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# Assembled from pieces, so that this file passes its own test.
MACHINE_PATH = re.compile(
    r"(?<![\w.])/(?:" + "|".join(["work", "root", "home", "Users"]) + r")/\w"
)
REGISTRY_HOST = re.compile(
    r"\b(?:"
    + "|".join(["pypi", "pythonhosted", "npmjs", "yarnpkg", "npmmirror"])
    + r")\.(?:org|com)"
    r"|\bdeb\.debian" + r"\.org",
    re.IGNORECASE,
)


def tracked_texts() -> dict[str, str]:
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split("\0")
    texts = {}
    for name in filter(None, names):
        path = ROOT / name
        if path.is_file():
            texts[name] = path.read_bytes().decode("utf-8", errors="ignore")
    return texts


def declared(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in requirements}


def imported_packages() -> dict[str, set[str]]:
    """Top-level package → our files that import it."""
    found: dict[str, set[str]] = {}
    for file in (f for folder in FOLDERS for f in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in names:
                found.setdefault(name.partition(".")[0], set()).add(str(file.relative_to(ROOT)))
    return found


def test_import_contracts_hold():
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_import_is_declared():
    project = PROJECT["project"]
    optional = [r for group in project.get("optional-dependencies", {}).values() for r in group]
    known = declared(project["dependencies"] + optional)
    distributions = packages_distributions()
    undeclared = {
        package: sorted(files)
        for package, files in imported_packages().items()
        if package not in sys.stdlib_module_names
        and package not in FOLDERS
        and not known & {canonicalize_name(d) for d in distributions.get(package, [])}
    }
    assert not undeclared


@pytest.mark.parametrize("setting", [f.name for f in fields(Settings)])
def test_setting_is_documented(setting):
    key = variable_name(setting)
    assert f"\n{key}=" in (ROOT / ".env.example").read_text(encoding="utf-8")
    assert f"| `{key}` |" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_example_settings_are_the_defaults():
    assert read_settings({}, env_file=ROOT / ".env.example") == Settings()


def test_locks_have_hashes_and_no_address():
    assert LOCKS
    for lock in LOCKS:
        text = lock.read_text(encoding="utf-8")
        assert not re.search(r"://|^--(?:extra-)?index|^--find-links", text, re.MULTILINE), lock
        for entry in re.split(r"\n(?=\S)", text.strip()):
            assert "==" in entry, (lock, entry)
            assert "--hash=sha256:" in entry, (lock, entry)


def test_dev_lock_holds_the_versions_of_the_run_lock():
    run, dev = (
        set(re.findall(r"^\S+==[^\\]+", (ROOT / "requirements" / name).read_text(), re.MULTILINE))
        for name in ("run.lock", "dev.lock")
    )
    assert run <= dev


def test_node_lock_has_no_address():
    for lock in (ROOT / "tests/peers").glob("package-lock.json"):
        assert '"resolved"' not in lock.read_text(encoding="utf-8")


def test_no_file_names_a_registry_host_or_a_path_of_a_machine():
    named = {
        name: found[0]
        for name, text in tracked_texts().items()
        if (found := REGISTRY_HOST.search(text) or MACHINE_PATH.search(text))
    }
    assert not named
