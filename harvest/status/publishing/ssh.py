"""How hosts are spoken to by ssh: known ones only, nobody is asked, no agent goes along."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final

from harvest.errors import HarvestError

if TYPE_CHECKING:
    from harvest.status.model import Target
    from harvest.status.publishing.job import Job

_SETTINGS: Final = (
    "BatchMode=yes",
    "StrictHostKeyChecking=yes",
    "ForwardAgent=no",
    "ClearAllForwardings=yes",
    "ControlMaster=no",
    "ControlPath=none",
    "PermitLocalCommand=no",
    "ServerAliveInterval=5",
    "ServerAliveCountMax=3",
)
CONNECT: Final = 10
"""Seconds for a connection, if the target has as many left."""
_PLACE: Final = re.compile(r"((?:[\w.+-]+@)?(?:[A-Za-z0-9][\w.-]*|\[[0-9A-Fa-f:.]+\])):(?!:)(.+)", re.ASCII)


def place(target: Target) -> tuple[str, str]:
    """`user@host` and folder of `user@host:folder`. HarvestError for anything else."""
    found = _PLACE.fullmatch(target.to)
    if not found or found[2].startswith("-") or found[2].rstrip("/") in {"", ".", "..", "~"}:
        todo = "such as status@host.example:/srv/status, or rsync://host/module/"
        raise HarvestError(f"{target.to} is no host:folder", todo=todo)
    return found[1], found[2].rstrip("/").removeprefix("~/")


def command(target: Target, job: Job) -> list[str]:
    """`ssh` with its options, without the host."""
    options = target.options
    words = ["ssh", "-T", *(word for each in _SETTINGS for word in ("-o", each))]
    words += ["-o", f"ConnectTimeout={max(1, min(CONNECT, int(job.deadline.left())))}"]
    if port := options.get("port"):
        if not re.fullmatch("[0-9]{1,5}", port):
            raise HarvestError(f"{port!r} is no port")
        words += ["-p", port]
    if identity := options.get("identity"):
        words += ["-i", str(job.path(identity)), "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none"]
    if known := options.get("known_hosts"):
        words += ["-o", f'UserKnownHostsFile="{job.path(known)}"', "-o", "GlobalKnownHostsFile=/dev/null"]
    return words


def remote(target: Target, job: Job, script: str, *words: str) -> list[str]:
    """Run a POSIX shell script over there with `words` as $1, $2 …"""
    host, _ = place(target)
    return [
        *command(target, job),
        host.replace("[", "").replace("]", ""),
        shlex.join(["sh", "-c", script, "harvest", *words]),
    ]
