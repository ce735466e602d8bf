"""A made-up Discourse forum of any size over HTTP on this machine: `python -m benchmarks.forum TOPICS`.

Prints its port, then serves until it is killed. Everything is computed when it is asked for.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

POSTS: Final = 20
"""Of each topic: as many as come at a time."""
_PAGE: Final = 30
_BEGAN: Final = datetime(2020, 1, 1, tzinfo=UTC)
_WORDS: Final = "the kettle clicks off before it boils and the light stays on until it is descaled".split()  # noqa: SIM905


def _when(number: int, at: int = 0) -> str:
    return (_BEGAN + timedelta(minutes=30 * number + at)).isoformat().replace("+00:00", ".000Z")


def topic(number: int) -> dict[str, Any]:
    """A topic as `GET /t/ID.json` gives it."""
    posts = [
        {
            "id": number * 100 + at,
            "post_number": at,
            "user_id": (number + at) % 5000,
            "username": f"user{(number + at) % 5000}",
            "created_at": _when(number, at),
            "updated_at": _when(number, at),
            "cooked": "<p>" + " ".join(_WORDS[(number * at + n) % len(_WORDS)] for n in range(60)) + "</p>",
            "post_type": 1,
        }
        for at in range(1, POSTS + 1)
    ]
    stream = {"posts": posts, "stream": [post["id"] for post in posts]}
    return {"id": number, "title": f"Kettle {number} clicks off", "post_stream": stream}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes
    topics = 0

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        body = json.dumps(self._found(parts.path, parse_qs(parts.query))).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _found(self, path: str, asked: dict[str, list[str]]) -> dict[str, Any]:
        if path.startswith("/t/"):
            return topic(int(path.removeprefix("/t/").removesuffix(".json")))
        page = int(asked.get("page", ["0"])[0])
        first = self.topics - page * _PAGE
        numbers = range(first, max(0, first - _PAGE), -1)
        listed: dict[str, Any] = {
            "topics": [{"id": n, "bumped_at": _when(n, POSTS), "archetype": "regular"} for n in numbers]
        }
        if first > _PAGE:
            listed["more_topics_url"] = f"/latest?page={page + 1}"
        return {"topic_list": listed}

    def log_message(self, *_: Any) -> None:
        """Nothing."""


def main() -> None:
    """Serve."""
    _Handler.topics = int(sys.argv[1])
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
