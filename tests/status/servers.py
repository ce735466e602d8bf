"""The real nginx, Caddy and Apache, each with one site on a free port of this machine."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TEMPORARY: Final = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    """By name in lower case."""
    body: bytes


def ask(address: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
    """One request on a connection of its own; no redirect is followed."""
    where = urlsplit(address)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=20)
    try:
        target = where.path + (f"?{where.query}" if where.query else "")
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        connection.request(method, target or "/", body=body, headers=named)
        answer = connection.getresponse()
        return Answer(
            answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read()
        )
    finally:
        connection.close()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


@contextmanager
def nginx(folder: Path, server: str, http: str = "") -> Iterator[str]:
    """`server` stands in its server block, `http` beside that; yields the address, without a slash."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    temporary = "".join(f"{name}_temp_path {folder}/{name};\n" for name in _TEMPORARY)
    configuration = (
        f"{'user root;' if os.geteuid() == 0 else ''}\ndaemon off; worker_processes 2; pid {folder}/pid;\n"
        f"error_log {folder}/error.log notice;\nevents {{ worker_connections 4096; }}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off;\n{temporary}{http}\n"
        f"server {{ listen 127.0.0.1:{port} backlog=4096;\n{server}\n}} }}\n"
    )
    (folder / "nginx.conf").write_text(configuration, encoding="utf-8")
    command = [_found("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
    with _running(command, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def caddy(folder: Path, site: str, options: str = "") -> Iterator[str]:
    """`site` stands in its site block, `options` among the global ones."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    configuration = (
        f"{{\n\tadmin off\n\tauto_https off\n{options}\n}}\nhttp://127.0.0.1:{port} {{\n{site}\n}}\n"
    )
    (folder / "Caddyfile").write_text(configuration, encoding="utf-8")
    command = [_found("caddy"), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    own = {"XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder), "HOME": str(folder)}
    with _running(command, port, **own):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def apache(folder: Path, site: str) -> Iterator[str]:
    """`site` stands in its virtual host."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    modules = "mpm_event authz_core alias asis headers rewrite mime proxy proxy_http"
    loaded = "".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in modules.split()
    )
    user = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
    configuration = (
        f"ServerRoot {folder}\nTypesConfig /etc/mime.types\nPidFile {folder}/pid\n"
        f"ErrorLog {folder}/error.log\nServerName localhost\n"
        f"{loaded}{user}DefaultRuntimeDir {folder}\nListen 127.0.0.1:{port}\nProxyTimeout 1\n"
        f"<VirtualHost 127.0.0.1:{port}>\nDocumentRoot {folder}\n{site}\n</VirtualHost>\n"
    )
    (folder / "apache.conf").write_text(configuration, encoding="utf-8")
    with _running([_found("apache2"), "-D", "FOREGROUND", "-f", str(folder / "apache.conf")], port):
        yield f"http://127.0.0.1:{port}"


def there(name: str) -> bool:
    """Whether a server is installed."""
    return Path(_found(name)).exists()


def _found(name: str) -> str:
    return shutil.which(name) or f"/usr/sbin/{name}"


@contextmanager
def _running(command: list[str], port: int, **environment: Any) -> Iterator[None]:
    """Until its port answers; what it said where it does not come."""
    with subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            _wait(process, port)
            yield
        finally:
            process.terminate()
            process.communicate()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError((process.stdout.read() if process.stdout else b"").decode())
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            continue
        return
    raise AssertionError("the server did not come up")
