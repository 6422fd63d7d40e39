"""Passwords: what is accepted, how they are kept, and how long somebody who guesses has to wait."""

import hashlib
import secrets
import threading
import unicodedata
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from inspection.days import to_instant, to_text
from inspection.problems import Problem
from sync_server.store import Store
from sync_server.tables import throttle

LEAST, MOST = 8, 128  # characters
FREE_FAILURES = 5
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)

# argon2id with the parameters of OWASP's cheat sheet; each run takes 19 MiB, so only a few at once.
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_at_once = threading.BoundedSemaphore(3)
_of_nobody = _hasher.hash("a password that nobody has")

# The ones tried first everywhere, and the words of this trade; compared without case and blanks.
COMMON = frozenset(
    """
    password password1 passw0rd p@ssw0rd p@ssword qwertyui qwerty123 qwertyuiop 1qaz2wsx 1q2w3e4r 1q2w3e4r5t
    abcd1234 abc12345 a1234567 a12345678 a123456789 aa123456 aa12345678 asdfghjk asdf1234 iloveyou admin123
    admin888 admin1234 administrator welcome1 letmein1 zxcvbnm1 zxcvbnm123 woaini520 woaini1314 5201314520
    wodemima q1w2e3r4 qq123456 qaz123456 anquan123 anjian123 anquan888 anjiantong ajb12345 yingji119 anjian119
    12345678 123456789 1234567890 87654321 987654321 0987654321 12341234 11223344 1234qwer 31415926 13145200
    147258369 789456123 123123123 123321123 112233445566 66668888 88886666 11119999
    """.split()  # noqa: SIM905 - sixty quoted words would be harder to read
)


def check_rules(password: str, *own_words: str) -> str:
    """The password as it is kept. Problem password.too_short, too_long or too_common."""
    password = unicodedata.normalize("NFC", password)
    if len(password) < LEAST:
        raise Problem("password.too_short", least=LEAST)
    if len(password) > MOST:
        raise Problem("password.too_long", most=MOST)
    folded = "".join(password.lower().split())
    if len(set(folded)) < 3 or folded in COMMON or folded in {word.lower() for word in own_words if word}:
        raise Problem("password.too_common")
    return password


def made() -> str:
    """One to read out or write down once: no letters that look like others, 59 bits."""
    letters = [secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(12)]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


def hashed(password: str) -> str:
    with _at_once:
        return _hasher.hash(unicodedata.normalize("NFC", password))


def fits(kept: str | None, password: str) -> bool:
    """Takes the same time whether or not there is a person behind it."""
    if len(password) > 1000:
        password = ""
    with _at_once:
        try:
            _hasher.verify(kept or _of_nobody, unicodedata.normalize("NFC", password))
        except (VerificationError, InvalidHashError):
            return False
    return bool(kept)


def try_once(store: Store, login: str, address: str, at: datetime) -> None:
    """Counts an attempt before it is looked at, so that many at once gain nothing. Problem sign_in.too_many."""
    for left in (2, 1, 0):
        try:
            _count(store, _key(login, address), at)
            return
        except IntegrityError:  # the very first failure, counted by two at once
            if not left:
                raise


def _count(store: Store, key: str, at: datetime) -> None:
    with store.write() as c:
        row = c.execute(select(throttle).where(throttle.c.k == key).with_for_update()).one_or_none()
        failures = 0
        if row and at - to_instant(row.last_at) < FORGOTTEN_AFTER:
            failures = row.failures
            if row.until and (left := (to_instant(row.until) - at).total_seconds()) > 0:
                raise Problem("sign_in.too_many", wait_s=int(left) + 1)
        failures += 1
        until = to_text(at + waiting_after(failures)) if failures >= FREE_FAILURES else ""
        values = {"failures": failures, "until": until, "last_at": to_text(at)}
        if row:
            c.execute(throttle.update().where(throttle.c.k == key).values(**values))
        else:
            c.execute(insert(throttle).values(k=key, **values))


def waiting_after(failures: int) -> timedelta:
    """5 s after the fifth failure, twice as long after each further one, never more than a quarter of an hour."""
    return min(timedelta(seconds=5 * 2 ** min(failures - FREE_FAILURES, 20)), LONGEST_WAIT)


def forgive(c: Connection, login: str, address: str) -> None:
    """After a right password."""
    c.execute(delete(throttle).where(throttle.c.k == _key(login, address)))


def _key(login: str, address: str) -> str:
    return hashlib.sha256(f"{login.strip().lower()}\0{address}".encode("utf-8", "replace")).hexdigest()
