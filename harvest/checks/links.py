"""Whether links within the site lead somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest.checks.finding import Finding
from harvest.checks.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.checks.knowledge import Knowledge


def links(known: Knowledge) -> Iterator[Finding]:
    """Links between pages, to files and to headings lead to what is there and published.

    All pages are looked at, also those that the change did not touch: it may have taken away what they lead
    to. Old addresses (`redirect_from`) count as being there.

    Policy. A false alarm stops a change that is right; so addresses are resolved as mkdocs and browsers do,
    and what other plugins may add (`__…`) passes. A miss sends a customer who is already stuck to nothing.
    """
    places = Places(known)
    for page in places.texts.values():
        if known.only is not None and page.path not in known.only:
            continue
        for reference in page.references:
            what, todo = ("", "") if reference.picture else places.wrong(page, reference.target)
            if what:
                yield Finding(check="links", path=page.path, line=reference.line, what=what, todo=todo)
