"""Mastodon: statuses, contexts, searches and notifications, as its API gives them. JSON or JSON Lines.

Only what everybody may read becomes a post: visibility `public` or `unlisted`, by authors who do not mind
that their words are found elsewhere. An author minds who has opted out of search engines (`noindex`), or says
so in their profile with a hashtag that people there have agreed on. Boosts are no posts.

Ids differ from server to server: they are those of the server that was asked.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from harvest.model import Author, Markup, Post
from harvest.sources import jsonstream
from harvest.sources.fields import (
    BadRow,
    identifier,
    iso_time,
    labels,
    line_of_text,
    mapping,
    optional_identifier,
    sequence,
    text,
    web_address,
    whole_number,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harvest.sources.options import Report, SourceOptions

    Raw = dict[str, object]

_PLACES: Final = ("", "status.", "ancestors.item.", "descendants.item.", "statuses.item.")
"""Where a status stands in what the API answers."""
_OPEN: Final = ("public", "unlisted")
_MINDS: Final = re.compile(r"#(?:nobots?|noindex|nosearch|noarchive)\b", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^>]*>")


class Mastodon:
    """A status answers the one that it replies to."""

    name: Final = "mastodon"
    about: Final = "Mastodon's API: statuses, contexts, searches, notifications"

    def recognises(self, path: Path, head: bytes) -> bool:
        """By a key that only statuses have."""
        del path
        keys = jsonstream.shape(head)
        return any(f"{place}in_reply_to_account_id" in keys for place in _PLACES)

    def read(self, path: Path, options: SourceOptions, report: Report) -> Iterator[Post]:
        """Yield the statuses of each answer in its order."""
        for number, label, value in jsonstream.objects(path, report, self.recognises):
            conversation = _root(value)
            for count, raw in enumerate(_statuses(value), start=1):
                try:
                    if reason := left_out(raw):
                        report.skipped(reason)
                    else:
                        yield post(raw, options, conversation)
                except BadRow as bad:
                    which = "" if raw is value else f"status {count}: "
                    report.bad(number, f"{label}{which}{bad}")


def _statuses(value: Raw) -> list[Raw]:
    """The statuses of one answer."""
    for keys in (("ancestors", "descendants"), ("statuses",)):
        if any(key in value for key in keys):
            return [mapping(one) for key in keys for one in sequence(value.get(key))]
    return [mapping(value.get("status"))] if "status" in value and "content" not in value else [value]


def _root(value: Raw) -> str:
    """The id of the status that began the conversation of a context; "" where that cannot be known."""
    first = mapping(next(iter(sequence(value.get("ancestors"))), None))
    return id_of(first) if first and not first.get("in_reply_to_id") else ""


def id_of(raw: Raw) -> str:
    """The id; "" where there is none that can be one."""
    try:
        return optional_identifier(raw.get("id"), "id")
    except BadRow:
        return ""


def left_out(raw: Raw) -> str:
    """Say why a status makes no post although nothing is wrong with it; "" where it does."""
    if raw.get("reblog"):
        return "boost"
    if raw.get("visibility") not in _OPEN:
        return "status not for everybody"
    account = mapping(raw.get("account"))
    if account.get("suspended") is True:
        return "status of a suspended account"
    return "author does not want to be found elsewhere" if _minds(account) else ""


def _minds(account: Raw) -> bool:
    """Whether an author has asked search engines, or bots in general, to stay away."""
    if account.get("noindex") is True:
        return True
    fields = map(mapping, sequence(account.get("fields")))
    said = [account.get("note"), *(each.get(key) for each in fields for key in ("name", "value"))]
    return any(_MINDS.search(_TAG.sub("", one)) for one in said if isinstance(one, str))


def post(raw: Raw, options: SourceOptions, conversation: str = "") -> Post:
    """Return a status as a post. Raises `BadRow`.

    `conversation` is the id of its first status; "" for what the status itself says.
    """
    id_ = identifier(raw.get("id"), "id")
    parent = optional_identifier(raw.get("in_reply_to_id"), "in_reply_to_id")
    own = "" if parent else id_
    created = iso_time(raw.get("created_at"), "created_at")
    edited = raw.get("edited_at")
    language = line_of_text(raw.get("language"), "language")
    return Post(
        source=options.name,
        id=id_,
        conversation=identifier(conversation, "id of the conversation") if conversation else own,
        parent=parent if parent != id_ else "",
        author=_author(mapping(raw.get("account"))),
        created=created,
        version=max(created, iso_time(edited, "edited_at")) if edited else created,
        body=_body(raw),
        markup=Markup.HTML,
        url=web_address(raw.get("url")) or web_address(raw.get("uri")),
        lang=language,
        tags=labels(mapping(tag).get("name") for tag in sequence(raw.get("tags"))),
        licence=options.licence,
        score=whole_number(raw.get("favourites_count")),
    )


def _body(raw: Raw) -> str:
    """The HTML, after the content warning, which many people use like a subject line."""
    content = text(raw.get("content"), "content")
    warning = line_of_text(raw.get("spoiler_text"), "spoiler_text")
    return f"<p>{html.escape(warning)}</p>{content}" if warning else content


def _author(account: Raw) -> Author:
    """By the address, which never changes; numbers differ from server to server."""
    address = line_of_text(account.get("acct"), "acct")
    if not address:
        raise BadRow("no account")
    return Author(
        key=address,
        name=line_of_text(account.get("display_name"), "display_name") or address,
        url=web_address(account.get("url")),
    )


FORMAT: Final = Mastodon()
