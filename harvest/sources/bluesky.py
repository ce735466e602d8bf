"""Bluesky: threads, searches and feeds, as its API (`app.bsky.feed.…`) gives them. JSON or JSON Lines.

Only what everybody may read becomes a post. What a label hides is left out, and so is what its author shows
to people with an account only (`!no-unauthenticated`). Reposts are no posts.

`createdAt` is what the author's device says and may lie; nothing is older than it says, and nothing younger
than `indexedAt`, which is the service's own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.model import ID_PATTERN, Author, Markup, Post
from harvest.sources import jsonstream
from harvest.sources.fields import (
    BadRow,
    iso_time,
    labels,
    line_of_text,
    made_identifier,
    mapping,
    sequence,
    text,
    web_address,
    whole_number,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from harvest.sources.options import Report, SourceOptions

    Raw = dict[str, object]

COLLECTION: Final = "app.bsky.feed.post"

_PLACES: Final = ("", "post.", "thread.post.", "thread.item.value.post.", "posts.item.", "feed.item.post.")
"""Where a post stands in what the API answers."""
_KEYS: Final = ("uri", "cid", "record", "indexedAt")
_ADDRESS: Final = re.compile(r"at://(did:[a-z0-9]+:[A-Za-z0-9._:%-]+)/([A-Za-z0-9.-]+)/([A-Za-z0-9._~:-]+)")
_LONGEST: Final = 8192
_HIDING: Final = {
    "!hide": "hidden post",
    "!takedown": "post taken down",
    "!suspend": "post of a suspended account",
    "!no-unauthenticated": "author shows it to people with an account only",
}
_SHORTENED: Final = ("…", "...")


class Bluesky:
    """A post says which post began its conversation, and which it answers."""

    name: Final = "bluesky"
    about: Final = "Bluesky's API: threads, searches, feeds"

    def recognises(self, path: Path, head: bytes) -> bool:
        """By the keys of a post as the API shows it."""
        del path
        keys = jsonstream.shape(head)
        return any(all(f"{place}{key}" in keys for key in _KEYS) for place in _PLACES)

    def read(self, path: Path, options: SourceOptions, report: Report) -> Iterator[Post]:
        """Yield the posts of each answer, a thread's before its replies."""
        for number, label, value in jsonstream.objects(path, report, self.recognises):
            for count, raw in enumerate(_views(value, report), start=1):
                try:
                    if reason := left_out(raw):
                        report.skipped(reason)
                    else:
                        yield post(raw, options)
                except BadRow as bad:
                    report.bad(number, f"{label}{'' if raw is value else f'post {count}: '}{bad}")


def _views(value: Raw, report: Report) -> Iterator[Raw]:
    """The posts of one answer."""
    thread = value.get("thread")
    if isinstance(thread, dict):
        yield from _in_thread(thread, report)
    elif "thread" in value:
        yield from (mapping(mapping(mapping(one).get("value")).get("post")) for one in sequence(thread))
    elif "posts" in value:
        yield from map(mapping, sequence(value.get("posts")))
    else:
        for item in map(mapping, sequence(value["feed"]) if "feed" in value else [value]):
            if reposted(item):
                report.skipped("repost")
            else:
                yield from _in_thread(item, report) if "post" in item else [item]


