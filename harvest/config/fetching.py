"""`fetch` of a source: what is harvested from the live service, and how much at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from harvest import nodes
from harvest.blocks import Key, Reading
from harvest.config.formats import FORMATS
from harvest.nodes import LineError
from harvest.values import as_count, as_text, as_texts, as_yes_no, is_address

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import yaml

MOST_REQUESTS: Final = 1_000_000
MOST_MINUTES: Final = 24 * 60

_REPOSITORY: Final = re.compile(r"[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}")
_SITE: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,60}")


class Naming(StrEnum):
    """Which of the two names X uses for a message in what is asked and answered."""

    TWEET = "tweet"
    POST = "post"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """What is harvested from a live service, and how much at a time."""

    token: str = field(default="", repr=False)
    """What opens the API; "" where its variable is not set. Never shown."""
    unset: bool = False
    """Whether `token` names a variable that is not set."""
    user: str = ""
    """The account that the token belongs to, where the service asks for it."""
    api: str = ""
    """The base of its API, without a slash at the end; "" for the service's own."""
    site: str = ""
    """What Stack Exchange's API calls the site."""
    repository: str = ""
    """`owner/name` at GitHub."""
    queries: tuple[str, ...] = ()
    """Searches, in the service's own language."""
    tags: tuple[str, ...] = ()
    """Tags or hashtags, without `#`."""
    categories: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    """Accounts whose mentions and conversations are harvested, without `@`."""
    feeds: tuple[str, ...] = ()
    """Addresses of sitemaps and feeds, from which pages are found."""
    archive: bool = False
    """X: search its full archive instead of the last seven days."""
    naming: Naming = Naming.TWEET
    internal: bool = False
    """Whether its host may have a private address: it is on the company's own network."""
    since: date | None = None
    """How far back the first fetch goes; None: as far as the service does."""
    requests: int = 1000
    """The most requests of one run; what is left is fetched by the next."""
    minutes: int = 30
    """The most minutes of one run."""


def _web(reading: Reading, node: yaml.Node) -> str:
    typed = as_text(reading, node)
    if not is_address(typed) or "{" in typed:
        raise LineError(nodes.line_of(node), "a web address belongs here")
    return typed.rstrip("/")


def _webs(reading: Reading, node: yaml.Node) -> tuple[str, ...]:
    def one(reading: Reading, item: yaml.Node) -> str:
        typed = as_text(reading, item)
        if not is_address(typed) or "{" in typed:
            raise LineError(nodes.line_of(item), "a web address belongs here")
        return typed

    return reading.each(node, one)


def _matching(pattern: re.Pattern[str], what: str) -> Any:
    def read(reading: Reading, node: yaml.Node) -> str:
        typed = as_text(reading, node)
        if not pattern.fullmatch(typed):
            raise LineError(nodes.line_of(node), what)
        return typed

    return read


def _marked(sign: str) -> Any:
    """A list of names, which people write with and without a sign before them."""

    def read(reading: Reading, node: yaml.Node) -> tuple[str, ...]:
        return tuple(name.removeprefix(sign) for name in as_texts(reading, node))

    return read


def _naming(_: Reading, node: yaml.Node) -> Naming:
    return nodes.choice(node, Naming)


def _day(_: Reading, node: yaml.Node) -> date:
    return nodes.day(node)


FETCH_KEYS: Final = (
    Key("token", as_text, "What opens its API: only ever `!ENV NAME`."),
    Key("user", as_text, "The account that the token belongs to, where the service asks for it."),
    Key("api", _web, "The base address of its API, where it is not the public one."),
    Key(
        "site",
        _matching(_SITE, "the API's name of a site belongs here, such as askubuntu"),
        "What Stack Exchange calls the site.",
    ),
    Key(
        "repository",
        _matching(_REPOSITORY, "a repository belongs here, as owner/name"),
        "The repository of the discussions, as owner/name.",
    ),
    Key("queries", as_texts, "Searches, in the service's own language."),
    Key("tags", _marked("#"), "Tags or hashtags."),
    Key("categories", as_texts, "Categories."),
    Key("accounts", _marked("@"), "Accounts whose mentions and conversations are harvested."),
    Key("feeds", _webs, "Addresses of sitemaps and feeds, from which pages are found."),
    Key("archive", as_yes_no, "Search the full archive, not only the last seven days."),
    Key("naming", _naming, "`tweet` or `post`: the names that the API is asked with."),
    Key("internal", as_yes_no, "It is on your own network: its host may have a private address."),
    Key("since", _day, "How far back the first fetch goes: a day."),
    Key("requests", as_count(MOST_REQUESTS), "The most requests of one run."),
    Key("minutes", as_count(MOST_MINUTES), "The most minutes of one run."),
)


def read_fetch(reading: Reading, node: yaml.Node) -> Fetch | None:
    """The block; a token that is written out is a mistake."""
    reading.hidden(node, "token")
    values = reading.block(node, FETCH_KEYS, nodes.line_of(node))
    named = any(key == "token" and not nodes.is_null(value) for key, _, value in nodes.entries(node))
    return None if values is None else Fetch(**values, unset=named and not values.get("token"))


def mistakes(format_: str, source: Mapping[str, Any], given: Mapping[str, int]) -> list[tuple[str, str]]:
    """What does not fit together in a source that has `fetch`: the key (or "") and what is wrong with it.

    `source` holds the values of the source, `given` the keys of its `fetch` that are written there.
    """
    live = FORMATS[format_]
    if live is None:
        return [("", f"{format_} is an archive format: there is no service to fetch it from")]
    known = {key.name for key in FETCH_KEYS}  # what is no key at all has been told
    found = [(key, f"{key}: the format {format_} takes none") for key in given if key in known - live.takes]
    here = {*given, *(key for key, value in source.items() if value)}
    for group in live.needs:
        if not group & here:
            names = " or ".join(f'"{name}"' for name in sorted(group))
            found.append(("", f"{names} is missing: a source in the format {format_} needs it to be fetched"))
    fetch = source.get("fetch")
    address = (fetch.api if fetch else "") or source.get("url", "")
    if fetch and fetch.token and address.startswith("http://") and not fetch.internal:
        found.append(("token", "token: it would be sent unencrypted: use an https address"))
    return found
