"""The posts of an answer, restructured: what to try first, then what to try if that does not work.

Policy. Within a post the order stays, but for a warning that would come too late: "back up first" goes before
the first step. Posts follow each other in thread order; what one repeats is said once. A post after which the
asker says that it did not help is left out when another post of the answer remains.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from harvest.model import Block, CodeBlock, Listing, Paragraph, Quotation, Role, Span
from harvest.pages import cues, sentences
from harvest.pages.instructions import instructs
from harvest.pages.sift import sift
from harvest.pages.steps import as_steps
from harvest.pages.tidy import tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from harvest.model import Post, Thread, Verdict
    from harvest.pages.sentences import Sentence

    Read = Callable[[Post], tuple[Block, ...]]


QUOTED_WORDS: Final = 5
"""A shorter sentence may be in question and answer by chance."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block with the post it comes from."""

    block: Block
    post: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What to try first, and what to try if that does not work."""

    first: tuple[Piece, ...]
    further: tuple[Piece, ...]


def shape(thread: Thread, verdict: Verdict, read: Read) -> Shape:
    """The answer's posts as pieces. `read` gives a post's blocks, masked.

    Where no sentence would stay, all of them do.
    """
    asked = _asked(thread, verdict, read)
    return (
        _shape(thread, verdict, lambda post: sift(tidy(read(post))), set(asked))
        or _shape(thread, verdict, lambda post: tidy(read(post)) or read(post), set())
        or Shape((), ())
    )


def _shape(thread: Thread, verdict: Verdict, read: Read, said: set[str]) -> Shape | None:
    first: list[Piece] = []
    further: list[Piece] = []
    offered = _offered(thread, verdict)
    asker = thread.question.author.key
    helped = any(post.author.key != asker for post in offered)
    for post in offered:
        blocks = read(post)
        if helped and post.author.key == asker:
            blocks = _done(blocks)
        main, rest = _parted(_restructured(blocks))
        for part, place in ((main, first), (rest, further)):
            place += [Piece(block, post.id) for block in _once(_warned(part), said)]
    if not first:
        first, further = further, []
    return Shape(tuple(first), tuple(further)) if first else None


def _done(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """What an asker's reply adds to somebody else's answer: what was done, not how it felt or what failed."""
    kept: list[Block] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            kept.append(block)
        elif told := [sentence for sentence in sentences.split(block) if _tells_what_was_done(sentence)]:
            kept.append(sentences.join(told))
    return tuple(kept)


def _tells_what_was_done(sentence: Sentence) -> bool:
    if cues.FAILED.search(sentence.plain) and not cues.CONFIRMS.search(sentence.plain):
        return False
    return cues.DID.search(sentence.plain) is not None or instructs(sentence.text)


def _asked(thread: Thread, verdict: Verdict, read: Read) -> set[str]:
    """The asker's sentences: an answer that repeats one is quoting, with or without a mark."""
    return {
        _key(sentence.text)
        for turn in thread.turns
        for post in turn.posts
        if post.author.key == thread.question.author.key and post.id not in verdict.answer
        for block in read(post)
        if isinstance(block, Paragraph)
        for sentence in sentences.split(block)
        if len(sentence.text.split()) >= QUOTED_WORDS
    }


def failed(thread: Thread, answer: Sequence[str]) -> frozenset[str]:
    """Those posts of the answer after which the asker says that it did not help."""
    asker = thread.question.author.key
    found: set[str] = set()
    pending: list[tuple[str, ...]] = []
    for turn in thread.turns:
        if turn.author.key == asker and not set(turn.ids) & set(answer):
            text = sentences.plain(turn.text[:2000])
            if cues.FAILED.search(text) and not cues.CONFIRMS.search(text):
                meant = [ids for ids in pending if turn.reply_to in ids] or (
                    pending[-1:] if not turn.reply_to else []
                )
                found.update(id_ for ids in meant for id_ in ids)
            pending = []
        elif set(turn.ids) & set(answer):
            pending.append(turn.ids)
    return frozenset(found & set(answer))


def _offered(thread: Thread, verdict: Verdict) -> list[Post]:
    posts = [post for turn in thread.turns for post in turn.posts if post.id in verdict.answer]
    if len(posts) < 2 or not any(turn.role is Role.ASKER for turn in thread.turns):
        return posts
    not_helping = failed(thread, verdict.answer)
    return [post for post in posts if post.id not in not_helping] or posts


def _restructured(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Instructions as steps, links with a name."""
    return tuple(_named(block) for block in as_steps(blocks))


def _parted(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What comes before the first "If that does not work", and the rest."""
    for number, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        said = sentences.split(block)
        for at, sentence in enumerate(said):
            if cues.FURTHER.match(sentence.plain) and (number or at):
                before = (sentences.join(said[:at]),) if at else ()
                return (*blocks[:number], *before), (sentences.join(said[at:]), *blocks[number + 1 :])
    return blocks, ()


def _warned(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Warnings that come after instructions go before the first of them."""
    warnings: list[Sentence] = []
    kept: list[Block] = []
    first_step: int | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            said = sentences.split(block)
            late = [s for s in said if first_step is not None and _is_warning(s)]
            warnings += late
            said = [s for s in said if s not in late]
            if said:
                kept.append(sentences.join(said) if late else block)
        else:
            kept.append(block)
            if first_step is None and isinstance(block, Listing | CodeBlock):
                first_step = len(kept) - 1
    if first_step is None or not warnings:
        return blocks
    return (*kept[:first_step], sentences.join(warnings), *kept[first_step:])


def _is_warning(sentence: Sentence) -> bool:
    return cues.WARNING.match(sentence.plain) is not None


def _once(blocks: Iterable[Block], said: set[str]) -> list[Block]:
    """The blocks without the sentences, lists and code that have been `said` before."""
    fresh: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            new = [s for s in sentences.split(block) if _key(s.text) not in said]
            said.update(_key(s.text) for s in new)
            if new:
                fresh.append(sentences.join(new))
        elif repr(block) not in said:
            said.add(repr(block))
            fresh.append(block)
    return fresh


def _key(text: str) -> str:
    return " ".join(text.casefold().split()).strip("\"'“”‘’")


def _named(block: Block) -> Block:
    """Links that only say "here" get the name of where they lead beside it."""
    match block:
        case Paragraph(spans):
            return Paragraph(tuple(_with_host(span) for span in spans))
        case Listing(items, ordered):
            return Listing(tuple(tuple(_named(inner) for inner in item) for item in items), ordered)
        case Quotation(blocks):
            return Quotation(tuple(_named(inner) for inner in blocks))
        case CodeBlock():
            return block


def _with_host(span: Span) -> Span:
    host = (
        urlsplit(span.href).hostname
        if span.href.startswith("http") and cues.HERE.fullmatch(span.text.strip())
        else ""
    )
    return replace(span, text=f"{span.text.rstrip()} ({host.removeprefix('www.')})") if host else span
