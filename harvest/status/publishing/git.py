"""A branch of a repository, as hosts of static pages take it: one commit without a past.

Made in a repository of its own in a temporary folder: checkout, index and branches of whoever runs it are
not touched. It is pushed only if the branch still stands where it was looked at; whoever was faster is looked
at again. The branch has no history, because what was said is kept in the files of the incidents, and a branch
that grows by a site at every update becomes slow just when it matters.
"""

from __future__ import annotations

import os
import re
import shlex
import tempfile
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from harvest.errors import HarvestError
from harvest.status.publishing import ssh
from harvest.status.publishing.job import MARKED, MARKER, foreign
from harvest.status.publishing.manifest import NAME
from harvest.status.publishing.processes import run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harvest.status.model import Target
    from harvest.status.publishing.job import Job
    from harvest.status.publishing.processes import Done

BRANCH: Final = "gh-pages"
TRIES: Final = 5
_BRANCH: Final = re.compile(r"(?![-/.])(?!.*(?:\.\.|//|@\{))[\w./+-]+(?<![/.])", re.ASCII)
_LOST: Final = (
    "stale info",
    "fetch first",
    "non-fast-forward",
    "cannot lock ref",
    "reference already exists",
)
_KEPT: Final = frozenset(
    {"GIT_SSH_COMMAND", "GIT_SSH", "GIT_SSL_CAINFO", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"}
)
"""Of git's variables: the others speak of somebody's repository, and this one is ours."""


def publish(target: Target, job: Job) -> str:
    """Let the branch be the bundle; what was done. HarvestError where it is not."""
    branch = target.options.get("branch", BRANCH)
    if not _BRANCH.fullmatch(branch):
        raise HarvestError(f"{branch!r} is no branch")
    to = str(job.path(target.to)) if _is_path(target.to) else target.to
    if to.startswith("-"):
        raise HarvestError(f"{to} is no repository")
    environ = _environment(target, job)
    with tempfile.TemporaryDirectory() as folder:
        here = _Here(Path(folder), job, environ)
        here.tell("init", "--quiet", "--bare", ".")
        commit = here.commit(_files(target, job), target)
        for _ in range(TRIES):
            stood = here.look(to, branch)
            if job.dry:
                return f"would become {job.version} on {branch}"
            if here.push(to, branch, commit, stood):
                return f"is version {job.bundle.manifest.build} on {branch}"
    raise HarvestError(f"others push to {branch} all the time", todo="run it again")


def _is_path(to: str) -> bool:
    return "://" not in to and not re.match(r"[^/]+:", to)


def _files(target: Target, job: Job) -> Mapping[str, bytes]:
    more = {".nojekyll": b"", MARKER: MARKED}
    if cname := target.options.get("cname"):
        more["CNAME"] = f"{cname}\n".encode()
    return {**more, **job.bundle.files}


def _environment(target: Target, job: Job) -> dict[str, str]:
    kept = {
        name: value for name, value in job.environ.items() if not name.startswith("GIT_") or name in _KEPT
    }
    if {"identity", "known_hosts", "port"} & set(target.options) or "GIT_SSH_COMMAND" not in kept:
        kept["GIT_SSH_COMMAND"] = shlex.join(ssh.command(target, job))
    settings = [
        ("core.hooksPath", os.devnull),
        ("core.askPass", ""),
        ("core.autocrlf", "false"),
        ("gc.auto", "0"),
        ("maintenance.auto", "false"),
        ("push.gpgSign", "false"),
        ("http.followRedirects", "false"),
    ]
    if token := target.options.get("token"):
        user = target.options.get("user", "x-access-token")
        basic = b64encode(f"{user}:{token}".encode()).decode("ascii")
        at = urlsplit(target.to)
        settings.append((f"http.{at.scheme}://{at.netloc}/.extraHeader", f"Authorization: Basic {basic}"))
    for number, (key, value) in enumerate(settings):
        kept[f"GIT_CONFIG_KEY_{number}"] = key
        kept[f"GIT_CONFIG_VALUE_{number}"] = value
    return kept | {"GIT_CONFIG_COUNT": str(len(settings))}


class _Here:
    """The repository in the temporary folder."""

    def __init__(self, folder: Path, job: Job, environ: Mapping[str, str]) -> None:
        self._folder = folder
        self._job = job
        self._environ = environ

    def ask(self, *words: str, text: bytes = b"") -> Done:
        return run(["git", *words], self._job.deadline, self._environ, text=text, folder=self._folder)

    def tell(self, *words: str, text: bytes = b"") -> bytes:
        done = self.ask(*words, text=text)
        if done.code:
            raise HarvestError(f"git {words[0]}: {_hidden(done.why)}")
        return done.out

    def commit(self, files: Mapping[str, bytes], target: Target) -> str:
        """A commit of these files without a parent; its name. The same bundle gives the same commit."""
        manifest = self._job.bundle.manifest
        host = urlsplit(manifest.site).hostname or "localhost"
        who = f"Status site <status@{host}> {int(manifest.generated_at.timestamp())} +0000"
        said = f"Status site, build {manifest.build}\n\nPublished by harvest ({target.name}).\n".encode()
        stream = [
            b"commit refs/heads/made\ncommitter %s\n" % who.encode(),
            b"data %d\n%s" % (len(said), said),
        ]
        for path, data in sorted(files.items()):
            stream.append(b"M 100644 inline %s\ndata %d\n" % (_git_path(path), len(data)))
            stream += [data, b"\n"]
        self.tell("fast-import", "--quiet", text=b"".join(stream))
        return self.tell("rev-parse", "refs/heads/made").decode("ascii").strip()

    def look(self, to: str, branch: str) -> str:
        """Where the branch stands, "" where there is none. HarvestError where it is not ours, or newer."""
        ref = f"refs/heads/{branch}"
        listed = self.tell("ls-remote", "--", to, ref).decode("utf-8", "replace")
        stood = next((line.split("\t")[0] for line in listed.splitlines() if line.endswith(f"\t{ref}")), "")
        if not stood:
            return ""
        self.tell("fetch", "--quiet", "--no-tags", "--depth=1", "--", to, f"+{ref}:refs/heads/there")
        stood = self.tell("rev-parse", "refs/heads/there").decode("ascii").strip()
        if self.ask("cat-file", "-e", f"refs/heads/there:{MARKER}").code:
            raise foreign(f"the branch {branch}")
        found = self.ask("cat-file", "blob", f"refs/heads/there:{NAME}")
        self._job.check(None if found.code else found.out)
        return stood

    def push(self, to: str, branch: str, commit: str, stood: str) -> bool:
        """False where the branch has moved meanwhile: nothing was overwritten."""
        ref = f"refs/heads/{branch}"
        lease = f"--force-with-lease={ref}:{stood}"
        done = self.ask("push", "--porcelain", "--no-verify", lease, "--", to, f"{commit}:{ref}")
        said = done.out.decode("utf-8", "replace") + done.err
        if done.code and any(each in said for each in _LOST):
            return False
        if done.code:
            refused = [line for line in said.splitlines() if "rejected]" in line] or [done.why]
            raise HarvestError(f"git push: {_hidden(refused[0].split(chr(9))[-1])}")
        return True


def _git_path(path: str) -> bytes:
    """As fast-import reads it: in quotes, like a string of C."""
    return b'"' + path.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'


def _hidden(said: str) -> str:
    return re.sub(r"(?<=://)[^/@\s'\"]+@", "", said)
