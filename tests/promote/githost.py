"""A host of git repositories: git's own `http-backend` over HTTP on this machine, opened by a token."""

from __future__ import annotations

import base64
import os
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN: Final = "ghp_0123456789notreal"
TODAY: Final = date(2026, 11, 1)
ENVIRON: Final = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
}


def git(folder: Path, *words: str | Path, text: str | None = None) -> str:
    """What a person types, with no configuration but the repository's own."""
    done = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *map(str, words)],
        cwd=folder,
        env=ENVIRON
        | {
            "GIT_AUTHOR_NAME": "Ada",
            "GIT_AUTHOR_EMAIL": "ada@kettle.example",
            "GIT_COMMITTER_NAME": "Ada",
            "GIT_COMMITTER_EMAIL": "ada@kettle.example",
        },
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.removesuffix("\n")


@dataclass
class Host:
    """The running host and its one repository."""

    bare: Path
    port: int = 0
    token: str = TOKEN
    """The one that is accepted; "" for none: everybody may read and write."""
    answer: int = 0
    """A status that everything is answered with; 0: as it should be."""
    location: str = ""
    """Where everything is redirected to."""
    seen: list[tuple[str, str | None]] = field(default_factory=list)
    """Path and Authorization header of every request."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/{self.bare.name}"

    def hook(self, script: str) -> None:
        """The host's own rules: `pre-receive`."""
        path = self.bare / "hooks" / "pre-receive"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def branches(self, prefix: str = "harvest/") -> dict[str, str]:
        listed = git(self.bare, "for-each-ref", "--format=%(refname:lstrip=2) %(objectname)", "refs/heads")
        pairs = (line.split() for line in listed.splitlines())
        return {name: head for name, head in pairs if name.startswith(prefix)}

    def main(self) -> str:
        return git(self.bare, "rev-parse", "refs/heads/main")

    def commit(self, branch: str, files: dict[str, str], message: str = "By hand", parent: str = "") -> str:
        """What a person does in the web interface: one commit on a branch."""
        index = self.bare / f"index-{threading.get_ident()}"
        parent = parent or git(self.bare, "rev-parse", f"refs/heads/{branch}")
        environ = ENVIRON | {"GIT_INDEX_FILE": str(index), "GIT_DIR": str(self.bare)}

        def run(*words: str, text: str | None = None) -> str:
            who = {"GIT_AUTHOR_NAME": "Bo", "GIT_AUTHOR_EMAIL": "bo@kettle.example"}
            who |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in who.items()}
            done = subprocess.run(
                ["git", *words],
                env=environ | who,
                input=text,
                capture_output=True,
                encoding="utf-8",
                check=True,
            )
            return done.stdout.strip()

        run("read-tree", parent)
        for path, content in files.items():
            blob = run("hash-object", "-w", "--stdin", text=content)
            run("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}")
        commit = run("commit-tree", run("write-tree"), "-p", parent, "-m", message)
        run("update-ref", f"refs/heads/{branch}", commit)
        index.unlink()
        return commit

    def text(self, branch: str, path: str) -> str:
        return git(self.bare, "show", f"{branch}:{path}") + "\n"


class _Handler(BaseHTTPRequestHandler):
    host: Host
    protocol_version = "HTTP/1.1"

    def log_message(self, *words: object) -> None:
        pass

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        if self.headers.get("Transfer-Encoding") == "chunked":
            parts = []
            while size := int(self.rfile.readline(), 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            body = b"".join(parts)
        else:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._serve(body)

    def _serve(self, body: bytes) -> None:
        host = self.host
        sent = self.headers.get("Authorization")
        host.seen.append((self.path, sent))
        if host.location:
            self._say(302, b"", Location=host.location + self.path)
        elif host.answer:
            self._say(host.answer, b"no")
        elif host.token and not _opens(sent, host.token):
            self._say(401, b"who are you?", **{"WWW-Authenticate": 'Basic realm="git"'})
        else:
            self._git(body)

    def _git(self, body: bytes) -> None:
        path, _, query = self.path.partition("?")
        environ = ENVIRON | {
            "GIT_PROJECT_ROOT": str(self.host.bare.parent),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "REMOTE_USER": "somebody",
            "REMOTE_ADDR": "127.0.0.1",
        }
        done = subprocess.run(
            ["git", "http-backend"], env=environ, input=body, capture_output=True, check=False
        )
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().splitlines() if ": " in line)
        status = int(headers.pop("Status", "200").split()[0])
        self._say(status, content, **headers)

    def _say(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _opens(sent: str | None, token: str) -> bool:
    if not sent or not sent.startswith("Basic "):
        return False
    return base64.b64decode(sent.removeprefix("Basic ")).decode().partition(":")[2] == token


def bare_repository(path: Path) -> Path:
    """A new one that takes pushes over HTTP."""
    git(path.parent, "init", "--quiet", "--bare", "--initial-branch=main", path)
    git(path, "config", "http.receivepack", "true")
    return path


@contextmanager
def serving(bare: Path, token: str = TOKEN) -> Iterator[Host]:
    """The repository `bare`, on a port of its own."""
    host = Host(bare, token=token)
    handler = type("Handler", (_Handler,), {"host": host})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    host.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
