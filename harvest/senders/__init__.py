"""Posting a reply where the conversation is: one file for each service that lets programs answer.

Nothing is ever sent twice: a request that may have arrived is not repeated here, and `SendError.unknown` says
that nobody can tell. Services without a file here take no answers from programs: people post those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from harvest.senders.discourse import DiscourseSender
from harvest.senders.x import XSender

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from harvest.config import Account, Source
    from harvest.model import Thread


class Sender(Protocol):
    """Where replies go."""

    def moved_on(self, thread: Thread) -> str:
        """Why the conversation is not as the lake has it; "" where it is, or where nobody can say."""

    def send(self, thread: Thread, text: str) -> str:
        """Post `text` there. Returns where it can be read, "" where nobody says. Raises SendError."""


_BY_FORMAT: Final[Mapping[str, type[DiscourseSender | XSender]]] = {
    "discourse": DiscourseSender,
    "x": XSender,
}


def sender_of(source: Source, account: Account, client: httpx.Client) -> Sender | None:
    """Who posts in `source`; None where its service takes no answers from programs."""
    made = _BY_FORMAT.get(source.format)
    return made(source, account, client) if made else None
