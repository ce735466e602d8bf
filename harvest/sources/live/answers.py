"""What services answer: whether it is what was asked for, and what a refusal says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service has answered, from 200 to 304."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    """Where it came from, after redirects."""

    @property
    def unchanged(self) -> bool:
        """It is as it was when the validators were given (304)."""
        return self.status == HTTPStatus.NOT_MODIFIED

    @property
    def kind(self) -> str:
        """The media type, in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def validators(self) -> str:
        """What `get(known=…)` takes to ask whether it has changed; "" where the service gives nothing."""
        names = ("etag", "last-modified")
        found = {name: value for name in names if (value := self.headers.get(name, ""))}
        return json.dumps(found) if found else ""


def object_with(has: str | tuple[str, ...]) -> Callable[[Any], str]:
    """Says whether JSON is an object with one of the keys: "" where it is, else the rest of a sentence."""
    keys = (has,) if isinstance(has, str) else has

    def wrong(found: Any) -> str:
        if not isinstance(found, dict):
            return "JSON that is no object"
        return "" if found.keys() & set(keys) else f"JSON without {' or '.join(map(repr, keys))}"

    return wrong


def a_list(found: Any) -> str:
    """The same for a list."""
    return "" if isinstance(found, list) else "JSON that is no list"


def status_of(answer: Answer, key: str) -> int:
    """What a refusal amounts to: the number that its JSON has at `key`, else HTTP's."""
    found = _object(answer).get(key) if key else None
    errors = range(HTTPStatus.BAD_REQUEST, 600)
    return found if isinstance(found, int) and found in errors else answer.status


def _object(answer: Answer) -> dict[str, Any]:
    """The JSON object of a refusal; an empty one for anything else."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def with_wait(answer: Answer) -> Mapping[str, str]:
    """The headers; where only the body names a wait (Discourse: `extras.wait_seconds`), with that."""
    if answer.headers.get("retry-after"):
        return answer.headers
    try:
        seconds = json.loads(answer.body)["extras"]["wait_seconds"]
        return {**answer.headers, "retry-after": str(int(seconds) + 1)}
    except (ValueError, RecursionError, KeyError, TypeError, IndexError, OverflowError):
        return answer.headers


def words(answer: Answer) -> str:
    """What a service says about a refusal: the usual keys of a JSON object; "" for anything else."""
    said = _object(answer)
    for key in ("errors", "error_message", "detail", "message", "error_description", "error", "title"):
        found = said.get(key)
        found = found[0] if isinstance(found, list) and found else found
        found = found.get("message") if isinstance(found, dict) else found
        if isinstance(found, str) and found:
            return found
    return ""
