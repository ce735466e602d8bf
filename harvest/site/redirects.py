"""Old addresses lead to where the answer is now. Pure.

A retired page is not published. Its own address and its `redirect_from` lead to the page that lists
that address in its `redirect_from` (its successor), else to the retired page's topic: nobody who
followed an old link ends at nothing.
"""

from __future__ import annotations

import html
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvest.errors import PageError
from harvest.pages.address import file_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Old:
    """A page, as redirects see it."""

    where: str
    """The file, for messages."""
    url: str
    """Its address relative to the root of the site, such as `answers/a/`."""
    path: str
    """Its file name there, such as `answers/a/index.html`."""
    title: str
    redirect_from: tuple[str, ...]
    fallback: str = ""
    """For a retired page: where to go when no page succeeds it. "" for a published page."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """A small page at `path` that leads to `url`."""

    path: str
    """File name relative to the root of the site."""
    url: str
    title: str


def plan(pages: Iterable[Old], taken: Mapping[str, str]) -> tuple[Redirect, ...]:
    """The redirect pages for all pages, sorted by path.

    `taken` maps each file name of the built site to the file it is made from: a redirect must not
    overwrite a page. Raises `PageError` for an address that cannot be one, is taken, or is claimed twice.
    """
    pages = list(pages)
    claims: dict[str, Old] = {}
    for page in pages:
        for address in page.redirect_from:
            path = file_name(address, page.where)
            if path in taken:
                raise PageError(
                    f"`redirect_from` names the address of {taken[path]}",
                    where=page.where,
                    todo="take it out",
                )
            if path in claims and claims[path] is not page:
                other = claims[path].where
                raise PageError(
                    f"`redirect_from` names an address that {other} names too",
                    where=page.where,
                    todo="keep one",
                )
            claims[path] = page
    for page in pages:
        if page.fallback:
            claims.setdefault(page.path, page)
    return tuple(_resolve(path, claims) for path in sorted(claims))


def render(redirect: Redirect, site_url: str) -> str:
    """The redirect page: complete in itself, works without scripts, and says where it leads."""
    relative = posixpath.relpath(redirect.url or ".", posixpath.dirname(redirect.path) or ".")
    if redirect.url.endswith("/") or not redirect.url:
        relative += "/"
    canonical = f"{site_url.rstrip('/')}/{redirect.url}" if site_url else relative
    href, title = html.escape(relative), html.escape(redirect.title)
    return (
        "<!doctype html>\n"
        '<html lang="en"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f'<link rel="canonical" href="{html.escape(canonical)}">\n'
        f'<meta http-equiv="refresh" content="0; url={href}">\n'
        f"<title>{title}</title></head>\n"
        f'<body><main><h1>This page has moved</h1><p><a href="{href}" dir="auto">{title}</a></p></main>'
        "</body></html>\n"
    )


def _resolve(path: str, claims: Mapping[str, Old]) -> Redirect:
    """Follow retired pages to the published one, or to the fallback of the last; a circle ends too."""
    page, seen = claims[path], set[str]()
    while page.fallback:
        successor = claims[page.path]
        if successor is page or page.path in seen:
            return Redirect(path, page.fallback, "The answers on this topic")
        seen.add(page.path)
        page = successor
    return Redirect(path, page.url, page.title)
