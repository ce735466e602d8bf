"""How Bluesky is asked in one run: with a session, where there is an app password."""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from harvest.errors import FetchError
from harvest.sources.bluesky import post
from harvest.sources.fields import BadRow
from harvest.sources.live.refusal import RefusedError
from harvest.sources.live.young import KEY, Young

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from harvest.model import Post
    from harvest.sources.live.service import Ask

    Raw = dict[str, object]
    Params = dict[str, str | int | Sequence[str]]

FRESH: Final = timedelta(minutes=10)
"""A session this young is not why something is refused. They last for hours; new ones are few a day."""
VISIBLE: Final = re.compile(r"[\x21-\x7e]{1,5000}")
"""A session's token, or a cursor."""
_EXPIRED: Final = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED}


class Network:
    """The way to the service in one run, with a session where there is a token."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.read: set[str] = set()
        """Posts: several of one conversation may be found."""
        self.young = Young(ask.cursor(KEY), ask.web.now())
        self._began: datetime | None = None
        """When the session began."""

    async def object(self, method: str, params: Params, *, has: str) -> dict[str, Any]:
        """The answer to a question. Raises FetchError."""
        web = self.ask.web
        if web.host.token and self._began is None:
            await self._begin()
        self.ask.reading(f"{web.host.base}/xrpc/{method}")
        try:
            return await web.object(f"/xrpc/{method}", params, has=has)
        except RefusedError as refusal:
            if self._began is None or web.now() - self._began < FRESH or refusal.status not in _EXPIRED:
                raise
        await self._begin()
        return await web.object(f"/xrpc/{method}", params, has=has)

    async def _begin(self) -> None:
        """Exchange the app password for a session, at the account's own server."""
        web = self.ask.web
        asked = {"identifier": self.ask.fetch.user, "password": web.host.token}
        found = await web.post("/xrpc/com.atproto.server.createSession", asked, has="accessJwt")
        session = str(found["accessJwt"])
        if not VISIBLE.fullmatch(session):
            raise FetchError("Bluesky begins a session without a token", where=web.host.base)
        web.sign(session)
        self._began = web.now()

    def post(self, raw: Raw) -> Post | None:
        """The post that the service shows; None (reported) where it is bad."""
        try:
            return post(raw, self.ask.options)
        except BadRow as bad:
            self.ask.report.bad(1, str(bad))
            return None
