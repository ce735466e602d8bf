"""Requests as JSON, an object on each line, as nginx, Caddy, Traefik and Cloudflare write them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from harvest.accesslog.request import PATH, Request, elsewhere, was_given
from harvest.accesslog.times import any_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TARGETS: Final = ("request_uri", "ClientRequestURI", "RequestPath", "uri", "url", "request", "path")
"""Names under which paths with their query stand, or a whole request (`GET /path HTTP/1.1`)."""
QUERIES: Final = ("args", "query_string", "query", "ClientRequestQuery")
"""Names of the query alone, where the path has none."""
TIMES: Final = (
    "time_iso8601",
    "msec",
    "ts",
    "timestamp",
    "@timestamp",
    "EdgeStartTimestamp",
    "StartUTC",
    "time_local",
    "time",
    "datetime",
)
ADDRESSES: Final = (
    "remote_addr",
    "client_ip",
    "remote_ip",
    "ClientIP",
    "ClientHost",
    "clientip",
    "client",
    "ip",
)
AGENTS: Final = (
    "http_user_agent",
    "user_agent",
    "userAgent",
    "ClientRequestUserAgent",
    "request_User-Agent",
    "agent",
)
METHODS: Final = ("request_method", "ClientRequestMethod", "RequestMethod", "method")
STATUSES: Final = ("status", "EdgeResponseStatus", "DownstreamStatus")

_HEX: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\x([0-9A-Fa-f]{2})")


def json_object(line: str) -> Request:
    """An object whose fields have the names that nginx, Caddy, Traefik or Cloudflare give them."""
    found = _parsed(line)
    inner = found.get("request")
    if isinstance(inner, dict):  # Caddy's
        found = {**found, **inner}
        del found["request"]
    target = _target(found)
    at = any_time(next((found[name] for name in TIMES if name in found), None))
    if PATH not in target:
        return elsewhere(at)
    return Request(
        target,
        at,
        _first(found, ADDRESSES),
        _first(found, AGENTS) or _header(found.get("headers")),
        was_given(_first(found, METHODS) or _method(found), _status(found)),
    )


def _parsed(line: str) -> dict[str, Any]:
    r"""The object. nginx without `escape=json` writes `\xHH`, which is no JSON: then it becomes `%HH`."""
    try:
        found = _loaded(line)
    except ValueError:
        if "\\x" not in line:
            raise
        found = _loaded(_HEX.sub(r"\1%\2", line))
    if not isinstance(found, dict):
        raise ValueError("not an object")  # noqa: TRY004 — a line that does not fit, as any other
    return found


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("too deep") from error


def _target(found: Mapping[str, Any]) -> str:
    asked = [_asked(text) for name in TARGETS if isinstance(text := found.get(name), str) and _asked(text)]
    if not asked:
        raise ValueError("nothing was asked for")
    whole = next((target for target in asked if "?" in target), None)
    if whole is not None:
        return whole
    query = _first(found, QUERIES).removeprefix("?")
    return f"{asked[0]}?{query}" if query else asked[0]


def _method(found: Mapping[str, Any]) -> str:
    """That of a whole request (`GET /path HTTP/1.1`), "" where there is none."""
    texts = (text for name in TARGETS if isinstance(text := found.get(name), str))
    return next((text.split(" ")[0] for text in texts if _asked(text) != text), "")


def _status(found: Mapping[str, Any]) -> str | int:
    values = (found[name] for name in STATUSES if name in found)
    return next((value for value in values if isinstance(value, str | int)), "")


def _asked(text: str) -> str:
    """The target of `GET /path HTTP/1.1`, or the text where it is a target already."""
    return text.split(" ")[1] if text.count(" ") >= 2 and not text.startswith("/") else text


def _first(found: Mapping[str, Any], names: Iterable[str]) -> str:
    texts = (found[name] for name in names if isinstance(found.get(name), str))
    return next((text for text in texts if text not in {"", "-"}), "")


def _header(headers: object) -> str:
    """The user agent among Caddy's headers, each a list of values."""
    values = headers.get("User-Agent") if isinstance(headers, dict) else None
    return values[0] if isinstance(values, list) and values and isinstance(values[0], str) else ""
