"""What a forge has sent: its JSON, its links to other pages, its words. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import httpx

NO_JSON: Final = object()
"""The data of an answer whose body is something else."""

_DEPTH: Final = 6
"""So deep are the words of a forge that explains itself."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, read to its end."""

    status: int
    headers: httpx.Headers
    """Names in any case."""
    data: Any
    """The JSON; None where there was no body, `NO_JSON` where it is something else."""
    url: httpx.URL

    def links(self) -> dict[str, str]:
        """The addresses of its `Link` header (RFC 8288), by what they are."""
        link = self.headers.get("link", "")
        found = httpx.Response(HTTPStatus.OK, headers={"link": link}).links if link else {}
        return {kind: each["url"] for kind, each in found.items() if kind and "url" in each}


def parsed(kind: str, body: bytes) -> Any:
    """The JSON in `body`, whose media type is `kind`."""
    if not body.strip():
        return None
    if kind != "application/json" and not kind.endswith("+json"):
        return NO_JSON
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return NO_JSON


def words(data: Any, depth: int = _DEPTH) -> str:
    """What an answer says in words, as forges put it: `message` and the `errors` below it."""
    if isinstance(data, str):
        return data
    if not depth:
        return ""
    if isinstance(data, dict):
        known = [data[key] for key in ("message", "error", "error_description", "errors") if data.get(key)]
        data = known or list(data.values())
    if isinstance(data, list):
        return "; ".join(filter(None, (words(each, depth - 1) for each in data)))
    return ""
