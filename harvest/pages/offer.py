"""The posts of an answer that are offered to the next person, as the messages that they are.

Policy. A post after which the asker says that it did not help, or was so already, is left out when another
post of the answer remains, and so is one that its author takes back. Where that is the whole of the answer,
and nobody says that it helped, nothing is offered. "1/2" and "2/2" are one message: its parts are joined, in
their order, where a sentence goes on. Half a sentence whose other half is not in the answer goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from harvest.model import Block, Outcome, Paragraph, Role, Span
from harvest.pages import cues, sentences
from harvest.pages.decisive import in_vain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from harvest.model import Post, Thread, Verdict

_BEFORE: Final = re.compile(r"\s*\(?([1-9])/([2-9])\)?[\s:.–-]*(?=\S)")
_AFTER: Final = re.compile(
    r"(?:\s*[\^*~/–-]\s?\w{1,10})?\s*\(?(?<![\w/])([1-9])/([2-9])\)?(?:\s*[\^*~/–-]\s?\w{1,10})?\s*$"
)
SAYS_HOW_IT_WENT: Final = 200
"""So many characters of a post say how it went; what follows is often about something else."""
_LONGEST_AFTER: Final = 40
_END: Final = (".", "!", "?", "…", ":", ")", '"', "”")


@dataclass(frozen=True, slots=True)
class Offer:
    """One message of the answer."""

    posts: tuple[str, ...]
    """Ids of the posts it was written in."""
    author: str
    """Key of its author."""
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    post: Post
    blocks: tuple[Block, ...]
    number: int
    """Which part of the message it says it is; 0: it does not say."""
    of: int


def offers(thread: Thread, verdict: Verdict, read: Callable[[Post], tuple[Block, ...]]) -> list[Offer]:
    """The messages in thread order. `read` gives a post's blocks, greeting and signature off."""
    found: list[Offer] = []
    run: list[_Part] = []
    for post in _offered(thread, verdict):
        part = _part(post, read(post))
        if run and not _go_together(run[-1], part):
            found += _messages(run)
            run = []
        run.append(part)
    return found + _messages(run)


def failed(thread: Thread, answer: Sequence[str]) -> frozenset[str]:
    """Those posts of the answer after which the asker says that it did not help, or was so already."""
    asker = thread.question.author.key
    found = set(_withdrawn(thread))
    pending: list[tuple[str, ...]] = []
    for turn in thread.turns:
        told = set(turn.ids) & set(answer)
        if turn.author.key == asker:
            text = sentences.plain(turn.text[:2000])
            # an answer of the asker's own tells how it went: what failed is named first there
            fits = in_vain(text) if told else cues.FAILED.search(text) or cues.RULED_OUT.search(text)
            to_all = turn.reply_to in thread.question.ids and _plainly_failed(text)
            if (fits or to_all) and not cues.CONFIRMS.search(text):
                meant = [ids for ids in pending if turn.reply_to in ids] or (
                    pending[-1:] if told or to_all or not turn.reply_to else []
                )
                found.update(id_ for ids in meant for id_ in ids)
            pending = []
        if told:
            pending.append(turn.ids)
    return frozenset(found & set(answer))


def _withdrawn(thread: Thread) -> Iterator[str]:
    """The posts before the one in which whoever wrote them takes back what they said."""
    for at, turn in enumerate(thread.turns):
        if turn.author.key != thread.question.author.key and cues.TAKES_BACK.search(
            sentences.plain(turn.text[:2000])
        ):
            before = [each for each in thread.turns[:at] if each.author.key == turn.author.key]
            yield from (id_ for each in before[-1:] for id_ in each.ids)


def doubted(thread: Thread, verdict: Verdict) -> bool:
    """Whether the post that is taken for a confirmation says that it helped partly, or not at all."""
    told = next((turn for turn in thread.turns if verdict.confirmed_by in turn.ids), None)
    if told is None or not set(told.ids).isdisjoint(verdict.made_of):
        return False
    said = sentences.plain(told.text)
    return cues.PARTLY.search(said[:SAYS_HOW_IT_WENT]) is not None or _plainly_failed(said)


