"""The files of the site that its search needs besides the index: all small, all static. Pure."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from harvest.accesslog import MISS

if TYPE_CHECKING:
    from harvest.config import Config

PAGE: Final = "search/index.md"
"""The page that lists what was found. A script fills it in; without one it is the list of topics."""
OPENSEARCH: Final = "opensearch.xml"
SCRIPTS: Final = "assets/harvest/"
"""Where the theme has its scripts."""
_SHORT_NAME: Final = 16
_COMMENT: Final = re.compile(r"^ *//[^\n]*\n", re.MULTILINE)
_INDENT: Final = re.compile(r"^ +|\n(?=\n)", re.MULTILINE)


def files(config: Config, search_url: str, icon: str) -> dict[str, str]:
    """Text by file name, relative to the root of the site.

    `search_url` and `icon` are addresses relative to that root; `icon` may be "".
    """
    found = {}
    if config.site_url:
        found[OPENSEARCH] = _description(config, search_url, icon)
    if config.search.misses:
        found[MISS] = "Noted.\n"
    return found


def served(script: str) -> str:
    """A script of ours as it is served: without the comments and the indentation that it is read with here.

    Lines and names stay, so that a browser's message still leads to the place. No text in our scripts goes on
    over a line's end; that is what makes this safe, and the scripts are tried as they are served.
    """
    return _INDENT.sub("", _COMMENT.sub("", script))


def _description(config: Config, search_url: str, icon: str) -> str:
    """The site as a search engine of the browser (OpenSearch 1.1, draft 6).

    ShortName holds at most 16 characters and no markup there; a longer name is cut between words.
    """
    root = f"{config.site_url.rstrip('/')}/"
    name = config.site_name or config.company.name
    image = f"<Image>{escape(root + icon)}</Image>\n" if icon else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(_cut(name))}</ShortName>\n"
        f"<Description>{escape(f'Answers from {name}')}</Description>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n"
        f"{image}"
        f'<Url type="text/html" method="get" template="{escape(f"{root}{search_url}?q={{searchTerms}}")}"/>\n'
        "</OpenSearchDescription>\n"
    )


def _cut(name: str) -> str:
    short = name[: _SHORT_NAME + 1]
    if len(short) <= _SHORT_NAME:
        return short
    return short.rpartition(" ")[0] or name[:_SHORT_NAME]
