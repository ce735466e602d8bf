"""How patiently a forge is asked: one policy for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Limits of one conversation with a forge. Times are in seconds."""

    attempts: int = 4
    """So often a request goes out that fails or is put off, where it may be repeated."""
    longest_wait: float = 90
    """A wait that the forge asks for is waited up to this; GitHub's shortest without a figure is 60."""
    connect_timeout: float = 10
    read_timeout: float = 30
    """Between two pieces of an answer."""
    answer_timeout: float = 120
    """For a whole answer, so that one that trickles in ends."""
    most_bytes: int = 64 << 20
    """Of one answer, unpacked: a page of a hundred requests with the longest bodies is half of that."""
    most_pages: int = 1000
    most_redirects: int = 3


POLICY: Final = Policy()
