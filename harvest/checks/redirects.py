"""Whether old addresses still lead to an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest.checks.finding import Finding
from harvest.errors import PageError
from harvest.model import State
from harvest.pages.address import address_of, file_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.checks.knowledge import Knowledge, Sheet


def redirects(known: Knowledge) -> Iterator[Finding]:
    """No two pages claim an old address, none hides a page, and with `--against` none is lost.

    A page that was published and is not there any more leaves its address to another page's `redirect_from`;
    so do the addresses that it had been given before. Retired and taken-down pages stay as files, and lead on
    by themselves.

    Policy. A false alarm costs a line in `redirect_from`. A miss breaks every link that anybody has kept.
    """
    there = {_built(path) for path in (*known.written, *known.generated, *_seen(known))}
    there |= {path for path in known.files if path.endswith(".html")}
    looked_at = {page.path for page in known.changed}
    claims: dict[str, Sheet] = {}
    for page in known.pages:
        for address in page.answer.redirect_from:
            what, todo, other = _claim(page, address, claims, there)
            if what and not looked_at.isdisjoint({page.path, other}):
                yield Finding(
                    check="redirects",
                    path=page.path,
                    line=page.line_of("redirect_from", address),
                    what=what,
                    todo=todo,
                )
    yield from _lost(known, there, claims)


def _seen(known: Knowledge) -> Iterator[str]:
    """Pages at whose address something stands. A retired page's leads to its successor."""
    for page in known.pages:
        if page.answer.state in known.publish or page.answer.state is State.TAKEN_DOWN:
            yield page.path


def _claim(page: Sheet, address: str, claims: dict[str, Sheet], there: set[str]) -> tuple[str, str, str]:
    """What is wrong with it, what to do, and the path of the other page; noted among the claims."""
    try:
        name = file_name(address, page.path)
    except PageError:
        return f"`{address}` is no address of this site", "write it as answers/old-name/", ""
    if name in there:
        return f"`{address}` is the address of a page that is there", "take it out", ""
    first = claims.setdefault(name, page)
    if first is not page:
        return f"`{address}` is claimed by {first.path} too", "keep one of the two", first.path
    return "", "", ""


def _lost(known: Knowledge, there: set[str], claims: dict[str, Sheet]) -> Iterator[Finding]:
    lead = {
        name
        for name, page in claims.items()
        if page.answer.state in known.publish or page.answer.state in {State.RETIRED, State.TAKEN_DOWN}
    }
    kept = {*_seen(known), *(page.path for page in known.pages if page.over)}
    unread = {each.path for each in known.broken}
    for page in known.before or ():
        if page.path in unread or (page.answer.state not in known.publish and not page.over):
            continue
        names = {} if page.path in kept else {_built(page.path): address_of(page.path)}
        for address in page.answer.redirect_from:
            try:
                names.setdefault(file_name(address, page.path), address)
            except PageError:
                continue
        for name, address in sorted(names.items()):
            flat = name.replace("/index.html", ".html")
            if not {name, flat} & (lead | there):
                yield Finding(
                    check="redirects",
                    path=page.path,
                    what=f"{address} leads nowhere any more",
                    todo="add it to `redirect_from` of the page that answers this now",
                )


def _built(path: str) -> str:
    return f"{address_of(path)}index.html"
