"""Another host, by rsync.

`host:folder` (over ssh): as with a folder here, `folder` is a link to one of the versions in
`folder.versions/`. The new version is uploaded beside the one that is served (what has not changed is linked
to it and not sent), its digests are compared over there, and then the link is replaced by a rename. Nobody
holds a lock while uploading: each has a folder of their own, and whoever comes with an older build
leaves.

`rsync://host/module/`: a daemon, which runs nothing for us. Every file is whole, as it is renamed into its
place when all have arrived; for a moment some files are of the new build and some of the old one. First come
the files that pages need, then pages, then the manifest; what is no longer wanted is deleted at the end.
"""

from __future__ import annotations

import re
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harvest.errors import HarvestError
from harvest.status.publishing import ssh
from harvest.status.publishing.folder import BESIDE, NEW
from harvest.status.publishing.job import KEEP, MARKED, MARKER, foreign, older
from harvest.status.publishing.manifest import BUILD, NAME
from harvest.status.publishing.processes import run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harvest.status.model import Target
    from harvest.status.publishing.job import Job
    from harvest.status.publishing.processes import Done

_STALE: Final = "10"
"""Minutes after which a half upload is nobody's any more."""

_LOOK: Final = f"""set -eu
root=$1 store=$2 beside=$3 dry=$4
[ -d "$(dirname "$root")" ] || {{ echo parent; exit 0; }}
if [ -e "$store" ] && [ ! -f "$store/{MARKER}" ] && [ -n "$(ls -A "$store")" ]; then echo foreign; exit 0; fi
if [ -L "$root" ]; then
  case "$(readlink "$root")" in "$beside"/*) ;; *) echo foreign; exit 0;; esac
elif [ -d "$root" ]; then
  [ -z "$(ls -A "$root")" ] || {{ echo foreign; exit 0; }}
elif [ -e "$root" ]; then echo foreign; exit 0; fi
if [ "$dry" = no ]; then
  mkdir -p "$store"; chmod 755 "$store"; printf %s "$5" > "$store/{MARKER}"
  find "$store" -mindepth 1 -maxdepth 1 -name '{NEW}*' -mmin +{_STALE} -exec rm -rf {{}} +
fi
if [ -L "$root" ]; then echo "version $(basename "$(readlink "$root")")"; else echo nothing; fi
cat "$root/{NAME}" 2>/dev/null || :
"""

_SWAP: Final = f"""set -eu
root=$1 store=$2 beside=$3 version=$4 force=$5
new="$store/{NEW}$version"
if command -v sha256sum >/dev/null; then
  (cd "$new" && sha256sum -c - >/dev/null 2>&1) || {{ rm -rf "$new"; echo damaged; exit 0; }}
fi
if command -v flock >/dev/null; then
  exec 9>"$store/.lock"
  flock -w 20 9 || {{ rm -rf "$new"; echo busy; exit 0; }}
fi
current=""; if [ -L "$root" ]; then current=$(basename "$(readlink "$root")"); current=${{current%.*}}; fi
newest=$(printf '%s\\n%s\\n' "$current" "${{version%.*}}" | LC_ALL=C sort | tail -n 1)
if [ "$force" = no ] && [ "$newest" != "${{version%.*}}" ]; then rm -rf "$new"; echo older; exit 0; fi
sync -f "$new" 2>/dev/null || :
mv "$new" "$store/$version"
if [ -d "$root" ] && [ ! -L "$root" ]; then rmdir "$root"; fi
rm -f "$store/{NEW}link"
ln -s "$beside/$version" "$store/{NEW}link"
mv -T -f "$store/{NEW}link" "$root" 2>/dev/null || mv -h -f "$store/{NEW}link" "$root"
ls -1 "$store" | LC_ALL=C sort -r | tail -n +{KEEP + 1} | while read -r old; do
  [ "$old" = "$version" ] || rm -rf "${{store:?}}/$old"
done
echo done
"""


def publish(target: Target, job: Job) -> str:
    """Put the bundle there; what was done. HarvestError where it was not."""
    return _daemon(target, job) if target.to.startswith("rsync://") else _over_ssh(target, job)


def _over_ssh(target: Target, job: Job) -> str:
    host, root = ssh.place(target)
    store, beside = root + BESIDE, root.rpartition("/")[2] + BESIDE
    dry = "yes" if job.dry else "no"
    served = _look(_ran(target, job, _LOOK, root, store, beside, dry, MARKED.decode()), root, job)
    if job.dry:
        return f"would become {job.version}"
    link = [f"--link-dest=../{served}"] if served else []
    shell = " ".join(_quoted(word) for word in ssh.command(target, job))
    with tempfile.TemporaryDirectory() as folder:
        _laid(Path(folder), job.bundle.files)
        words = ["-e", shell, *link, f"{folder}/", f"{host}:{store}/{NEW}{job.version}/"]
        try:
            _sent(words, job, job.environ)
        except HarvestError:
            with suppress(HarvestError):  # room for the next attempt
                _ran(target, job, 'rm -rf "$1"', f"{store}/{NEW}{job.version}")
            raise
    force = "yes" if job.force else "no"
    swapped = _ran(
        target, job, _SWAP, root, store, beside, job.version, force, text=job.bundle.listing()
    ).out.decode("utf-8", "replace")
    if swapped.strip() != "done":
        raise _refused(swapped.strip())
    return f"is version {job.version}"


