"""One conversation at Bluesky, as threads show it; conversations that are looked at again."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from harvest.sources.bluesky import left_out, post_id, uri_of
from harvest.sources.fields import BadRow, mapping, sequence, whole_number
from harvest.sources.live.refusal import RefusedError
from harvest.sources.live.service import Step
from harvest.sources.live.young import unseen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from harvest.sources.live.bluesky.asking import Network, Params, Raw
    from harvest.sources.live.service import Known

BATCH: Final = 25
"""So many posts may be looked up at a time."""
LEVELS: Final = 100
"""So many levels of a thread come at a time: more would be nested deeper than JSON is read."""


async def again(network: Network, known: Sequence[Known]) -> AsyncIterator[Step]:
    """Look at conversations again: edits, deletions, and where there are more replies, all of it."""
    ids = [id_ for one in known for id_ in one.posts if id_.startswith("at://")]
    seen: dict[str, Raw] = {}
    for at in range(0, len(ids), BATCH):
        uris = ids[at : at + BATCH]
        found = await network.object("app.bsky.feed.getPosts", {"uris": uris}, has="posts")
        here = {uri_of(raw): raw for raw in map(mapping, sequence(found.get("posts")))}
        seen |= here
        shown = {uri: raw for uri, raw in here.items() if not left_out(raw)}
        posts = [network.post(raw) for raw in shown.values()]
        yield Step(
            posts=tuple(one for one in posts if one),
            gone_posts=tuple(uri for uri in uris if uri not in shown),
        )
    for one in known:
        tree = {uri: seen[uri] for uri in one.posts if uri in seen}
        first = tree.get(one.id)
        if first and not left_out(first) and _has_more(tree):
            yield await conversation(network, one.id, first)


async def conversation(network: Network, root: str, known: Raw) -> Step:
    """The conversation that begins at `root`, as far as it is shown; `known` is a post in it.

    Where the thread of its first post does not show the known one, it is read from there too: the first post
    may be gone, or the thread too long. Raises FetchError.
    """
    tree, report = _Tree(), network.ask.report
    if uri_of(known) == root and known.get("replyCount") == 0:
        tree.posts[root] = known
    else:
        await tree.read(network, root, above=0)
    is_whole = tree.is_whole and root in tree.posts
    if uri_of(known) not in tree.posts and not is_whole:
        await tree.read(network, uri_of(known), above=LEVELS)
    network.read |= tree.posts.keys()
    name = post_id(root)
    if root in tree.posts and (reason := left_out(tree.posts[root])):
        report.skipped(f"conversation: {reason}")
        return Step(gone=(name,))
    reasons = {uri: left_out(raw) for uri, raw in tree.posts.items()}
    reasons |= dict.fromkeys(tree.hidden, "post that is not shown to this account")
    for reason in filter(None, reasons.values()):
        report.skipped(reason)
    shown = [raw for uri, raw in tree.posts.items() if not reasons[uri]]
    posts = tuple(one for raw in shown if (one := network.post(raw)) and one.conversation == name)
    if posts:
        network.young.note(name, (one.id for one in posts), max(one.created for one in posts))
    here = frozenset(ids_of((*map(uri_of, shown), *tree.hidden)))
    gone = {*tree.lost, *tree.posts} - {*map(uri_of, shown)}
    return Step(posts=posts, whole={name: here} if is_whole else {}, gone_posts=ids_of(gone))


@dataclass(slots=True)
class _Tree:
    """What threads have shown of a conversation, by address."""

    posts: dict[str, Raw] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    """Blocked: they are there, and not shown."""
    lost: set[str] = field(default_factory=set)
    """Not there any more."""
    is_whole: bool = True
    """Whether every reply that a post is said to have was seen."""

    async def read(self, network: Network, uri: str, above: int) -> None:
        """A thread from one post down to its end, and `above` levels up. Raises FetchError."""
        waiting, asked = [uri], set[str]()
        while waiting:
            at = waiting.pop()
            if at in asked:
                continue
            asked.add(at)
            params: Params = {"uri": at, "depth": LEVELS, "parentHeight": above if at == uri else 0}
            try:
                found = await network.object("app.bsky.feed.getPostThread", params, has="thread")
            except RefusedError as refusal:
                if not _is_missing(refusal):
                    raise
                self.lost.add(at)
                self.is_whole = False
                continue
            waiting += self._take(mapping(found.get("thread")))

    def _take(self, top: Raw) -> list[str]:
        """The posts of one answer; returns those below which it was cut off."""
        waiting, cut = [(top, False)], []
        while waiting:
            node, is_above = waiting.pop()
            raw, uri = mapping(node.get("post")), uri_of(mapping(node.get("post"))) or uri_of(node)
            if node.get("notFound") is True:
                self.lost.add(uri)
            elif not raw:
                self.hidden |= {uri} if uri else set()
            else:
                self.posts[uri] = raw
                below = [mapping(each) for each in sequence(node.get("replies"))]
                waiting += [(each, False) for each in below]
                if over := mapping(node.get("parent")):
                    waiting.append((over, True))
                if "replies" not in node and not is_above and _replies(raw):
                    cut.append(uri)
                elif _replies(raw) > sum("notFound" not in each for each in below):
                    self.is_whole = False
        return cut


def _has_more(tree: Mapping[str, Raw]) -> bool:
    """Whether some post has more replies than are in the tree."""
    return bool(unseen({uri: (_parent(raw), _replies(raw)) for uri, raw in tree.items()}))


def _parent(raw: Raw) -> str:
    return uri_of(mapping(mapping(mapping(raw.get("record")).get("reply")).get("parent")))


def _replies(raw: Raw) -> int:
    return whole_number(raw.get("replyCount"))


def _is_missing(refusal: RefusedError) -> bool:
    """The service says with a 400 and in words that a post is not there."""
    return refusal.status == HTTPStatus.BAD_REQUEST and "not found" in str(refusal).lower()


def ids_of(uris: Sequence[str] | set[str]) -> tuple[str, ...]:
    """The ids of what has an address that can have one."""
    found = []
    for uri in uris:
        try:
            found.append(post_id(uri))
        except BadRow:
            continue
    return tuple(found)
