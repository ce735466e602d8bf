"""Runs git, as a process of its own: never through a shell, never asking anybody, never showing a secret.

What git does for us depends on the user's configuration where that is about reaching the host (addresses,
proxies, certificates, ssh, who they are), and not where it is about their own way of working: hooks, signing,
line ends, sparse checkouts and file watchers are set aside by `SETTINGS`, which git takes from its
environment and which are written to no file. A commit of ours is therefore unsigned, and no hook of the
user's sees it; the host's own hooks do.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from harvest.errors import GitError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KEPT: Final = frozenset(
    {
        "GIT_AUTHOR_EMAIL",
        "GIT_AUTHOR_NAME",
        "GIT_COMMITTER_EMAIL",
        "GIT_COMMITTER_NAME",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_NOSYSTEM",
        "GIT_CONFIG_SYSTEM",
        "GIT_EXEC_PATH",
        "GIT_PROXY_SSL_CAINFO",
        "GIT_SSH",
        "GIT_SSH_COMMAND",
        "GIT_SSH_VARIANT",
        "GIT_SSL_CAINFO",
        "GIT_SSL_CAPATH",
    }
)
"""Of git's variables. Others say which repository is meant (in a hook: another one), or trace secrets."""

SETTINGS: Final = (
    ("core.hooksPath", os.devnull),
    ("core.askPass", ""),
    ("core.autocrlf", "false"),
    ("core.fsmonitor", "false"),
    ("core.sparseCheckout", "false"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
    ("push.gpgSign", "false"),
    ("user.useConfigOnly", "true"),  # a guess such as root@localhost is nobody
    ("http.followRedirects", "false"),  # an extra header would go along to wherever they lead
    ("http.lowSpeedLimit", "100"),
    ("http.lowSpeedTime", "60"),  # bytes and seconds: a host that says nothing any more is given up
)

_CREDENTIALS: Final = re.compile(r"(?<=://)[^/@\s'\"]+@")


@dataclass(frozen=True, slots=True)
class Done:
    """What git has said."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Git:
    """Git in one folder."""

    folder: Path
    environ: Mapping[str, str] = field(repr=False)
    """Of the process: what git is allowed to see of it is chosen here."""
    settings: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """On top of SETTINGS; an empty value empties a list."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """Never to be shown."""

    def ask(self, *words: str | Path, text: str = "") -> Done:
        """Run it; `text` goes to its standard input. GitError only where there is no git."""
        try:
            done = subprocess.run(
                ["git", *map(str, words)],
                cwd=self.folder,
                env=self._environment(),
                input=text.encode("utf-8", "replace"),
                capture_output=True,
                check=False,
            )
        except FileNotFoundError:
            raise GitError("git is not installed", todo="install git 2.38 or newer") from None
        out, err = (each.decode("utf-8", "replace") for each in (done.stdout, done.stderr))
        return Done(done.returncode, out, self.hidden(err))

    def tell(self, *words: str | Path, text: str = "") -> str:
        """Its standard output, without the last line end. GitError, with git's own words, where it fails."""
        done = self.ask(*words, text=text)
        if done.code:
            raise GitError(f"git {words[0]}: {last_words(done.err)}", where=self.folder)
        return done.out.removesuffix("\n")

    def hidden(self, said: str) -> str:
        """`said` without secrets, ours or those in addresses."""
        for secret in self.secrets:
            said = said.replace(secret, "***")
        return _CREDENTIALS.sub("", said)

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in self.environ.items()
            if not name.startswith("GIT_") and name != "SSH_ASKPASS"
        }
        kept |= {name: value for name, value in self.environ.items() if name in KEPT}
        settings = (*SETTINGS, *self.settings)
        for number, (key, value) in enumerate(settings):
            kept[f"GIT_CONFIG_KEY_{number}"] = key
            kept[f"GIT_CONFIG_VALUE_{number}"] = value
        return kept | {
            "GIT_CONFIG_COUNT": str(len(settings)),
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_LFS_SKIP_SMUDGE": "1",
            "LC_ALL": "C",
        }


def last_words(err: str) -> str:
    """The line of standard error that says why: the last `fatal:` or `error:`, else the last one."""
    lines = [line.strip() for line in printable(err).splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("fatal: ", "error: "))] or lines
    return telling[-1].removeprefix("fatal: ").removeprefix("error: ") if telling else "it failed"


def printable(said: str) -> str:
    """Without colours and control characters; lines stay lines."""
    plain = re.sub(r"\x1b\[[0-9;?]*[ -/]*[@-~]", "", said)
    return "".join(c if c.isprintable() or c == "\n" else " " for c in plain)
