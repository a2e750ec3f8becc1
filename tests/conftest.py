"""What the tests share: the shipped catalog, read and indexed once."""

import pytest

from bot.knowledge import Knowledge, build_knowledge
from bot.reload import SHIPPED_FOLDER
from catalog.loading import build_release
from catalog.sheets import read_sheets


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Everything one turn answers from, built from the shipped catalog."""
    return build_knowledge(build_release(read_sheets(SHIPPED_FOLDER)))
