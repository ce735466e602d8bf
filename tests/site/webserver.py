"""The built site on a real nginx, with the headers that the build wrote for it, brotli and an access log."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

BROTLI: Final = Path("/usr/lib/nginx/modules/ngx_http_brotli_filter_module.so")
_TEMPORARY: Final = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class Nginx:
    """A running server."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address = address
        """Ends in a slash."""
        self._log = folder / "access.log"

    def log(self) -> str:
        """Its access log so far, in the format that it has by default."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""


@contextmanager
def nginx(site: Path, headers: Path, folder: Path, port: int = 0) -> Iterator[Nginx]:
    """Serve `site`; `folder` is for what the server needs while it runs, and is made.

    `port`: 0 for a free one; the one of a server that has stopped, to take its place.
    """
    folder.mkdir(parents=True)
    if not port:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
    (folder / "nginx.conf").write_text(_configuration(site, headers, folder, port), encoding="utf-8")
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
            yield Nginx(f"http://127.0.0.1:{port}/", folder)
        finally:
            process.terminate()
            process.communicate()


def _configuration(site: Path, headers: Path, folder: Path, port: int) -> str:
    brotli = BROTLI.exists()
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
access_log {folder}/access.log;
{temporary}
gzip on;
gzip_types text/css application/javascript;
{"brotli on; brotli_types text/css application/javascript;" if brotli else ""}
server {{
listen 127.0.0.1:{port};
root {site};
error_page 404 /404.html;
include {headers};
}}
}}
"""
