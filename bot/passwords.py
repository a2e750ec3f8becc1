"""Hash passwords (Argon2id) and check them; each takes some 50 ms on purpose."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from bot.accounts import LONGEST_PASSWORD

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_urlsafe())
"""Checked when there is no such account, so that the time taken does not tell."""


def hash_password(password: str) -> str:
    """Return the Argon2id hash; takes some 50 ms on purpose."""
    return _HASHER.hash(password)


def is_password(password: str, password_hash: str | None) -> bool:
    """Say whether a password fits; takes as long when there is no account."""
    try:
        return _HASHER.verify(password_hash or _NOBODY, password[: LONGEST_PASSWORD + 1]) and (
            password_hash is not None
        )
    except (VerifyMismatchError, InvalidHashError):
        return False


def new_password() -> str:
    """Return a password for an account that was made without one."""
    return secrets.token_urlsafe(12)
