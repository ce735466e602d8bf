"""Stand-ins over real HTTP on loopback, and a connection that is cut in the middle of an answer."""

from __future__ import annotations

import http.server
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Server(http.server.ThreadingHTTPServer):
    """Answers with what `answer` says; `cut`: so many requests are answered, then one is cut."""

    daemon_threads = True

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self.answer = answer
        self.cut: int | None = None
        self.asked = 0
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def turn(self) -> bool:
        """Whether this request is the one that is cut."""
        with self.lock:
            self.asked += 1
            return self.cut is not None and self.asked == self.cut + 1


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every answer waits 40 ms for its second half
    server: Server

    def _any(self) -> None:
        length = int(self.headers.get("content-length", "0"))
        request = httpx.Request(
            self.command,
            f"{self.server.base}{self.path}",
            headers=list(self.headers.items()),
            content=self.rfile.read(length),
        )
        cut = self.server.turn()
        answer = self.server.answer(request)
        body = answer.content
        self.send_response(answer.status_code)
        for name, value in answer.headers.multi_items():
            if name not in {"content-length", "transfer-encoding", "content-encoding"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if cut:
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        self.wfile.write(body)

    do_GET = do_POST = _any  # noqa: N815 - the names that the library asks for

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@contextmanager
def serving(answer: Callable[[httpx.Request], httpx.Response]) -> Iterator[Server]:
    """A server on loopback for as long as the block runs."""
    server = Server(answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
