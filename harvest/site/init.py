"""`harvest init DIR`: the start of somebody's own knowledge base. Files only, no code."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from harvest.errors import BuildError

STARTER: Final = Path(__file__).parent / "starter"


def init(target: Path) -> tuple[Path, ...]:
    """Write the starter files into `target`, which is made where it does not exist.

    Returns the files written, sorted. Raises `BuildError`, with nothing written, where `target` has one
    of them already or cannot be written to.
    """
    sources = sorted(path for path in STARTER.rglob("*") if path.is_file())
    names = [path.relative_to(STARTER) for path in sources]
    made: list[Path] = []
    try:
        for name in names:
            if (target / name).is_symlink() or (target / name).exists():
                raise BuildError(f"{name} is there already", where=target, todo="choose an empty folder")
        for source, name in zip(sources, names, strict=True):
            made += _make_folders((target / name).parent)
            with (target / name).open("xb") as file:
                made.append(target / name)
                file.write(source.read_bytes())
    except OSError as error:
        _undo(made)
        reason = error.strerror or "cannot be written"
        raise BuildError(
            f"cannot be written: {reason}", where=target, todo="choose another folder"
        ) from error
    return tuple(target / name for name in names)


def _make_folders(folder: Path) -> list[Path]:
    """Make `folder` and those above it that are missing; returns the ones made, the outermost first."""
    missing = []
    for each in (folder, *folder.parents):
        if each.exists():
            break
        missing.append(each)
    missing.reverse()
    for each in missing:
        each.mkdir()
    return missing


def _undo(made: list[Path]) -> None:
    """Take back what was made, the newest first."""
    for path in reversed(made):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink(missing_ok=True)
