"""The built site on a real nginx, with the headers that the build wrote for it, brotli and an access log."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

BROTLI: Final = Path("/usr/lib/nginx/modules/ngx_http_brotli_filter_module.so")
_PACKED: Final = "text/css application/javascript application/json application/wasm"
"""Types that are compressed, besides pages."""
_TEMPORARY: Final = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class Sent(NamedTuple):
    """An answer of the server."""

    asked: float
    """When, in seconds since the epoch."""
    bytes: int
    """Headers and all."""
    body: int
    """Without headers."""


class Nginx:
    """A running server."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address = address
        """Ends in a slash."""
        self._log = folder / "access.log"
        self._sent = folder / "sent.log"

    def log(self) -> str:
        """Its access log so far, in the format that it has by default."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    def sent(self) -> list[Sent]:
        """Every answer so far."""
        lines = self._sent.read_text(encoding="utf-8").splitlines() if self._sent.exists() else []
        every = (line.split(" ") for line in lines)
        return [Sent(float(ended) - float(took), int(all_), int(body)) for ended, took, all_, body in every]


@contextmanager
def nginx(
    site: Path, headers: Path, folder: Path, port: int = 0, *, encrypted: bool = False
) -> Iterator[Nginx]:
    """Serve `site`; `folder` is for what the server needs while it runs, and is made.

    `port`: 0 for a free one; the one of a server that has stopped, to take its place. `encrypted`: by HTTP/2
    with a certificate of its own making, as hosts do, instead of HTTP/1.1.
    """
    folder.mkdir(parents=True)
    if encrypted:
        _certificate(folder)
    if not port:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
    (folder / "nginx.conf").write_text(
        _configuration(site, headers, folder, port, encrypted=encrypted), encoding="utf-8"
    )
    command = [
        shutil.which("nginx") or "/usr/sbin/nginx",
        "-p",
        str(folder),
        "-c",
        str(folder / "nginx.conf"),
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            for line in process.stderr:  # at level notice, it says when its worker is there
                assert "[emerg]" not in line, line
                if "start worker process " in line:
                    break
            yield Nginx(f"{'https' if encrypted else 'http'}://127.0.0.1:{port}/", folder)
        finally:
            process.terminate()
            process.communicate()


def _certificate(folder: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-nodes", "-subj", "/CN=127.0.0.1", "-keyout", "key.pem", "-out", "certificate.pem"),
        ],
        cwd=folder,
        capture_output=True,
        check=True,
    )


def _configuration(site: Path, headers: Path, folder: Path, port: int, *, encrypted: bool) -> str:
    brotli = BROTLI.exists()
    tls = f"ssl_certificate {folder}/certificate.pem; ssl_certificate_key {folder}/key.pem;"
    temporary = "".join(f"{name}_temp_path {folder}/{name};\n" for name in _TEMPORARY)
    return f"""
{f"load_module {BROTLI};" if brotli else ""}
{"user root;" if os.geteuid() == 0 else ""}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr notice;
events {{}}
http {{
include /etc/nginx/mime.types;
log_format sent '$msec $request_time $bytes_sent $body_bytes_sent';
access_log {folder}/access.log;
access_log {folder}/sent.log sent;
{temporary}
gzip on;
gzip_types {_PACKED};
{f"brotli on; brotli_types {_PACKED};" if brotli else ""}
server {{
listen 127.0.0.1:{port}{" ssl http2" if encrypted else ""};
{tls if encrypted else ""}
root {site};
error_page 404 /404.html;
include {headers};
}}
}}
"""