def _ran(target: Target, job: Job, script: str, *words: str, text: bytes = b"") -> Done:
    done = run(ssh.remote(target, job, script, *words), job.deadline, job.environ, text=text)
    if done.code:
        todo = "try the same with ssh by hand" if done.code == 255 else ""
        raise HarvestError(f"the host says: {done.why}", todo=todo)
    return done


def _look(done: Done, root: str, job: Job) -> str:
    """The name of the version that is served; "" for none."""
    first, _, manifest = done.out.partition(b"\n")
    said = first.decode("utf-8", "replace").strip()
    if said == "parent":
        raise HarvestError(f"there is no folder around {root} on the host", todo="make it there")
    if said == "foreign":
        raise foreign(root)
    job.check(manifest or None)
    version = said.removeprefix("version ")
    return version if BUILD.match(version) else ""


def _refused(said: str) -> HarvestError:
    if said == "older":
        return older(None)
    if said == "damaged":
        return HarvestError("the host has accepted files and does not have them", todo="look at its disk")
    if said == "busy":
        return HarvestError("somebody else is publishing there", todo="run it again")
    return HarvestError(f"the host says: {said[:200]!r}", todo="it needs a POSIX shell")


def _quoted(word: str) -> str:
    """As rsync's -e takes words apart: blanks and quotes only."""
    return "'" + word.replace("'", "''") + "'" if re.search(r"[\s'\"]", word) else word


def _laid(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


_ALWAYS: Final = ("rsync", "--recursive", "--checksum", "--perms", "--chmod=D755,F644", "-s")


def _sent(words: Iterable[str], job: Job, environ: Mapping[str, str], why: str = "") -> Done:
    left = max(1, int(job.deadline.left()))
    done = run([*_ALWAYS, f"--timeout={left}", *words], job.deadline, environ)
    if done.code:
        raise HarvestError(f"rsync: {why or done.why}", todo=_TODO.get(done.code, ""))
    return done


_TODO: Final = {
    5: "look at the module and the password",
    11: "is there room on that host?",
    12: "is there room on that host, and rsync?",
    23: "may we write there?",
    10: "is the host up?",
    255: "try the same with ssh by hand",
}


def _daemon(target: Target, job: Job) -> str:
    if not re.fullmatch(r"rsync://[A-Za-z0-9._@:\[\]-]+/[^/\s].*", target.to):
        raise HarvestError(f"{target.to} is no rsync://host/module/folder")
    to = target.to.rstrip("/") + "/"
    password = target.options.get("password", "")
    environ = {**job.environ, **({"RSYNC_PASSWORD": password} if password else {})}
    left = ["--contimeout", str(max(1, min(ssh.CONNECT, int(job.deadline.left()))))]
    with tempfile.TemporaryDirectory() as folder:
        job.check(_fetched(to, left, job, environ, Path(folder)))
        if job.dry:
            return f"would become {job.version}"
        site = Path(folder) / "site"
        site.mkdir()
        _laid(site, {MARKER: MARKED, **job.bundle.files})
        safe = [*left, "--delay-updates"]
        manifest, pages = [f"--exclude=/{NAME}*"], ["--exclude=*.html"]
        for stage in ([*manifest, *pages], manifest, ["--delete-after"]):
            _sent([*safe, *stage, f"{site}/", to], job, environ)
    return f"is version {job.version}"


def _fetched(to: str, left: list[str], job: Job, environ: Mapping[str, str], folder: Path) -> bytes | None:
    """The manifest of what is there. HarvestError where something else is."""
    listed = run(["rsync", *left, to], job.deadline, environ)
    if listed.code == 23:  # there is no such folder yet: the daemon makes the last part of it
        return None
    if listed.code:
        raise HarvestError(f"rsync: {listed.why}", todo=_TODO.get(listed.code, ""))
    names = [
        line.split(maxsplit=4)[-1] for line in listed.out.decode("utf-8", "replace").splitlines() if line
    ]
    if MARKER not in names:
        if set(names) - {"."}:
            raise foreign(to)
        return None
    if NAME not in names:
        return None
    _sent([*left, to + NAME, f"{folder}/"], job, environ)
    return (folder / NAME).read_bytes()
