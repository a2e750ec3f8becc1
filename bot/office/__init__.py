"""The catalog office (目录管理): imports, drafts, versions, questions; for any page or command.

Everything here is told with frozen dataclasses and changes the live catalog by publishing only.
What cannot be done raises ``OfficeRefusal`` with one Chinese sentence and changes nothing.
"""

from bot.office.drafting import Drafting, Edited, OpenDraft
from bot.office.edits import AddRow, ChangeRow, Edit, RemoveRow
from bot.office.importing import Importing
from bot.office.publishing import Overtaken, Published, Publishing
from bot.office.refusals import OfficeRefusal
from bot.office.settling import Settled, Settling
from bot.office.versions import Versions

__all__ = [
    "AddRow",
    "ChangeRow",
    "Drafting",
    "Edit",
    "Edited",
    "Importing",
    "OfficeRefusal",
    "OpenDraft",
    "Overtaken",
    "Published",
    "Publishing",
    "RemoveRow",
    "Settled",
    "Settling",
    "Versions",
]
