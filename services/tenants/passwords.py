"""Argon2id, off the hub: inline, one sign-in would stall every greenthread of the process."""

import os
import secrets
import sys
from base64 import b64encode
from collections.abc import Callable
from typing import TypeVar

import eventlet.tpool
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from eventlet.semaphore import Semaphore

from contracts.errors import Code, Kind, ServiceError

T = TypeVar("T")

# OWASP's first recommendation. malloc never caches blocks above 32 MiB, so that the memory goes
# back to the system after each hash; its others, with less memory, would stay with the process.
MEMORY_KIB = 47_104
PASSES = 1
SALT_BYTES = 16
HASH_BYTES = 32
# Each takes a thread, a processor and MEMORY_KIB.
HASHES_AT_ONCE = max(1, min(4, os.cpu_count() or 1))
# Each waits as a worker of the service, which has others to answer, too.
MOST_WAITING = 3
MAX_WAIT_SECONDS = 2.0
# Hashing yields the processors to whoever answers other requests.
NICENESS = 10


class Argon2Passwords:
    """Every call waits for one of `HASHES_AT_ONCE` places, then for a thread; where
    `MOST_WAITING` do so already, or it takes long, it is refused as busy.
    """

    def __init__(self, *, memory_kib: int = MEMORY_KIB, passes: int = PASSES) -> None:
        self._hasher = PasswordHasher(
            time_cost=passes,
            memory_cost=memory_kib,
            parallelism=1,
            hash_len=HASH_BYTES,
            salt_len=SALT_BYTES,
        )
        self._places = Semaphore(HASHES_AT_ONCE)
        self._waiting = 0
        # Nobody's: no password leads to it, and checking one takes as long as a real check.
        self._nobodys = (
            f"$argon2id$v=19$m={memory_kib},t={passes},p=1"
            f"${_random_base64(SALT_BYTES)}${_random_base64(HASH_BYTES)}"
        )

    def hash(self, password: str) -> str:
        return self._in_a_thread(lambda: self._hasher.hash(password))

    def verify(self, password: str, stored: str | None) -> bool:
        matches = self._in_a_thread(lambda: self._matches(password, stored or self._nobodys))
        return matches and stored is not None

    def is_outdated(self, stored: str) -> bool:
        return self._hasher.check_needs_rehash(stored)

    def _matches(self, password: str, stored: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except VerifyMismatchError:
            return False

    def _in_a_thread(self, work: Callable[[], T]) -> T:
        if self._places.locked() and self._waiting >= MOST_WAITING:
            raise busy()
        self._waiting += 1
        try:
            has_place = self._places.acquire(timeout=MAX_WAIT_SECONDS)
        finally:
            self._waiting -= 1
        if not has_place:
            raise busy()
        try:
            done: T = eventlet.tpool.execute(lambda: _nicely(work))
        finally:
            self._places.release()
        return done


def _nicely(work: Callable[[], T]) -> T:
    """On Linux a priority is the calling thread's own."""
    if sys.platform == "linux" and os.getpriority(os.PRIO_PROCESS, 0) < NICENESS:
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    return work()


def busy() -> ServiceError:
    return ServiceError(
        Kind.RATE_LIMITED,
        Code.TOO_MANY_ATTEMPTS,
        "Many people are signing in right now. Please try again in a moment.",
        {"retry_after_seconds": "1"},
    )


def _random_base64(length: int) -> str:
    return b64encode(secrets.token_bytes(length)).decode().rstrip("=")
