"""rclone as an S3 server: it checks signatures, and keeps objects as files that nginx can serve.

It takes no notice of conditions (If-Match, If-None-Match). `Door` stands before it and does, as Amazon,
R2 and MinIO do; through it, faults are injected.
"""

from __future__ import annotations

import http.client
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.status.publishing.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ACCESS: Final = "KETTLEKETTLEKETTLE"
SECRET: Final = "kettlesecretkettlesecret"
NAME: Final = "kettle-status"
_OURS: Final = {"content-length", "transfer-encoding", "connection", "date", "server"}
"""Headers that the door sends itself."""


@dataclass
class Door:
    """What went through, and what does not."""

    folder: Path
    """The bucket's objects as files."""
    endpoint: str = ""
    puts: list[str] = field(default_factory=list)
    """Paths, in order."""
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    """Of the last PUT of each path."""
    refuse: Callable[[str, str], int] = lambda _, __: 0
    """By method and path: the status to answer with instead; 0 to let it through."""
    before: Callable[[str, str], None] = lambda _, __: None
    """Hears of each request before it is let through."""
    conditions: bool = True
    tags: dict[str, str] = field(default_factory=dict)
    one: threading.RLock = field(default_factory=threading.RLock)

    def unmet(self, path: str, headers: Mapping[str, str]) -> bool:
        """Whether a condition of a PUT does not hold."""
        headers = {name.lower(): value for name, value in headers.items()}
        wanted = headers.get("if-match", "").strip('"')
        if headers.get("if-none-match") == "*" and (self.folder / path).exists():
            return True
        return bool(wanted) and self.tags.get(path) != wanted

    def note(self, method: str, path: str, headers: Mapping[str, str], tag: str) -> None:
        """What has gone through."""
        if method == "PUT":
            self.puts.append(path)
            self.headers[path] = {name.lower(): value for name, value in headers.items()}
            self.tags[path] = tag.strip('"')
        elif method == "DELETE":
            self.tags.pop(path, None)

    def options(self, **more: str) -> dict[str, str]:
        return {"endpoint": self.endpoint, "access_key": ACCESS, "secret_key": SECRET, **more}


def _handler(door: Door, port: int) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            path = self.path.partition("?")[0].removeprefix(f"/{NAME}/")
            door.before(self.command, path)
            refused = door.refuse(self.command, path)
            with door.one:
                if not refused and door.conditions and self.command == "PUT":
                    refused = 412 if door.unmet(path, dict(self.headers.items())) else 0
                if refused:
                    self._answer(refused, {}, f"<Error><Code>Injected{refused}</Code></Error>".encode())
                    return
                behind = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                behind.request(self.command, self.path, body, dict(self.headers))
                response = behind.getresponse()
                said = response.read()
                if response.status < 300:
                    door.note(
                        self.command, path, dict(self.headers.items()), response.getheader("ETag") or ""
                    )
            self._answer(response.status, dict(response.getheaders()), said)
            behind.close()

        def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                if name.lower() not in _OURS:
                    self.send_header(name, value)
            size = headers.get("Content-Length", str(len(body))) if self.command == "HEAD" else str(len(body))
            self.send_header("Content-Length", size)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass  # noqa: N815 — the names of the protocol

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 — the base class's name
            pass

    return Handler


@contextmanager
def bucket(folder: Path) -> Iterator[Door]:
    """An empty bucket called NAME."""
    (folder / "data" / NAME).mkdir(parents=True)
    port = free_port()
    command = [
        str(Path(sys.executable).with_name("rclone")),
        "serve",
        "s3",
        "--auth-key",
        f"{ACCESS},{SECRET}",
    ]
    command += ["--addr", f"127.0.0.1:{port}", "--vfs-cache-mode", "off", str(folder / "data")]
    with running(command, port, folder, RCLONE_CONFIG=str(folder / "none.conf")):
        door = Door(folder / "data" / NAME)
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(door, port))
        door.endpoint = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield door
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
