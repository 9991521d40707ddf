"""Accounts of a team: a password, stored as an Argon2 hash, and an e-mail address for login by a provider."""

from __future__ import annotations

import re
import threading
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from secrets import token_bytes
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from evaluator.errors import EvaluatorError
from evaluator.extensions.workbench.database import ACCOUNTS, SESSIONS, asking
from evaluator.extensions.workbench.desk import Desk, shut_out
from evaluator.extensions.workbench.events import NewEvent, PersonPayload, check_payload
from evaluator.extensions.workbench.fold import people
from evaluator.model.sentence import say

if TYPE_CHECKING:
    from argon2 import PasswordHasher

OPERATOR = "(admin)"  # the actor of commands on the server; no person's code has this form
SHORTEST, LONGEST, LEAST_DIFFERENT = 12, 256, 5
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,185}")
# Parts of the passwords that attackers try first: "Password2026!" is one of them with additions.
COMMON = ("password", "passwort", "lozinka", "qwerty", "123456", "abcdef", "letmein", "welcome", "trafficking")
# Each check takes 64 MB on purpose; the semaphore makes many simultaneous checks wait instead of filling the memory.
CHECKS = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Account:
    """One account: the person's code, whether it has a password, and the e-mail address for login by a provider."""

    code: str
    has_password: bool
    email: str


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    """Return a hash that no password matches, so that a check without an account takes as long as any other.

    It is drawn, not made from a password, so that the first such check is one run of Argon2 as well.
    """
    made = _hasher()
    salt, drawn = (b64encode(token_bytes(size)).decode().rstrip("=") for size in (made.salt_len, made.hash_len))
    return f"$argon2id$v=19$m={made.memory_cost},t={made.time_cost},p={made.parallelism}${salt}${drawn}"


def weakness(password: str, code: str = "") -> str:
    """Return why a password is too easy to guess, or an empty text if it is strong enough.

    Examples
    --------
    >>> weakness("password-2026-x")
    'it holds "password", which is tried first'
    >>> weakness("heron under seven bridges")
    ''
    """
    plain = password.casefold()
    if len(password) < SHORTEST:
        return say(
            "it has %(many)s characters; %(least)s or more are needed, for example four words",
            many=len(password),
            least=SHORTEST,
        )
    if len(password) > LONGEST:
        return say("it has more than %(most)s characters", most=LONGEST)
    if len(set(plain)) < LEAST_DIFFERENT:
        return say("it has fewer than %(least)s different characters", least=LEAST_DIFFERENT)
    if len(code) > 2 and code in plain:  # noqa: PLR2004  (a letter or two stand in any sentence)
        return say("it holds the code of its person")
    found = next((word for word in COMMON if word in plain and len(plain) - len(word) < SHORTEST), "")
    return say('it holds "%(word)s", which is tried first', word=found) if found else ""


def _checked_hash(password: str, code: str) -> str:
    if why := weakness(password, code):
        raise EvaluatorError(f"this password is too weak: {why}. Choose another.")
    return _hasher().hash(password)


class Accounts:
    """The accounts of a desk. A person's roles, and whether the person is barred, are in the desk's events."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.engine = desk, desk.engine

    def add(self, said: PersonPayload, password: str = "", email: str = "") -> None:
        """Add or change a person and the person's account; without a password the account keeps its earlier one.

        Raises
        ------
        EvaluatorError
            The password is weak, or the e-mail address is malformed or belongs to another account.
        """
        kept = select(ACCOUNTS.c.password).where(ACCOUNTS.c.code == said.code)
        hashed = _checked_hash(password, said.code) if password else None
        address = email.strip().casefold()
        if address and not EMAIL.fullmatch(address):
            raise EvaluatorError(f"{email!r} is no address of e-mail.")
        row = {"code": said.code, "email": address or None}
        try:
            with asking(self.engine) as connection:
                row["password"] = hashed or connection.scalar(kept)
                connection.execute(delete(ACCOUNTS).where(ACCOUNTS.c.code == said.code))
                connection.execute(ACCOUNTS.insert(), row)
                connection.execute(delete(SESSIONS).where(SESSIONS.c.code == said.code))
        except IntegrityError:
            raise EvaluatorError(f"{address} belongs to another account.") from None
        payload = check_payload(PersonPayload, said.model_dump())
        self.desk.add(NewEvent(OPERATOR, "person", payload))

    def set_password(self, code: str, password: str) -> None:
        """Set the password of an account, and end its keys and sessions.

        Raises
        ------
        EvaluatorError
            The password is weak.
        """
        hashed = _checked_hash(password, code)
        with asking(self.engine) as connection:
            changed = connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.code == code).values(password=hashed))
            if not changed.rowcount:
                connection.execute(ACCOUNTS.insert(), {"code": code, "password": hashed})
            shut_out(connection, code)

    def opens(self, code: str, password: str) -> bool:
        """Return whether a password is right for an active account; without an account it takes the same time."""
        from argon2.exceptions import InvalidHashError, VerificationError

        with asking(self.engine) as connection:
            kept = connection.scalar(select(ACCOUNTS.c.password).where(ACCOUNTS.c.code == code))
        with CHECKS:
            try:
                _hasher().verify(kept or _nobodys_hash(), password[:LONGEST])
            except (VerificationError, InvalidHashError):
                return False
        if not kept or len(password) > LONGEST:
            return False
        if _hasher().check_needs_rehash(kept):
            with asking(self.engine) as connection:
                hashed = _hasher().hash(password)
                connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.code == code).values(password=hashed))
        return self._is_active(code)

    def of_email(self, email: str) -> str:
        """Return the code of the active account with an e-mail address, or an empty text if there is none."""
        asked = select(ACCOUNTS.c.code).where(ACCOUNTS.c.email == email.strip().casefold())
        with asking(self.engine) as connection:
            code = connection.scalar(asked) or ""
        return code if code and self._is_active(code) else ""

    def _is_active(self, code: str) -> bool:
        found = people(self.desk.events()).get(code)
        return found is not None and bool(found.active)

    def all(self) -> dict[str, Account]:
        """Return all accounts, by code."""
        asked = select(ACCOUNTS.c.code, ACCOUNTS.c.password.is_not(None), func.coalesce(ACCOUNTS.c.email, ""))
        with asking(self.engine) as connection:
            return {row[0]: Account(*row) for row in connection.execute(asked.order_by(ACCOUNTS.c.code))}

    def remove(self, code: str) -> None:
        """Bar a person and delete the account, keys and sessions; the person's earlier work stays in the events.

        Raises
        ------
        EvaluatorError
            There is no such person.
        """
        found = self.person(code)
        payload = check_payload(PersonPayload, {**found.model_dump(), "active": False})
        self.desk.add(NewEvent(OPERATOR, "person", payload))
        self.desk.bar(code)
        with asking(self.engine) as connection:
            connection.execute(delete(ACCOUNTS).where(ACCOUNTS.c.code == code))

    def person(self, code: str) -> PersonPayload:
        """Return the person with a code.

        Raises
        ------
        EvaluatorError
            There is no person with that code.
        """
        known = people(self.desk.events())
        if code not in known:
            raise EvaluatorError(f"there is nobody with the code {code!r}; known are: {', '.join(known) or 'none'}.")
        return known[code]
