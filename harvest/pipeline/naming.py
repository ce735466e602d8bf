"""What somebody calls a conversation, and why there may be none of that name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit, urlunsplit

from harvest.errors import SourceError
from harvest.lake import Lake

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvest.config import Config, Source


SHAPES: Final = (
    (re.compile(r"/t/(?:[^/]*[^/0-9][^/]*/)?([0-9]+)(?:/[0-9]+)?/?"), "/t/{}"),
    (re.compile(r"/questions/([0-9]+)(?:/[^/]*)*"), "/q/{}"),
    (re.compile(r"/questions/([0-9]+)(?:/[^/]*)*"), "/questions/{}"),
)
"""The end of an address as browsers show it, and as archives have it: Discourse, Stack Exchange, Kitsune."""


def find_threads(config: Config, names: Sequence[str]) -> dict[str, str | SourceError]:
    """Each name with the reference (`Thread.ref`) it stands for, or with why there is none.

    A name is `source:id`, of a conversation or a post in it, or the address of either.
    """
    wanted = {name: _spellings(name) for name in names}
    found = Lake(config.lake).find({spelling for each in wanted.values() for spelling in each})
    refs: dict[str, str | SourceError] = {}
    for name, spellings in wanted.items():
        known = next((found[spelling] for spelling in spellings if spelling in found), None)
        if known is None:
            refs[name] = SourceError("is not in the lake", todo=_how_to_get(config, name))
        elif known.gone:
            what = "has been deleted or hidden where it was: nothing of it may be published"
            refs[name] = SourceError(what)
        else:
            refs[name] = known.ref
    return refs


def _spellings(name: str) -> tuple[str, ...]:
    """A name as it was typed, and an address without what browsers and forums add to it."""
    typed = name.strip()
    parts = _address(typed)
    if parts is None:
        return (typed,)
    host = parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), fragment="")
    bare = host._replace(query="")
    found = [typed, urlunsplit(host), urlunsplit(bare)]
    for shape, as_stored in SHAPES:
        if at := re.search(f"{shape.pattern}$", bare.path):
            found.append(urlunsplit(bare._replace(path=bare.path[: at.start()] + as_stored.format(at[1]))))
    return tuple(dict.fromkeys(found))


def _how_to_get(config: Config, name: str) -> str:
    source = _source_of(config, name)
    if source is None:
        return "bring it in: save or export it from where it is, then `harvest import FILE`"
    if source.format == "discourse" and (parts := _address(name)):
        address = urlunsplit(parts._replace(query="", fragment=""))
        return f"save {address}.json as a file, then `harvest import --as {source.name} FILE`"
    return f"export it again, then `harvest import --as {source.name} FILE`"


def _source_of(config: Config, name: str) -> Source | None:
    """The configured source that it would be from."""
    parts = _address(name)
    for source in config.sources:
        base = _address(source.url)
        if name.startswith(f"{source.name}:") or (parts and base and parts.hostname == base.hostname):
            return source
    return None


def _address(text: str) -> SplitResult | None:
    """The parts of an address on the web; None for anything else."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return None
    return parts if parts.scheme in {"http", "https"} and parts.hostname else None
