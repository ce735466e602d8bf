"""One publication: what is published, what is allowed, and how long it may take."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harvest.errors import HarvestError
from harvest.status.publishing import manifest as manifests
from harvest.status.times import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from harvest.status.model import Incident, Settings
    from harvest.status.publishing.manifest import Manifest

_PAGE: Final = re.compile(r"((?:incidents|maintenance)/[^/]+)/index\.html")
MARKER: Final = ".harvest-publish"
"""Lies where only we write. Without it, a place that is not empty is somebody else's."""
MARKED: Final = b"Published by `harvest status publish`, which replaces what is here as a whole.\n"
KEEP: Final = 3
"""Versions that stay on a host, the one that is served among them."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is published."""

    manifest: Manifest
    files: Mapping[str, bytes] = field(repr=False)
    """By path below the site's address, with the manifest and its signature."""

    def stages(self) -> tuple[tuple[str, ...], ...]:
        """Paths in the order in which a reader can bear them one after the other.

        First what pages need, then pages, the first page, and the manifest, which says that all is there.
        """
        last = (manifests.SIGNATURE, manifests.NAME)
        found: tuple[list[str], ...] = ([], [], [], [])
        for path in sorted(self.files):
            page = 1 if path.endswith(".html") else 0
            found[3 if path in last else 2 if path == "index.html" else page].append(path)
        return tuple(tuple(stage) for stage in found if stage)

    def listing(self) -> bytes:
        """Digests and paths as `sha256sum -c` reads them; only of plain names."""
        rows = self.manifest.files.items()
        return "".join(f"{each.sha256}  {path}\n" for path, each in rows).encode()


def bundle(
    files: Mapping[str, bytes],
    settings: Settings,
    now: datetime,
    sign: Callable[[bytes, Manifest], bytes] | None = None,
    incidents: Iterable[Incident] = (),
) -> Bundle:
    """Built files of these `incidents` and their manifest; `sign` makes the signature, None for none.

    Raises HarvestError where there is nothing to publish, and whatever `sign` raises.
    """
    if "index.html" not in files:
        raise HarvestError("the build has no first page: nothing is published")
    until = now + timedelta(minutes=settings.valid_minutes)
    told = {f"{each.kind}/{each.id}": tuple(update.at for update in each.updates) for each in incidents}
    manifest = manifests.made(files, settings.url, now, until, told)
    text = manifests.written(manifest)
    more = {manifests.NAME: text}
    if sign:
        more[manifests.SIGNATURE] = sign(text, manifest)
    return Bundle(manifest, {**files, **more})


@dataclass(frozen=True, slots=True)
class Deadline:
    """When to give up."""

    seconds: float
    at: float
    clock: Callable[[], float]
    """Monotonic, in seconds."""

    def left(self) -> float:
        """Seconds, more than 0. HarvestError where the time is over."""
        left = self.at - self.clock()
        if left <= 0:
            raise HarvestError(f"not done within {self.seconds:g} s")
        return left


@dataclass(frozen=True, slots=True)
class Job:
    """What every kind of target needs to know."""

    bundle: Bundle
    deadline: Deadline
    token: str
    """A word of this run alone: letters and digits."""
    base: Path
    """The folder that relative paths in status.yml start from."""
    environ: Mapping[str, str] = field(repr=False)
    force: bool = False
    """An older build may take the place of a newer one."""
    dry: bool = False
    """Everything but the writing."""
    known: frozenset[str] | None = None
    """What the status folder has files of, as `incidents/ID`; None: nobody has looked."""
    damaged: frozenset[str] = frozenset()
    """Those of them whose files have mistakes: nobody knows what else they say."""

    @property
    def version(self) -> str:
        """The name of this version on a host. In order of text they are in order of time."""
        return f"{self.bundle.manifest.build}.{self.token}"

    def path(self, typed: str) -> Path:
        """A file or folder named in status.yml."""
        return self.base / Path(typed).expanduser()

    def check(self, there: bytes | None) -> str:
        """The build that `there`, the manifest on a target, names; "" where that cannot be known.

        Raises HarvestError where it is another site's; where `force` is not said, also where it is newer than
        ours or shows an incident or an update that this machine has never heard of.
        """
        if there is None:
            return ""
        try:
            found = manifests.parse(there)
        except ValueError:  # half-written or damaged: what we bring is better
            return ""
        ours = self.bundle.manifest
        if found.site != ours.site:
            todo = "give each site a place of its own"
            raise HarvestError(f"holds the status site of {found.site}", todo=todo)
        if found.build > ours.build and not self.force:
            if found.generated_at == ours.generated_at:
                raise HarvestError("holds another build of the same second", todo="run it again")
            raise older(found.generated_at)
        missing = self._missing(found)
        if missing and not self.force:
            todo = "get it first, by `git pull` for example; `--force` takes it off the site"
            raise HarvestError(f"shows {missing}", todo=todo)
        return found.build

    def _missing(self, there: Manifest) -> str:
        """What a target shows and nobody has told this machine of: another one has posted it. "": nothing."""
        if self.known is None:
            return ""
        shown = {found[1] for path in there.files if (found := _PAGE.fullmatch(path))}
        for name in sorted(shown - self.known):
            return f"{name}, of which there is no file here"
        ours = self.bundle.manifest.said
        for name in sorted(there.said.keys() - self.damaged):
            for at in sorted(set(there.said[name]) - set(ours.get(name, ()))):
                return f"{name} with what was said at {said(at)}, which is not in the file here"
        return ""


def older(there: datetime | None) -> HarvestError:
    """Somebody has published something newer."""
    since = f", of {said(there)}" if there else ""
    todo = "look whose clock is wrong; `--force` puts this build in its place all the same"
    return HarvestError(f"holds a newer build{since}", todo=todo)


def foreign(where: str) -> HarvestError:
    """Something is there that we did not write."""
    todo = "name an empty or new place: what is published there is replaced as a whole"
    return HarvestError(f"{where} holds something that is not a status site of ours", todo=todo)
