"""The names of our branches, and what their commits say about themselves. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.pages.slug import slug
from harvest.proposing.inert import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

THREAD: Final = "Harvest-Thread"
PAGE: Final = "Harvest-Page"
DIGEST: Final = "Harvest-Digest"
TREE: Final = "Harvest-Tree"
BASE: Final = "Harvest-Base"
"""Trailers of a commit: whose page, which one, its digest (as in a mark), the tree and the parent it had."""

TAKEDOWN: Final = "takedown-"
REVIEW: Final = "review-"
"""What follows the prefix in the names of branches that are about a page, and propose none."""

_TRAILER: Final = re.compile(r"(Harvest-[A-Z][a-z]+): (.*)")
TITLE_CHARACTERS: Final = 200
"""Of a request's title. GitHub takes 256."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A branch of the repository whose name begins as ours do."""

    name: str
    head: str
    """The commit it stands at, 40 hex digits."""
    threads: tuple[str, ...] = ()
    """`Thread.ref`s; none: it is not ours."""
    page: str = ""
    digest: str = ""
    """As in `Mark.digest`."""
    untouched: bool = False
    """Whether it is exactly what Harvest has pushed: one commit, nobody's hand in it."""


def name_of(prefix: str, ref: str) -> str:
    """The branch for a thread: always the same, no other thread's, and a name that git takes.

    `prefix`, then what can be read of the thread's reference, then a hash of it.
    """
    mark = hashlib.sha256(ref.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{prefix}{slug(ref)}-{mark}"


def proposes(prefix: str, branch: str) -> bool:
    """Whether a branch of ours proposes a page, and does not only ask about one that is there."""
    return not branch.removeprefix(prefix).startswith((TAKEDOWN, REVIEW))


def about_page(prefix: str, what: str, page: str) -> str:
    """The name of the branch that asks for `what` (TAKEDOWN, REVIEW) of a page: always the same."""
    mark = hashlib.sha256(page.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{prefix}{what}{slug(page.removesuffix('.md').rpartition('/')[2])}-{mark}"


def numbered(name: str, number: int) -> str:
    """The name of the first, second… branch for the same thread."""
    return name if number == 1 else f"{name}-{number}"


def stem_of(branch: str) -> str:
    """The name without its number. (A stem ends in eight digits of a hash, never in three.)"""
    return re.sub(r"-[0-9]{1,3}$", "", branch)


def message(title: str, why: str, *, threads: Sequence[str], page: str, digest: str) -> str:
    """A commit message but for its last two trailers."""
    said = [*(f"{THREAD}: {ref}" for ref in threads), f"{PAGE}: {page}", f"{DIGEST}: {digest}"]
    return "\n".join([title, "", why, "", *said, ""])


def heading(what: str, title: str) -> str:
    """A title for a request and its commit, out of a customer's: one line that closes and calls nobody.

    Forges take `fixes #12` for an order, `@ada` for a call, and `[skip ci]` for leave to check nothing.
    """
    text = plain("".join(c if c.isprintable() else " " for c in title))
    whole = f"{what}: {text}"
    return whole if len(whole) <= TITLE_CHARACTERS else whole[: TITLE_CHARACTERS - 1] + "…"


def trailers(said: str) -> dict[str, list[str]]:
    """Our trailers, by key, out of those of a commit message."""
    found: dict[str, list[str]] = {}
    for line in said.splitlines():
        if each := _TRAILER.fullmatch(line.strip()):
            found.setdefault(each[1], []).append(each[2])
    return found


def written(name: str, head: str, kept: Mapping[str, Sequence[str]]) -> Branch:
    """A branch, from trailers. Whether it is untouched, its tree and parents say."""
    return Branch(
        name=name,
        head=head,
        threads=tuple(kept.get(THREAD, ())),
        page="".join(kept.get(PAGE, [])[:1]),
        digest="".join(kept.get(DIGEST, [])[:1]),
    )
