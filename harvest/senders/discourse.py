"""Discourse: a post in the topic, by an API key (docs.discourse.org, `POST /posts.json`)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harvest.errors import SendError
from harvest.senders.posting import get, post

if TYPE_CHECKING:
    import httpx

    from harvest.config import Account, Source
    from harvest.model import Thread


class DiscourseSender:
    """Answers as the account that the key belongs to."""

    def __init__(self, source: Source, account: Account, client: httpx.Client) -> None:
        """Raises SendError where the account lacks what the service asks for."""
        if not account.key or not account.user:
            lacks = "`user`" if account.key else "a `key`"
            raise SendError(
                f"the account for {source.name} lacks {lacks}", todo="see `accounts` in mkdocs.yml"
            )
        self._base = (account.api or source.url.partition("{id}")[0]).rstrip("/")
        if not urlsplit(self._base).netloc:
            raise SendError(f"the source {source.name} has no address", todo="give it a `url` in mkdocs.yml")
        self._headers = {"Api-Key": account.key, "Api-Username": account.user}
        self._client = client

    def moved_on(self, thread: Thread) -> str:
        """Whether somebody has written there since the lake was filled, or it takes no more answers."""
        topic = get(self._client, f"{self._base}/t/{thread.id}.json", self._headers)
        if topic.get("closed") or topic.get("archived"):
            return "the topic is closed"
        known = max(post.created for turn in thread.turns for post in turn.posts)
        try:
            last = datetime.fromisoformat(str(topic.get("last_posted_at") or known.isoformat()))
        except ValueError:
            return ""
        return "somebody has written there since: import it again" if last > known else ""

    def send(self, thread: Thread, text: str) -> str:
        """Post in the topic."""
        body: dict[str, object] = {"topic_id": int(thread.id), "raw": text}
        made = post(self._client, f"{self._base}/posts.json", body, self._headers)
        number = made.get("post_number") if isinstance(made, dict) else None
        return f"{self._base}/t/{thread.id}/{number}" if isinstance(number, int) else ""
