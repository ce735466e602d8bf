"""Taking a page out of a site that is built already, where there is no time, or nobody, to build it anew.

The page's file becomes a small page, complete in itself, that says why; pages that led to it do so without
its title; lists and the list for search engines no longer have it. Copies that a server sends packed
(`index.html.gz`) go. What is left for the next build: how many answers a topic says it has.
"""

from __future__ import annotations

import gzip
import html
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urljoin

from harvest.errors import BuildError
from harvest.lifecycle.takedown import TITLE
from harvest.markup import plain, read
from harvest.model import Markup
from harvest.search.export import replace
from harvest.site import redirects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from harvest.config import Config
    from harvest.model import Answer

_ROW: Final = re.compile(
    r'[ \t]*<li class="hv-row">\s*<a class="hv-row__title" href="([^"]*)".*?</li>\n?', re.DOTALL
)
_ENTRY: Final = re.compile(r"\s*<url>\s*<loc>([^<]*)</loc>.*?</url>", re.DOTALL)
_PACKED: Final = (".gz", ".br", ".zst")
_LEADS: Final = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]*)">')
_SMALL: Final = 4_000
"""Bytes; a page that only leads on is a quarter of that."""


def take_out(site: Path, path: str, answer: Answer, config: Config) -> tuple[Path, ...]:
    """Everything but the search; returns the files that changed. `path`: of the page, within the docs folder.

    `answer`: the explaining page. Raises BuildError where the site has no such page, and OSError; running it
    again finishes what was begun.
    """
    url, file = _place(site, path)
    changed = [_put(file, _page(url, answer, config))]
    changed += _without_rows(site, url)
    changed += _leading(site, url, config)
    changed += _without_entry(site, url, config)
    return tuple(changed)


def _place(site: Path, path: str) -> tuple[str, Path]:
    """The page's address and its file, whichever way the site has its addresses."""
    name = path.removesuffix(".md")
    for url, file in ((f"{name}/", f"{name}/index.html"), (f"{name}.html", f"{name}.html")):
        if (site / file).is_file() and not (site / file).is_symlink():
            return url, site / file
    raise BuildError(f"has no page {name}/", where=site, todo="name the folder of the built site")


def address_in(site: Path, path: str) -> str:
    """The address of a page in this site, by its file within the docs folder."""
    name = path.removesuffix(".md")
    return f"{name}.html" if (site / f"{name}.html").is_file() else f"{name}/"


def _page(url: str, answer: Answer, config: Config) -> str:
    """Without a style of its own, which the site's policy would stop; the next build gives it the theme's."""
    up = "../" * url.count("/") or "./"
    said = "".join(
        f"<p>{html.escape(plain(read(passage.text, Markup.MARKDOWN)))}</p>\n"
        for section in answer.sections
        for passage in section.passages
    )
    ways = {f"{up}search/": "Search in your own words", up: "Home"}
    if config.company.community:
        ways[config.company.community] = "Ask people who use it too"
    ways_on = "".join(f'<li><a href="{html.escape(at)}">{way}</a></li>' for at, way in ways.items())
    return (
        "<!doctype html>\n"
        '<html lang="en"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{TITLE}</title></head>\n"
        f"<body><main><h1>{TITLE}</h1>\n"
        f'<p>On <time datetime="{answer.updated}">{answer.updated.day} {answer.updated:%B %Y}</time></p>\n'
        f"{said}<h2>What you can do instead</h2>\n<ul>{ways_on}</ul></main></body></html>\n"
    )


def _without_rows(site: Path, url: str) -> Iterator[Path]:
    """The home page and the pages of topics, where they list it."""
    for file in (site / "index.html", *sorted((site / "topics").rglob("*.html"))):
        if file.is_file():
            here = file.relative_to(site).as_posix()
            old = file.read_text(encoding="utf-8")
            new = old
            for row in _ROW.finditer(old):
                if _leads_to(row[1], here, url):
                    new = new.replace(row[0], "")
            if new != old:
                yield _put(file, new)


def _leads_to(href: str, here: str, url: str) -> bool:
    """Whether a link on the page `here` (a file name) goes to `url`; both relative to the site's root."""
    return unquote(urljoin(f"//site/{here}", html.unescape(href))) == f"//site/{url}"


def _leading(site: Path, url: str, config: Config) -> Iterator[Path]:
    """Pages that lead on to it: they name it by its title."""
    for file in sorted(site.rglob("*.html")):
        if file.stat().st_size > _SMALL:
            continue
        here = file.relative_to(site).as_posix()
        old = file.read_text(encoding="utf-8")
        leads = _LEADS.search(old)
        if leads and _leads_to(leads[1], here, url):
            new = redirects.render(redirects.Redirect(here, url, TITLE), config.site_url)
            if new != old:
                yield _put(file, new)


def _without_entry(site: Path, url: str, config: Config) -> Iterable[Path]:
    file = site / "sitemap.xml"
    if not file.is_file():
        return ()
    old = file.read_text(encoding="utf-8")
    root = config.site_url.rstrip("/") + "/"
    new = _ENTRY.sub(lambda entry: "" if html.unescape(entry[1]) == root + url else entry[0], old)
    if new == old:
        return ()
    packed = file.with_name("sitemap.xml.gz")
    had = packed.is_file()
    _put(file, new)
    if had:
        replace(packed, gzip.compress(new.encode(), mtime=0))
    return (file,)


def _put(file: Path, text: str) -> Path:
    for ending in _PACKED:
        file.with_name(file.name + ending).unlink(missing_ok=True)
    replace(file, text.encode())
    return file
