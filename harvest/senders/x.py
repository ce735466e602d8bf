"""X: a reply to the asker's last post, by the company account's user token (X API v2, `POST /2/tweets`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.errors import SendError
from harvest.model import Role
from harvest.senders.posting import post

if TYPE_CHECKING:
    import httpx

    from harvest.config import Account, Source
    from harvest.model import Thread

API: Final = "https://api.x.com"


class XSender:
    """Answers as the account that the token belongs to."""

    def __init__(self, source: Source, account: Account, client: httpx.Client) -> None:
        """Raises SendError where there is no key."""
        if not account.key:
            what = f"the account for {source.name} lacks a `key`"
            raise SendError(what, todo="see `accounts` in mkdocs.yml")
        self._base = account.api.rstrip("/") or API
        self._headers = {"Authorization": f"Bearer {account.key}"}
        self._client = client

    def moved_on(self, thread: Thread) -> str:
        """Not known: reading a conversation again costs as much as fetching it."""
        del thread
        return ""

    def send(self, thread: Thread, text: str) -> str:
        """Reply to what the asker said last."""
        theirs = [turn for turn in thread.turns if turn.role is Role.ASKER] or [thread.question]
        body: dict[str, object] = {"text": text, "reply": {"in_reply_to_tweet_id": theirs[-1].posts[-1].id}}
        made = post(self._client, f"{self._base}/2/tweets", body, self._headers)
        number = made.get("data", {}).get("id") if isinstance(made, dict) else None
        return f"https://x.com/i/web/status/{number}" if isinstance(number, str) else ""
