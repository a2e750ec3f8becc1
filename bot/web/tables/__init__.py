"""Plain tables for administrators under ``/admin/tables/``: to read and search, never to change.

The pages are starlette-admin's; what is particular here is where rows come from, what they are
called in Chinese, who gets in, and templates without inline scripts and styles.
"""

from bot.web.tables.mounting import mount_tables

__all__ = ["mount_tables"]
