"""Whether a page says where it comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.checks.finding import Finding
from harvest.model import ID_PATTERN, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.checks.knowledge import Knowledge, Sheet
    from harvest.model import SourceRef

DIGEST: Final = re.compile(r"sha256:[0-9a-f]{16}")


def provenance(known: Knowledge) -> Iterator[Finding]:
    """At least one conversation, with its posts and their digest, unless every passage is staff's.

    Policy. A false alarm costs a waiver: a page that staff wrote has marks that say so. A miss makes a page
    of which nobody can say who said so, and that nobody notices when the conversation changes. Whether a
    digest is still true needs the lake; that is for `harvest review` to say.
    """
    for page in known.changed:
        if page.answer.state is State.TAKEN_DOWN:
            continue
        passages = [passage for section in page.answer.sections for passage in section.passages]
        if not page.answer.sources and (not passages or any(passage.origin for passage in passages)):
            yield Finding(
                check="provenance",
                path=page.path,
                what="comes from no conversation",
                todo="name it in `sources`, or mark each passage as <!-- staff -->",
            )
        for source in page.answer.sources:
            for what, todo in _wrong(source):
                yield Finding(
                    check="provenance", path=page.path, line=_line(page, source), what=what, todo=todo
                )


def _line(page: Sheet, source: SourceRef) -> int:
    return page.line_of("sources", source.thread)


def _wrong(source: SourceRef) -> Iterator[tuple[str, str]]:
    name, _, thread = source.thread.partition(":")
    if not (ID_PATTERN.fullmatch(name) and ID_PATTERN.fullmatch(thread)):
        yield "`thread` names no conversation", "write the source's name, a colon, and the conversation's id"
    if not source.posts:
        yield "`posts` names no post", "name those that the answer comes from"
    if not all(map(ID_PATTERN.fullmatch, source.posts)):
        yield "`posts` holds something that is not the id of a post", "write ids only, without the source"
    if not DIGEST.fullmatch(source.digest):
        yield "`digest` is none", "write sha256: and 16 hex digits, as `harvest draft` does"
    if source.answered and source.answered < source.asked:
        yield "was answered before it was asked", "mend `asked` or `answered`"
