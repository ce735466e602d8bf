"""The only place that reads and writes answer pages. Decisions come from `harvest.pages.merge`.

A page is written to a temporary file in its own folder, synced and renamed: a reader, a crash or a full
disk sees the old page or the new one, never half of one. Nothing is read or written through a symbolic link
within `docs/answers/`: a page in a pull request could otherwise be made to point at any file of the machine.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from harvest.disk import put
from harvest.errors import PageError
from harvest.pages.merge import FOLDER, Propose, Write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.pages.merge import Plan

MAX_BYTES: Final = 4_000_000
"""Of one page. More is not a page, and would be read into memory whole."""


def read_pages(docs: Path) -> tuple[tuple[str, str], ...]:
    """Path (relative to `docs`, with `/`) and text of every page, sorted by path; line ends as they are.

    A folder's `index.md` is not an answer and is left out. No folder: no pages. Raises PageError for a page
    that cannot be read, is not UTF-8, is over 4 MB, or is a symbolic link, and for a folder that cannot be
    read or is none.
    """
    pages, unread = survey(docs)
    if unread:
        raise next(iter(unread.values()))
    return pages


def survey(docs: Path) -> tuple[tuple[tuple[str, str], ...], dict[str, PageError]]:
    """The same, and by its path why a page cannot be read. Raises PageError for folders only."""
    if not docs.is_dir():
        raise PageError("there is no such folder", where=docs, todo="see docs_dir in mkdocs.yml")
    folder = docs / FOLDER
    if folder.is_file():
        raise PageError("is a file and should be a folder", where=folder, todo="move it away")
    if not folder.is_dir() and not folder.is_symlink():
        return (), {}
    _refuse_links(docs, folder)
    pages, unread = [], {}
    for path in sorted(_below(folder), key=lambda path: path.split("/")):
        try:
            pages.append((f"{FOLDER}/{path}", _read(f"{folder}{os.sep}{path}")))
        except PageError as error:
            unread[f"{FOLDER}/{path}"] = error
    return tuple(pages), unread


def read_text(docs: Path, path: str) -> str:
    """One page of any kind, by its path relative to `docs`. Raises PageError as `read_pages`."""
    _refuse_links(docs, docs / path)
    return _read(str(docs / path))


def _below(folder: Path) -> Iterator[str]:
    """Whatever is named like a page, relative to the folder; links to other folders are not entered."""

    def stop(error: OSError) -> None:  # a folder that may not be read would be passed over
        raise PageError(f"cannot be read: {error.strerror}", where=error.filename) from None

    for at, folders, files in os.walk(folder, onerror=stop):
        before = os.path.relpath(at, folder).replace(os.sep, "/") + "/"
        for name in (*folders, *files):
            if name.endswith(".md") and name != "index.md":
                yield (before + name).removeprefix("./")


def write_page(docs: Path, plan: Plan, proposals: Path) -> Path | None:
    """Carry out a plan. The path of the file written; None where there was nothing to write.

    `proposals` is the folder for texts put aside (`.harvest/proposals`); a proposal that no longer applies is
    removed. Raises PageError where the path leads out of `docs/answers/` or the disk does not take it.
    """
    target = _target(docs, plan.path)
    aside = proposals / PurePosixPath(plan.path).relative_to(FOLDER)
    if isinstance(plan, Propose):
        put(aside, plan.text, PageError)
        return aside
    with contextlib.suppress(OSError):  # an outdated proposal misleads, but it is no reason to fail
        aside.unlink(missing_ok=True)
    if not isinstance(plan, Write):
        return None
    _refuse_links(docs, target)
    put(target, plan.text, PageError)
    return target


def _target(docs: Path, path: str) -> Path:
    parts = path.split("/")
    inside = len(parts) > 1 and parts[0] == FOLDER and parts[-1].endswith(".md")
    if not inside or any(part in {"", ".", ".."} or "\\" in part or "\0" in part for part in parts):
        raise PageError(f"{path!r} is not a page in {FOLDER}/", where=docs)
    return docs.joinpath(*parts)


def _refuse_links(docs: Path, path: Path) -> None:
    """Every step from `docs` (itself the owner's business) down to `path` must be real."""
    for step in (path, *path.parents):
        if step == docs:
            return
        if step.is_symlink():
            raise _link(step)


def _link(path: Path) -> PageError:
    return PageError("is a symbolic link", where=path, todo="put the page itself there")


def _read(path: str) -> str:
    """A page; no folder above it is a link, because none was entered. (A text: there may be many.)"""
    try:
        there = os.lstat(path)
        if stat.S_ISLNK(there.st_mode):
            raise _link(Path(path))
        if there.st_size > MAX_BYTES:
            raise PageError("is too big for a page", where=path, todo="move it out of the answers folder")
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            return file.readall().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise PageError("is not UTF-8", where=path, line=line, todo="save it as UTF-8") from None
    except OSError as error:
        raise PageError(f"cannot be read: {error.strerror}", where=path) from None