def _plainly_failed(text: str) -> bool:
    """Whether a reply begins by saying that it failed, and nothing there that any of it helped."""
    began = text[:SAYS_HOW_IT_WENT]
    return cues.PLAINLY_FAILED.search(began) is not None and not cues.GOT_ON.search(began)


def _offered(thread: Thread, verdict: Verdict) -> list[Post]:
    posts = [post for turn in thread.turns for post in turn.posts if post.id in verdict.made_of]
    if not any(turn.role is Role.ASKER for turn in thread.turns):
        return posts
    not_helping = failed(thread, verdict.made_of)
    helped = verdict.outcome is Outcome.RESOLVED and not doubted(thread, verdict)
    if not helped and not_helping.issuperset(verdict.answer):
        return []
    return [post for post in posts if post.id not in not_helping] or posts


def _part(post: Post, blocks: tuple[Block, ...]) -> _Part:
    """A post with the number that it bears, and without it."""
    if blocks and isinstance(blocks[0], Paragraph):
        whole = sentences.Sentence(blocks[0].spans)
        if match := _BEFORE.match(whole.text):
            rest = Paragraph(whole.without(match.end(), capital=False).spans)
            return _numbered(post, (rest, *blocks[1:]), match)
    if blocks and isinstance(blocks[-1], Paragraph):
        whole = sentences.Sentence(blocks[-1].spans)
        cut = max(len(whole.text) - _LONGEST_AFTER, 0)
        if match := _AFTER.search(whole.text[cut:]):
            rest = Paragraph(whole.until(cut + match.start()).spans)
            return _numbered(post, (*blocks[:-1], rest) if rest.spans else blocks[:-1], match)
    return _Part(post, blocks, 0, 0)


def _numbered(post: Post, blocks: tuple[Block, ...], match: re.Match[str]) -> _Part:
    number, of = int(match[1]), int(match[2])
    return _Part(post, blocks, number, of) if number <= of else _Part(post, blocks, 0, 0)


def _go_together(one: _Part, other: _Part) -> bool:
    """Whether the two say that they are parts of one message, or the second goes on with the first."""
    if one.post.author.key != other.post.author.key or not one.number:
        return False
    if other.number:
        return one.of == other.of and one.number != other.number
    return one.number < one.of and _begins_low(other.blocks)


def _begins_low(blocks: Sequence[Block]) -> bool:
    return (
        bool(blocks) and isinstance(blocks[0], Paragraph) and sentences.text_of(blocks[0].spans)[:1].islower()
    )


def _messages(run: Sequence[_Part]) -> list[Offer]:
    """The parts in their order; those between which a sentence goes on as one."""
    found: list[Offer] = []
    for part in sorted(run, key=lambda part: part.number or len(run)):
        last = _open(found[-1].blocks) if found else None
        if last and part.blocks and isinstance(part.blocks[0], Paragraph):
            whole = Paragraph((*last.spans, Span(" "), *part.blocks[0].spans))
            blocks = (*found[-1].blocks[:-1], whole, *part.blocks[1:])
            found[-1] = Offer((*found[-1].posts, part.post.id), part.post.author.key, blocks)
        else:
            found.append(Offer((part.post.id,), part.post.author.key, part.blocks))
    if found and run[-1].number < run[-1].of and (last := _open(found[-1].blocks)):
        said = sentences.split(last)[:-1]
        whole_ones = (sentences.join(said),) if said else ()
        found[-1] = replace(found[-1], blocks=(*found[-1].blocks[:-1], *whole_ones))
    return found


def _open(blocks: Sequence[Block]) -> Paragraph | None:
    """The last paragraph, where a sentence of it goes on elsewhere."""
    last = blocks[-1] if blocks else None
    if isinstance(last, Paragraph) and not sentences.text_of(last.spans).rstrip().endswith(_END):
        return last
    return None
