"""Real servers on this machine, each with keys, configuration and data of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], port: int, folder: Path, **environ: str) -> Iterator[None]:
    """Until it listens; ended at the end."""
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **environ})
    try:
        end = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, (folder / "server.log").read_text()
                assert time.monotonic() < end
        yield
    finally:
        process.terminate()
        process.wait()


@dataclass(frozen=True, slots=True)
class Sshd:
    """A running sshd, and how to reach it."""

    port: int
    identity: Path
    known_hosts: Path
    log: Path

    def options(self, **more: str) -> dict[str, str]:
        return {
            "port": str(self.port),
            "identity": str(self.identity),
            "known_hosts": str(self.known_hosts),
            **more,
        }


@contextmanager
def sshd(folder: Path) -> Iterator[Sshd]:
    folder.mkdir()
    for name in ("host", "mine", "stranger"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    port = free_port()
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where an sshd of root locks itself up
    (folder / "sshd_config").write_text(
        f"""ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host
PidFile {folder}/pid
AuthorizedKeysFile {folder}/mine.pub
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
"""
    )
    (folder / "known").write_text(f"[127.0.0.1]:{port} {(folder / 'host.pub').read_text()}")
    program = shutil.which("sshd") or "/usr/sbin/sshd"
    with running([program, "-D", "-e", "-f", str(folder / "sshd_config")], port, folder):
        yield Sshd(port, folder / "mine", folder / "known", folder / "server.log")


@contextmanager
def rsyncd(folder: Path, module: Path, password: str = "") -> Iterator[str]:
    """The address of a module, which ends in a slash."""
    folder.mkdir()
    module.mkdir(exist_ok=True)
    port = free_port()
    secrets = ""
    if password:
        (folder / "secrets").write_text(f"status:{password}\n")
        (folder / "secrets").chmod(0o600)
        secrets = f"auth users = status\nsecrets file = {folder}/secrets\n"
    owner = "uid = root\ngid = root\n" if os.geteuid() == 0 else ""
    (folder / "rsyncd.conf").write_text(
        f"use chroot = no\npid file = {folder}/pid\nlog file = {folder}/rsyncd.log\n{owner}"
        f"[site]\npath = {module}\nread only = no\n{secrets}"
    )
    command = ["rsync", "--daemon", "--no-detach", f"--config={folder}/rsyncd.conf"]
    with running([*command, "--address=127.0.0.1", f"--port={port}"], port, folder):
        user = "status@" if password else ""
        yield f"rsync://{user}127.0.0.1:{port}/site/"


@contextmanager
def tls(folder: Path, site: Path, headers: str = "") -> Iterator[tuple[str, Path]]:
    """nginx by https: the address of `site`, and the certificate, good for 30 days, that it is known by."""
    folder.mkdir()
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "30"]
    command += ["-keyout", "key.pem", "-out", "certificate.pem"]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    port = free_port()
    kept = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{each}_temp_path {folder}/{each};" for each in kept)
    (folder / "nginx.conf").write_text(
        f"""{"user root;" if os.geteuid() == 0 else ""} daemon off; worker_processes 1;
pid {folder}/pid; error_log stderr; events {{}}
http {{ include /etc/nginx/mime.types; access_log off; {temporary}
server {{ listen 127.0.0.1:{port} ssl; ssl_certificate {folder}/certificate.pem;
ssl_certificate_key {folder}/key.pem; root {site};
{headers} }} }}
"""
    )
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    with running([program, "-p", str(folder), "-c", str(folder / "nginx.conf")], port, folder):
        yield f"https://127.0.0.1:{port}/", folder / "certificate.pem"


@contextmanager
def silent() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        yield server.getsockname()[1]
