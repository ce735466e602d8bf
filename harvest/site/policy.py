"""The Content-Security-Policy of the built site, and how servers are told of it. Pure.

Policy: nothing runs that is not a file of the site. The theme has a few inline scripts; each is allowed
by its digest, computed from the pages as built, so that an update of the theme needs no thought. What
strangers wrote cannot come in this way: answers hold no script (`inert`), and a digest allows one text only.
One digest too many costs nothing, one too few costs the theme's choice of colours.

Sources: CSP Level 3 (W3C), sections 6.7.3 and 8.4; `style-src-attr` with 'unsafe-hashes' for what Markdown
extensions write, such as the alignment of table cells.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from harvest.site.offline import WORKER

_FIXED: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
PART: Final = ".bin"
"""How a part of the index ends."""
SCRIPTS: Final = "/assets/harvest/search/"
"""Where the scripts are that read it."""
_DATA: Final = ("application/json", "application/ld+json")
"""Scripts of these types are data, which no policy stops."""
FRESH: Final = "no-cache"
"""The `Cache-Control` of the worker: what is switched off must not live on in a cache between."""
OTHERS: Final = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin"}
"""The address of the page of results has what somebody searched for: no page that they go on to learns it."""


@dataclass(slots=True)
class Inline:
    """What stands inline on the pages seen so far, by digest."""

    scripts: set[str] = field(default_factory=set)
    styles: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    worker: bool = False
    """Whether the pages have a service worker."""
    asks: str = ""
    """The one address of another host that pages may ask; "" for none."""

    def see(self, page: str) -> None:
        """Note what a page, complete as it will be served, has inline."""
        reader = _Reader(self)
        reader.feed(page)
        reader.close()

    def policy(self) -> str:
        """The value of the header: the same pages in any order give the same text."""
        directives = dict(_FIXED)
        directives["script-src"] += _digests(self.scripts)
        directives["style-src"] += _digests(self.styles)
        if self.asks:
            directives["connect-src"] += f" {self.asks}"
        if self.worker:
            directives["worker-src"] = "'self'"
        if self.attributes:
            directives["style-src-attr"] = "'unsafe-hashes'" + _digests(self.attributes)
        return "; ".join(f"{name} {value}" for name, value in directives.items())


class _Reader(HTMLParser):
    """Reads as browsers do: what stands in a comment, an attribute or a text is no script."""

    def __init__(self, inline: Inline) -> None:
        super().__init__(convert_charrefs=True)
        self._inline = inline
        self._into: set[str] | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if style := known.get("style"):
            self._inline.attributes.add(_digest(style))
        if tag == "style":
            self._into = self._inline.styles
        elif tag == "script" and "src" not in known and known.get("type") not in _DATA:
            self._into = self._inline.scripts
        self._text = ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if self._into is not None and tag in ("script", "style"):
            self._into.add(_digest(self._text))
            self._into = None


def headers(inline: Inline) -> dict[str, str]:
    """The headers of every answer of the server."""
    return {"Content-Security-Policy": inline.policy(), **OTHERS}


def netlify(found: dict[str, str]) -> str:
    """`_headers` as Netlify and Cloudflare Pages read it from the root of the site."""
    lines = "".join(f"  {name}: {value}\n" for name, value in found.items())
    return f"/*\n{lines}/{WORKER}\n  Cache-Control: {FRESH}\n"


def nginx(found: dict[str, str]) -> str:
    """Lines for a `server` block. The values hold no quote, dollar or backslash that nginx would read.

    A `location` for the worker would take the place of the company's own; an empty header is not sent. Parts
    of the index and the scripts that read it do without: a policy is for pages and workers, these are none,
    and with it the first ten results take a third more bytes.
    """
    variables = {name: f"$harvest_{name.lower().replace('-', '_')}" for name in found}
    lines = "".join(f'set {variables[name]} "{value}";\n' for name, value in found.items())
    empty = " ".join(f'set {variable} "";' for variable in variables.values())
    sent = "".join(f"add_header {name} {variable} always;\n" for name, variable in variables.items())
    return (
        f'{lines}if ($uri ~ "{re.escape(PART)}$|{SCRIPTS}") {{ {empty} }}\n{sent}set $harvest_cache "";\n'
        f'if ($uri ~ "/{re.escape(WORKER)}$") {{ set $harvest_cache "{FRESH}"; }}\n'
        "add_header Cache-Control $harvest_cache;\n"
    )


def caddy(found: dict[str, str]) -> str:
    """Directives for a site block."""
    lines = "".join(f'\t{name} "{value}"\n' for name, value in found.items())
    return (
        f"@harvest_pages not path *{PART} *{SCRIPTS}*\nheader @harvest_pages {{\n{lines}}}\n"
        f'@harvest_worker path */{WORKER}\nheader @harvest_worker Cache-Control "{FRESH}"\n'
    )


def _digests(found: set[str]) -> str:
    return "".join(f" '{digest}'" for digest in sorted(found))


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
