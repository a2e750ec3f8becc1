"""The shipped catalog as sheets, and drafts of it that are edited by a test."""

import pytest

from bot.knowledge import build_knowledge
from bot.reload import SHIPPED_FOLDER
from catalog.loading import build_release
from catalog.sheets import read_sheets


@pytest.fixture(scope="session")
def sheets():
    """The rows of the shipped catalog."""
    return read_sheets(SHIPPED_FOLDER)


@pytest.fixture(scope="session")
def know():
    """How sheets become what a draft answers from."""
    return lambda sheets: build_knowledge(build_release(sheets))
