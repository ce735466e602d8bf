"""What customers' browsers fetch when they open the status site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urldefrag

from harvest.status.independence.domains import registrable
from harvest.status.independence.markup import of_css, of_html
from harvest.status.independence.model import Site, UnseenError, Verdict, fails, origin, passes

if TYPE_CHECKING:
    from harvest.status.independence.look import Page
    from harvest.status.independence.model import World

MOST_PAGES: Final = 30
"""Read of one site: the home page and those it links to."""
MOST_STYLES: Final = 20
OK: Final = 200


def redirects(site: Site, world: World) -> Verdict:
    """Opening it leads to no other place than an address that is checked as well."""
    for scheme in ("https", "http"):
        asked = site.url.replace("https:", f"{scheme}:", 1)
        unseen = None
        try:
            hops = world.look.page(asked).hops
        except UnseenError as error:
            unseen, hops = error, error.way
        if wrong := _astray(hops, world):
            return fails(f"{asked} leads to {wrong}")
        if unseen and scheme == "https":  # without TLS it may be closed
            raise unseen
    return passes("none, or only to the status site's own addresses")


def _astray(hops: tuple[str, ...], world: World) -> str:
    """The first that is not an address of the status site."""
    known = {site.host for site in world.sites}
    for hop in hops:
        host = Site(hop).host
        if registrable(host) == registrable(world.main.host):
            return f"{hop}, of the main service"
        if host not in known:
            return f"{hop}, which is not in status.yml and so not checked"
    return ""


def resources(site: Site, world: World) -> Verdict:
    """Everything that its pages load comes from the same origin as they do."""
    home = _fetched(site.url, world)
    waiting, seen, styles = [home.url], set[str](), set[str]()
    while waiting and len(seen) < MOST_PAGES:
        url = waiting.pop(0)
        if url in seen:
            continue
        seen.add(url)
        page = home if url == home.url else _linked(url, world)
        if page is None:
            continue
        loads = of_html(page.text, page.url, page.headers.get("link", ""))
        if foreign := _foreign(loads.resources, page.url):
            return fails(f"{page.url} loads {foreign}")
        styles.update(loads.styles)
        waiting += [each for each in (urldefrag(link)[0] for link in loads.pages) if _same(each, home.url)]
    return _of_styles(styles, world) or passes(f"{len(seen)} pages and {len(styles)} stylesheets")


def _of_styles(styles: set[str], world: World) -> Verdict | None:
    read: set[str] = set()
    while (left := sorted(styles - read)) and len(read) < MOST_STYLES:
        url = left[0]
        read.add(url)
        sheet = _fetched(url, world)
        loaded = of_css(sheet.text, sheet.url)
        if foreign := _foreign([*sheet.hops, *loaded], url):
            return fails(f"{url} loads {foreign}")
        styles.update(each for each in loaded if each.partition("?")[0].endswith(".css"))
    return None


def _fetched(url: str, world: World) -> Page:
    page = world.look.page(url)
    if page.status != OK:
        raise UnseenError(f"{url} answers {page.status}")
    return page


def _linked(url: str, world: World) -> Page | None:
    """None: no page, so nothing is loaded from it."""
    page = world.look.page(url)
    kind = page.headers.get("content-type", "")
    return page if page.status == OK and "html" in kind and _same(page.url, url) else None


def _foreign(loaded: list[str], url: str) -> str:
    return next((each for each in loaded if not _same(each, url)), "")


def _same(url: str, other: str) -> bool:
    return origin(url) == origin(other)
