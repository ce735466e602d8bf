"""Whether links out of the site still lead somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest.checks.finding import Finding
from harvest.checks.places import changed
from harvest.markup import safe_href

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.checks.knowledge import Knowledge


def external_links(known: Knowledge) -> Iterator[Finding]:
    """Addresses of others in the text, and those of the conversations, answer.

    Whoever asks (`--links`) has tried them: what is dead stands in `dead_links`.

    Policy. Only what is certainly gone fails (no such page, no such host): others' servers are slow, or
    refuse machines, and that is no reason to keep an answer back. A miss is found at the next review.
    """
    dead = known.dead_links or {}
    for path, line, address in _all(known):
        if address in dead:
            yield Finding(
                check="external-links",
                path=path,
                line=line,
                what=f"{address} {dead[address]}",
                todo="link to where it is now, or take the link out",
            )


def addresses(known: Knowledge) -> tuple[str, ...]:
    """Every address that is to be tried, each once, without what stands after the #."""
    return tuple(sorted({address for _, _, address in _all(known)}))


def _all(known: Knowledge) -> Iterator[tuple[str, int, str]]:
    """Path, line and address."""
    own = known.site_url.rstrip("/")
    for page in known.changed:
        for source in page.answer.sources:
            if not page.over and (address := _web(source.url)):
                yield page.path, page.line_of("sources", source.url), address
    for text in changed(known):
        for reference in text.references:
            address = _web(reference.target)
            if address and not (own and f"{address}/".startswith(f"{own}/")):
                yield text.path, reference.line, address


def _web(target: str) -> str:
    """The address without its fragment; "" for what is none."""
    address = safe_href(target)
    return address.partition("#")[0] if address.startswith("http") else ""
