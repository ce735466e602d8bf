"""A small internet of its own on one Linux machine: network namespaces, made with iproute2.

All of it hangs on one process that waits for the end of its input, as the first of its own PID namespace and
with its own mounts. When whoever started it ends, in whatever way, that process ends, and the kernel takes
everything along: processes, namespaces, links and mounts. Nothing is left over to be cleaned up.

    customer ── core ── main      each node: one link to the core, addresses of its own, a default route;
    laptop   ──      ── a, b …    a node without DNS of its own asks 127.0.0.1, where `resolver` can listen
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from harvest.errors import HarvestError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

ANCHOR: Final = "mount -t tmpfs tmpfs /run && mkdir /run/netns && echo ready && exec cat >/dev/null"
WITH_RESOLVER: Final = """
to=$(readlink -m /etc/resolv.conf)
[ -e "$to" ] || { mkdir -p "${to%/*}" && : > "$to"; } || exit 127
mount --bind "$0" "$to" && exec "$@"
"""
"""Run a command with `$0` as its /etc/resolv.conf, which may be a link into /run, and that is empty here."""
NEEDED: Final = ("unshare", "nsenter", "ip", "mount")
BIN: Final = "/usr/sbin:/sbin"
"""Where Debian keeps servers; not on everybody's PATH."""
SECONDS: Final = 30.0
"""For a command that is waited for."""


def missing(programs: Sequence[str]) -> list[str]:
    """Those of them that are not installed."""
    path = f"{os.environ.get('PATH', '')}:{BIN}"
    return [program for program in programs if shutil.which(program, path=path) is None]


class Lab:
    """The namespaces, for the time of a `with`. `folder` is empty and holds what its servers write."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mapped = False
        """Whether root in there is a user out here, who may not change groups."""
        self._enter: list[str] = []
        self._anchor: subprocess.Popen[str] | None = None
        self._link_of: dict[str, str] = {}
        self._servers: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        """Raises HarvestError where this machine allows no namespaces."""
        if lacking := missing(NEEDED):
            raise HarvestError(
                f"needs {', '.join(lacking)}", todo="install util-linux and iproute2, on Linux"
            )
        said = ""
        ways: list[list[str]] = [[], ["--user", "--map-root-user"]]
        for user in ways if os.geteuid() == 0 else ways[1:]:
            try:
                if self._started(user):
                    return self
                said = self._said()
            except BaseException:
                self.__exit__(None, None, None)
                raise
            self.__exit__(None, None, None)
        raise HarvestError(
            f"no network namespaces can be made here: {said}",
            todo="run it as root, or where users may make namespaces",
        )

    def _started(self, user: list[str]) -> bool:
        """Whether there are namespaces now: as root, or (`user`) with the rights of root inside them only."""
        wanted = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", *user]
        anchor = self._anchor = subprocess.Popen(
            ["unshare", *wanted, "sh", "-c", ANCHOR],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self._environment({}),
            start_new_session=True,  # Ctrl-C is for who started it, which then ends this
        )
        if anchor.stdout is None or anchor.stdout.readline() != "ready\n":
            return False
        children = Path(f"/proc/{anchor.pid}/task/{anchor.pid}/children").read_text(encoding="ascii")
        self.mapped = bool(user)
        rights = ["--user", "--preserve-credentials"] if user else []
        self._enter = ["nsenter", "--target", children.split()[0], "--net", "--mount", "--pid", *rights, "--"]
        self._run(["sh", "-c", "ip link set lo up && echo 1 > /proc/sys/net/ipv4/ip_forward"])
        return True

    def _said(self) -> str:
        stderr = self._anchor.stderr if self._anchor else None
        return " ".join(stderr.read().split()) if stderr else ""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Everything ends."""
        anchor, self._anchor = self._anchor, None
        if anchor is not None:
            for pipe in (anchor.stdin, anchor.stdout, anchor.stderr):
                if pipe is not None:
                    pipe.close()
            anchor.wait()
        while self._servers:
            self._servers.pop().wait()

    def node(self, name: str, *addresses: str) -> None:
        """A machine with addresses (without mask), each in a /24 of its own network."""
        link = self._link_of[name] = f"to{len(self._link_of)}"
        steps = [
            f"ip netns add {name}",
            f"ip link add {link} type veth peer name eth0 netns {name}",
            f"ip link set {link} up",
            f"ip -n {name} link set lo up",
            f"ip -n {name} link set eth0 up",
            *(f"ip -n {name} addr add {each}/32 dev eth0" for each in addresses),
            f"ip -n {name} route add 169.254.0.1 dev eth0",
            f"ip -n {name} route add default via 169.254.0.1 dev eth0 src {addresses[0]} onlink",
            f"ip addr add 169.254.0.1/32 dev {link}",
            *(f"ip route add {each}/32 dev {link}" for each in addresses),
        ]
        etc = self.folder / f"{name}.resolv.conf"
        etc.write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n", encoding="ascii")
        self._run(["sh", "-ec", "\n".join(steps)])

    def cut(self, name: str) -> None:
        """Its link is down: nothing comes in or out any more."""
        self._run(["ip", "link", "set", self._link_of[name], "down"])

    def command(self, name: str, words: Sequence[str]) -> list[str]:
        """What runs `words` on a node, with the node's own resolver and address."""
        etc = str(self.folder / f"{name}.resolv.conf")
        return [*self._enter, "ip", "netns", "exec", name, "sh", "-c", WITH_RESOLVER, etc, *words]

    def run(
        self,
        name: str,
        words: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        seconds: float = SECONDS,
    ) -> subprocess.CompletedProcess[str]:
        """Run something on a node and wait for it; raises HarvestError where it takes too long."""
        try:
            return subprocess.run(
                self.command(name, words),
                capture_output=True,
                text=True,
                check=False,
                timeout=seconds,
                stdin=subprocess.DEVNULL,
                env=self._environment(env or {}),
            )
        except subprocess.TimeoutExpired:
            raise HarvestError(f"{words[0]} on {name} takes longer than {seconds:g} s") from None

    def spawn(self, name: str, words: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start a server on a node. It ends with the lab; what it says goes into a log in the folder."""
        log = self.folder / f"{name}.{Path(words[0]).name}.log"
        with log.open("ab") as file:
            server = subprocess.Popen(
                self.command(name, words),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                env=self._environment({}),
                start_new_session=True,
            )
        self._servers.append(server)
        return server

    def _run(self, words: Sequence[str]) -> None:
        done = subprocess.run(
            [*self._enter, *words], capture_output=True, text=True, check=False, env=self._environment({})
        )
        if done.returncode:
            raise HarvestError(f"the namespaces cannot be wired: {' '.join(done.stderr.split())}")

    @staticmethod
    def _environment(more: Mapping[str, str]) -> dict[str, str]:
        known = {**os.environ, **more}
        return {**known, "PATH": f"{known.get('PATH', '')}:{BIN}"}
