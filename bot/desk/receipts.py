"""Read a receipt as people say it over the phone: small letters, spaces, a missing hyphen."""

import re
import unicodedata

_RECEIPT = re.compile(r"(?:回执(?:编?号)?)?[::]?([2-9A-HJ-NP-Z]{4})([2-9A-HJ-NP-Z]{4})")
_BETWEEN = re.compile(r"[\s\-_.—–·]+")


def read_receipt(text: str) -> str | None:
    """Return the receipt that a text is, in its own form; None when it is none."""
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    found = _RECEIPT.fullmatch(plain)
    return f"{found[1]}-{found[2]}" if found else None
