"""Log lines on stderr, free of bot tokens and personal data.

The formatter masks the finished line, so that arguments and tracebacks are covered too.
"""

import logging
import re
import sys

from bot.privacy import mask

# No \b in front: in "/bot123:ABC" no word begins at the digits.
_BOT_TOKEN = re.compile(r"(?<=bot)\d+:[A-Za-z0-9_-]+|\d{6,}:[A-Za-z0-9_-]{30,}")


class MaskingFormatter(logging.Formatter):
    """Formats a record and masks what must not be kept."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with its traceback if any, masked."""
        return mask(_BOT_TOKEN.sub("<token>", super().format(record))).text


def set_up_logging(level: str) -> None:
    """Send all log lines to stderr, masked; meant to be called once, by the command line."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(MaskingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # httpx logs whole addresses at INFO, one line a request.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    # starlette-admin tells at INFO of each table it shows.
    logging.getLogger("starlette_admin").setLevel(logging.WARNING)
