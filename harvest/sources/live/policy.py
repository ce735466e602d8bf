"""How patiently services are asked: one policy for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Limits of one conversation with a service. Times are in seconds."""

    attempts: int = 5
    """So often a request goes out that fails."""
    longest_pause: float = 60
    """Between two attempts, where the service names no time."""
    longest_wait: float = 16 * 60
    """A wait that the service asks for is waited up to this: X's limits are by the quarter of an hour."""
    connect_timeout: float = 10
    read_timeout: float = 30
    """Between two pieces of an answer."""
    answer_timeout: float = 180
    """For a whole answer, so that one that trickles in ends."""
    most_bytes: int = 64 << 20
    """Of one answer, unpacked. A thread with a hundred of the longest posts known has less."""
    most_redirects: int = 5


POLICY: Final = Policy()
