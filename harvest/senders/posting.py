"""One request that changes something, sent once; and what its answer means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import httpx

from harvest.errors import SendError

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BYTES: Final = 1_000_000
"""Of an answer."""
_NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


def post(client: httpx.Client, url: str, body: Mapping[str, object], headers: Mapping[str, str]) -> Any:
    """POST JSON once. The JSON that comes back.

    Raises SendError: refused (nothing was posted), or `unknown` (it may have been).
    """
    try:
        answer = client.post(url, json=body, headers=headers, follow_redirects=False)
    except _NEVER_SENT as error:
        raise SendError(f"cannot be reached: {_short(error)}", where=url, todo="try again later") from None
    except httpx.HTTPError as error:
        raise SendError(f"broke off: {_short(error)}", where=url, unknown=True) from None
    return _read(answer, url, posted=True)


def get(client: httpx.Client, url: str, headers: Mapping[str, str]) -> Any:
    """GET JSON. Raises SendError."""
    try:
        answer = client.get(url, headers=headers, follow_redirects=False)
    except httpx.HTTPError as error:
        raise SendError(f"cannot be reached: {_short(error)}", where=url, todo="try again later") from None
    return _read(answer, url, posted=False)


def _read(answer: httpx.Response, url: str, *, posted: bool) -> Any:
    code = answer.status_code
    if code in {401, 403}:
        raise SendError(
            f"refuses the key ({code})", where=url, todo="see `accounts` in mkdocs.yml: its `key`"
        )
    if code == 429:
        wait = answer.headers.get("retry-after", "")
        until = f" in {wait} s" if wait.isdecimal() else " later"
        raise SendError("asks to wait", where=url, todo=f"run it again{until}")
    if code >= 500 or len(answer.content) > MOST_BYTES:
        raise SendError(
            f"answers {code}", where=url, unknown=posted, todo="" if posted else "try again later"
        )
    if code not in {200, 201}:
        raise SendError(f"does not take it ({code})", where=url, todo="see whether it is closed or deleted")
    try:
        return answer.json()
    except ValueError:
        raise SendError("answers no JSON", where=url, unknown=posted) from None


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
