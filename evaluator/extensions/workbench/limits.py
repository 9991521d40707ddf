"""Limits on how often a caller may try something, counted in one server's memory and lost when it ends."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address, ip_network

MOST_KNOWN = 10_000  # most callers counted at once; those without a call for longest are forgotten first
QUARTER = 900.0  # seconds over which password tries are counted
NETWORK = 64  # bits of an IPv6 address that identify a network; its owner can choose the other bits freely


@dataclass
class Limit:
    """A limit for each caller: at most `most` times within `seconds`.

    Examples
    --------
    >>> limit = Limit(2, 60.0, clock=lambda: 0.0)
    >>> [limit.take("a"), limit.take("a"), limit.take("a"), limit.take("b")]
    [True, True, False, True]
    """

    most: int
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _seen: dict[str, deque[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, who: str) -> bool:
        """Return whether the caller is within the limit, and count the call if so."""
        now = self.clock()
        with self._lock:
            times = self._seen.pop(who, None) or deque()
            while times and now - times[0] >= self.seconds:
                times.popleft()
            is_free = len(times) < self.most
            if is_free:
                times.append(now)
            self._seen[who] = times  # moved to the end, so that the latest caller is forgotten last
            while len(self._seen) > MOST_KNOWN:
                del self._seen[next(iter(self._seen))]
            return is_free

    def give_back(self, who: str) -> None:
        """Remove the caller's last call from the count."""
        with self._lock:
            if times := self._seen.get(who):
                times.pop()

    def forget(self, who: str) -> None:
        """Remove all of the caller's calls from the count."""
        with self._lock:
            self._seen.pop(who, None)


def household(address: str) -> str:
    """Return the key under which an address is counted: the address itself, or its network for IPv6.

    Examples
    --------
    >>> household("192.0.2.7"), household("2001:db8::1:2:3:4"), household("")
    ('192.0.2.7', '2001:db8::/64', '')
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(ip_network((found, NETWORK), strict=False))
    return str(getattr(found, "ipv4_mapped", None) or found)


@dataclass
class Tries:
    """The limits on password tries: by place and account together, by place, and by account from anywhere."""

    pair: Limit = field(default_factory=lambda: Limit(5, QUARTER))
    place: Limit = field(default_factory=lambda: Limit(30, QUARTER))
    account: Limit = field(default_factory=lambda: Limit(50, QUARTER))

    def take(self, code: str, place: str) -> bool:
        """Count a password try and return whether it is within all limits."""
        return self.pair.take(f"{code} {place}") and self.place.take(place) and self.account.take(code)

    def forget(self, code: str, place: str) -> None:
        """Remove a successful try from the counts."""
        self.pair.forget(f"{code} {place}")
        self.place.give_back(place)
        self.account.give_back(code)
