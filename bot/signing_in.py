"""Sign in and out; hashing runs in a thread, tries are counted before they are checked."""

import asyncio
from dataclasses import dataclass

from bot.accounts import Account, AccountRole, Session, limits_of, new_token
from bot.passwords import is_password
from bot.storage.accounts import Accounts


class TooManyTries(RuntimeError):
    """Too many failed sign-ins; nothing was checked."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in that was right."""

    account: Account
    """Who."""
    token: str
    """What the browser's cookie is to hold."""


class SignIn:
    """The door for staff and administrators."""

    def __init__(self, accounts: Accounts) -> None:
        """Take where accounts are kept."""
        self._accounts = accounts

    async def sign_in(
        self, name: str, password: str, *, address: str, replacing: str | None = None
    ) -> SignedIn | None:
        """Begin a session; None when name or password is wrong, or the account is disabled.

        The token is always a new one, whatever the browser held before (session fixation).

        Raises:
            TooManyTries: Of this name or from this address.
        """
        limits = limits_of(name, address)
        if not await self._accounts.try_again(limits):
            raise TooManyTries(name)
        known = await self._accounts.find(name)
        kept_hash = known.password_hash if known else None
        is_right = await asyncio.to_thread(is_password, password, kept_hash)
        if known is None or not is_right or known.account.is_disabled:
            return None
        await self._accounts.forget_failures(limits)
        token = new_token()
        await self._accounts.begin_session(known.account, token, replacing=replacing)
        return SignedIn(known.account, token)

    async def session(self, token: str | None) -> Session | None:
        """Return the session of a cookie, None when there is none or it is over."""
        return await self._accounts.find_session(token) if token else None

    async def sign_out(self, session: Session) -> None:
        """End a session."""
        await self._accounts.end_session(session.token)

    async def has_accounts(self) -> bool:
        """Say whether anybody can sign in."""
        return await self._accounts.has_any()


def may_enter(account: Account, role: AccountRole) -> bool:
    """Say whether an account may go where a role is needed; administrators go everywhere."""
    return account.role in (role, AccountRole.ADMIN)
