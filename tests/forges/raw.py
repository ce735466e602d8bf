"""A server that says exactly the bytes that a test gives it, or nothing: what no well-behaved server does."""

from __future__ import annotations

import socket
import struct
import threading
from collections import deque
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Reaction = Callable[[socket.socket], None]

JSON: Final = "Content-Type: application/json"


def reply(status: int, body: bytes = b"{}", *headers: str, kind: str = JSON) -> Reaction:
    """A whole answer."""
    head = [f"HTTP/1.1 {status} X", kind, f"Content-Length: {len(body)}", "Connection: close", *headers]
    return lambda connection: connection.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + body)


def say(data: bytes) -> Reaction:
    """These bytes, and the connection is closed."""
    return lambda connection: connection.sendall(data)


def reset(connection: socket.socket) -> None:
    """The connection is reset, as by a firewall or a process that died."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def silence(connection: socket.socket) -> None:
    """Nothing, until the other side has had enough."""
    with suppress(OSError):
        connection.recv(1)


def flood(connection: socket.socket) -> None:
    """An answer without end."""
    connection.sendall(f"HTTP/1.1 200 OK\r\n{JSON}\r\nConnection: close\r\n\r\n".encode())
    piece = b" " * 65_536
    with suppress(OSError):
        while True:
            connection.sendall(piece)


class RawServer:
    """Reacts to one request after the other as it is told to; the last reaction goes on."""

    def __init__(self, *reactions: Reaction) -> None:
        self.reactions = deque(reactions)
        self.heads: list[str] = []
        """The first line and headers of each request."""

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Its address."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            thread = threading.Thread(target=self._serve, args=[listener])
            thread.start()
            try:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            finally:
                listener.shutdown(socket.SHUT_RDWR)
                thread.join()

    def _serve(self, listener: socket.socket) -> None:
        with suppress(OSError):  # the listener is shut down
            while True:
                connection, _ = listener.accept()
                with connection, suppress(ConnectionError):
                    self.heads.append(self._head(connection))
                    reaction = self.reactions[0] if len(self.reactions) == 1 else self.reactions.popleft()
                    reaction(connection)

    def _head(self, connection: socket.socket) -> str:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65_536)
            if not piece:
                break
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        text = head.decode()
        for line in text.split("\r\n"):
            name, _, value = line.partition(":")
            if name.lower() == "content-length":
                while len(body) < int(value):
                    body += connection.recv(65_536)
        return text
