"""A process that imports a folder, rehearses it and publishes it, saying what it is about to do.

``python -m tests.e2e.office_at_work FOLDER``, upon the database of the settings: what
test_killed.py kills.
"""

import asyncio
import sys
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.knowledge import build_knowledge
from bot.office import Importing, Published, Publishing
from bot.office.importing import ReadSheets
from bot.reload import LiveCatalog
from bot.settings import read_settings
from bot.storage.office_records import ImportProgress, ImportState
from bot.storage.store import Store
from catalog.sheets import read_sheets

LOOKS_EVERY_SECONDS = 0.02


class ReadFolder:
    """A folder read as an upload is."""

    mended = ()
    skipped = ()

    def __init__(self, folder):
        self.sheets = read_sheets(folder)

    def locate(self, problem):
        return problem


def say(what):
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


async def imported_draft(store, folder):
    def read(path, name, tell) -> ReadSheets:
        tell(ImportProgress("读取", 1, 1))
        return ReadFolder(folder)

    importing = Importing(store, read)
    with NamedTemporaryFile(delete=False) as upload:
        say("importing")
        import_id = await importing.start(Path(upload.name), folder.name, "王工")
    while True:
        found = await store.imports.find(import_id)
        if found.state is not ImportState.RUNNING:
            break
        await asyncio.sleep(LOOKS_EVERY_SECONDS)
    await importing.close()
    return found.draft


async def main(folder):
    store = await Store.open(read_settings().database_url)
    draft = await imported_draft(store, folder)
    publishing = Publishing(store, LiveCatalog(store, build_knowledge))
    say("rehearsing")
    await publishing.rehearse(draft, on=date(2026, 11, 25))
    say("publishing")
    done = await publishing.publish(draft, "王工", "定期更新", is_confirmed=True)
    assert isinstance(done, Published)
    say("published")
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