def _in_thread(node: Raw, report: Report) -> Iterator[Raw]:
    """A post with those above and below it."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if "post" not in one:
            report.skipped("post that is not shown" if one.get("blocked") else "post that is not there")
            continue
        yield mapping(one.get("post"))
        waiting += [mapping(each) for each in reversed(sequence(one.get("replies")))]
        if above := mapping(one.get("parent")):
            waiting.append(above)


def reposted(item: Raw) -> bool:
    """Whether an item of a feed stands there because somebody repeated it."""
    return mapping(item.get("reason")).get("$type") == "app.bsky.feed.defs#reasonRepost"


def left_out(raw: Raw) -> str:
    """Say why a post is not for everybody; "" where it is."""
    author, own = mapping(raw.get("author")), mapping(mapping(raw.get("record")).get("labels"))
    given = [one for place in (raw, author) for one in sequence(place.get("labels"))]
    given += sequence(own.get("values"))
    values = [str(label.get("val")) for label in map(mapping, given) if label.get("neg") is not True]
    return next((_HIDING[value] for value in values if value in _HIDING), "")


def uri_of(raw: Raw) -> str:
    """The address of a record in the network; "" where there is none that can be one."""
    found = raw.get("uri")
    return found if isinstance(found, str) and len(found) <= _LONGEST and _ADDRESS.fullmatch(found) else ""


def root_of(raw: Raw) -> str:
    """The address of the post that began the conversation: its own where it answers nothing."""
    reply = mapping(mapping(raw.get("record")).get("reply"))
    return uri_of(mapping(reply.get("root"))) or uri_of(mapping(reply.get("parent"))) or uri_of(raw)


def post_id(uri: str) -> str:
    """The id of the post at an address in the network: the address, where it can be one. Raises `BadRow`."""
    if not _ADDRESS.fullmatch(uri):
        raise BadRow("uri is no address of a record (at://did:…/…/…)")
    return uri if ID_PATTERN.fullmatch(uri) else made_identifier(uri)


def moment(raw: Raw) -> datetime:
    """When a post was written: as its author says, but not later than the service had it. Raises `BadRow`."""
    indexed = iso_time(raw.get("indexedAt"), "indexedAt")
    try:
        return min(iso_time(mapping(raw.get("record")).get("createdAt"), "createdAt"), indexed)
    except BadRow:
        return indexed


def post(raw: Raw, options: SourceOptions) -> Post:
    """Return what the API calls a post view as a post. Raises `BadRow`."""
    uri, record = uri_of(raw), mapping(raw.get("record"))
    id_ = post_id(uri)
    found = _ADDRESS.fullmatch(uri)
    if not found or found[2] != COLLECTION:
        raise BadRow("uri is not that of a post")
    above = uri_of(mapping(mapping(record.get("reply")).get("parent")))
    parent = post_id(above) if above else ""
    created = moment(raw)
    languages = labels(sequence(record.get("langs")))
    return Post(
        source=options.name,
        id=id_,
        conversation=post_id(root_of(raw)),
        parent=parent if parent != id_ else "",
        author=_author(mapping(raw.get("author"))),
        created=created,
        version=created,
        body=_body(record),
        markup=Markup.TEXT,
        url=f"https://bsky.app/profile/{found[1]}/post/{found[3]}",
        lang=languages[0] if languages else "",
        tags=_tags(record),
        licence=options.licence,
        score=whole_number(raw.get("likeCount")),
    )


def _author(raw: Raw) -> Author:
    """By the DID: handles change."""
    did = line_of_text(raw.get("did"), "did")
    if not did.startswith("did:"):
        raise BadRow("no author")
    handle = line_of_text(raw.get("handle"), "handle")
    return Author(
        key=did,
        name=line_of_text(raw.get("displayName"), "displayName") or handle,
        url=web_address(f"https://bsky.app/profile/{did}"),
    )


def _tags(record: Raw) -> tuple[str, ...]:
    """Hashtags in the text, and those beside it."""
    inside = (feature.get("tag") for facet in _facets(record) for feature in _features(facet))
    return labels([*inside, *sequence(record.get("tags"))])


def _facets(record: Raw) -> list[Raw]:
    return [mapping(facet) for facet in sequence(record.get("facets"))]


def _features(facet: Raw) -> list[Raw]:
    return [mapping(feature) for feature in sequence(facet.get("features"))]


def _body(record: Raw) -> str:
    """The text with whole addresses, and the address of a page shown below it."""
    written = record.get("text")
    body = text(_with_addresses(written, _facets(record)) if isinstance(written, str) else written, "text")
    embed = mapping(record.get("embed"))
    external = mapping(mapping(embed.get("media")).get("external")) or mapping(embed.get("external"))
    page = web_address(external.get("uri"))
    return f"{body}\n\n{page}".lstrip() if page and page not in body else body


def _with_addresses(written: str, facets: list[Raw]) -> str:
    """Put whole addresses in the place of shortened ones. Facets count in bytes of UTF-8."""
    data = written.encode("utf-8", "surrogatepass")
    found = []
    for facet in facets:
        address = next((uri for one in _features(facet) if (uri := web_address(one.get("uri")))), "")
        index = mapping(facet.get("index"))
        start, end = index.get("byteStart"), index.get("byteEnd")
        if address and isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(data):
            found.append((start, end, address))
    pieces, done = [], 0
    for start, end, address in sorted(found):
        try:
            shown = data[start:end].decode("utf-8", "surrogatepass")
            before = data[done:start].decode("utf-8", "surrogatepass") if start >= done else None
        except UnicodeDecodeError:  # in the middle of a character: not what its author saw
            continue
        if before is not None:
            pieces += [before, _whole(shown, address)]
            done = end
    return "".join([*pieces, data[done:].decode("utf-8", "surrogatepass")])


def _whole(shown: str, address: str) -> str:
    """The address where it is shown shortened; both where words are shown instead."""
    begun = shown.strip()
    for dots in _SHORTENED:
        begun = begun.removesuffix(dots)
    plain = (address, address.partition("://")[2], address.partition("://")[2].removeprefix("www."))
    if any(each.lower().startswith(begun.lower()) for each in plain):
        return address
    return f"{shown} ({address})"


FORMAT: Final = Bluesky()
