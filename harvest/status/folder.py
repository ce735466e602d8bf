"""`docs/status/` on the disk: read as far as it can be, written by one at a time, never half.

Two people post in the same minute: the second waits a moment for the first, then adds to what that one wrote.
A file is written beside the old one, synced and renamed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.disk import put
from harvest.errors import ConfigError, HarvestError, Mistake
from harvest.status.model import ID, Incident, Kind
from harvest.status.reading import MAX_BYTES, read
from harvest.status.times import ahead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from harvest.status.model import Settings

_MISNAMED: Final = (".md", ".txt", ".markdown")
"""What editors make of `.md`, in lower case."""


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything in the folder, and what is wrong with it."""

    incidents: tuple[Incident, ...]
    """Incidents and maintenance, by file name."""
    problems: tuple[HarvestError, ...]
    """One for each file with mistakes (ConfigError, with lines) or that cannot be read at all."""

    @property
    def unread(self) -> bool:
        """Whether a file could not be read at all, so that nobody knows whether all is well."""
        return len(self.problems) > sum(each.damaged for each in self.incidents)


def contents(root: Path, settings: Settings, now: datetime) -> Contents:
    """Read all files. One that is damaged is read as far as it goes; one that cannot be read is a problem.

    So is an incident of which everything is yet to come at `now`.
    """
    found: list[Incident] = []
    problems: list[HarvestError] = []
    for kind in Kind:
        try:
            paths = listed(root, kind)
        except HarvestError as error:
            problems.append(error)
            continue
        for path in paths:
            try:
                incident, mistakes = _read(path, kind, settings, now)
            except HarvestError as error:
                problems.append(error)
                continue
            if incident:
                found.append(incident)
            if mistakes:
                problems.append(ConfigError(path, mistakes))
    return Contents(tuple(found), tuple(problems))


def _read(
    path: Path, kind: Kind, settings: Settings, now: datetime
) -> tuple[Incident | None, tuple[Mistake, ...]]:
    """None: what is there is none. Raises HarvestError where nobody can tell."""
    if path.is_dir():
        raise HarvestError("is not read", where=path, todo=f"put its files right into {kind}/")
    if path.suffix != ".md":
        if path.suffix.lower() in _MISNAMED:
            raise HarvestError("is not read", where=path, todo="rename it: it must end in .md")
        return None, ()
    incident, mistakes = read(_id(path), kind, text_of(path), settings, now)
    begun = incident.updates or kind is not Kind.INCIDENT or not ahead(incident.started, now)
    return incident if begun else None, mistakes


def listed(root: Path, kind: Kind) -> list[Path]:
    """What lies there and is not hidden, by name. Raises HarvestError where nobody may look.

    `Path.glob` calls such a folder empty, and an empty one says that all is well.
    """
    try:
        with os.scandir(root / kind) as found:
            shown = sorted(each.name for each in found)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise HarvestError(f"cannot be read: {error.strerror}", where=root / kind) from None
    return [root / kind / name for name in shown if not name.startswith(".")]


def names(root: Path) -> frozenset[str]:
    """What there are files of, readable or not: `incidents/ID`, `maintenance/ID`."""
    found = set()
    for kind in Kind:
        with contextlib.suppress(HarvestError):  # `contents` tells it
            found |= {f"{kind}/{path.name.partition('.')[0]}" for path in listed(root, kind)}
    return frozenset(found)


def _id(path: Path) -> str:
    if not ID.fullmatch(path.stem):
        what = "a file name of lower-case letters, digits and single hyphens belongs here"
        raise HarvestError(what, where=path, todo="rename it: its address comes from it")
    return path.stem


def text_of(path: Path) -> str:
    """The text of a file. Raises HarvestError, ConfigError with the line where it is not UTF-8."""
    try:
        if path.is_symlink():
            raise HarvestError("is a symbolic link", where=path, todo="put the file itself there")
        if path.stat().st_size > MAX_BYTES:
            raise HarvestError("is too big for an incident", where=path, todo="link to what is long")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(path, (Mistake(line, "not UTF-8: save the file as UTF-8"),)) from None
    except OSError as error:
        raise HarvestError(f"cannot be read: {error.strerror}", where=path) from None


def bytes_of(path: Path) -> bytes:
    """Of a file that somebody names. Raises HarvestError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise HarvestError(f"cannot be read: {error.strerror}", where=path) from None


def path_of(root: Path, kind: Kind, id_: str) -> Path:
    """Where an incident lies. Raises HarvestError for what is no id."""
    if not ID.fullmatch(id_):
        raise HarvestError(
            f"{id_!r} is no incident", where=root / kind, todo="see the names of the files there"
        )
    return root / kind / f"{id_}.md"


def change(root: Path, path: Path, edit: Callable[[str | None], str]) -> None:
    """Write what `edit` makes of the file's text (None: there is no file), while nobody else may.

    Raises HarvestError where it cannot be written; then the old file stands.
    """
    with _only_writer(root):
        before = text_of(path) if path.exists() else None
        put(path, edit(before))


@contextlib.contextmanager
def _only_writer(root: Path) -> Iterator[None]:
    """The folder itself is the lock: no file is left that somebody might commit."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(root, os.O_RDONLY)
    except OSError as error:
        raise HarvestError(f"cannot be written: {error.strerror}", where=root) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
