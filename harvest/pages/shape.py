"""The posts of an answer, restructured: what to try first, then what to try if that does not work.

Policy. Within a post the order stays, with two exceptions: a warning that would come too late ("back up
first") goes before the first step, and a paragraph that only explains goes below the steps, unless what
follows leans on it. Posts follow each other in thread order; what one repeats is said once.

A thread of whose answer nothing stays has an empty shape: a page of chatter is worse than none. Tried and
rejected: keeping everything in that case; nearly all of it was "we'll look into it" and questions back.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from harvest.model import Block, CodeBlock, Listing, Outcome, Paragraph, Quotation, Span
from harvest.pages import cues, sentences
from harvest.pages.debris import cleared
from harvest.pages.decisive import words
from harvest.pages.instructions import instructs
from harvest.pages.offer import offers
from harvest.pages.sift import sift
from harvest.pages.steps import as_steps
from harvest.pages.tidy import tidy
from harvest.pages.use import place
from harvest.resolution.belongs import tells_the_cause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from harvest.model import Post, Thread, Verdict
    from harvest.pages.sentences import Sentence

    Read = Callable[[Post], tuple[Block, ...]]


QUOTED_WORDS: Final = 5
"""A shorter sentence may be in question and answer by chance."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block with the posts it comes from."""

    block: Block
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What to try first, what if that does not work, why it happens, what else was said. All may be empty."""

    first: tuple[Piece, ...]
    further: tuple[Piece, ...] = ()
    why: tuple[Piece, ...] = ()
    also: tuple[Piece, ...] = ()
    """What others said besides, which nobody's confirmation means."""


def shape(thread: Thread, verdict: Verdict, read: Read) -> Shape:
    """The answer's posts as pieces; none where no sentence helps anybody.

    `read` gives a post's blocks, masked.
    """
    said = _asked(thread, verdict, read)
    found = _Found()
    offered = offers(thread, verdict, lambda post: tidy(cleared(read(post))))
    asker = thread.question.author.key
    helped = any(offer.author != asker for offer in offered)
    meant = _meant(thread, verdict)
    echo = words(confirmation(thread, verdict))
    for sure in (False, True):  # where nothing is likely to be of use, what is likeliest is all there is
        for offer in offered:
            own = offer.author == asker
            written = place(thread, verdict, offer.posts[0])
            written = replace(written, alone=not helped, added=written.added and not sure)
            blocks = sift(_done(offer.blocks) if helped and own else offer.blocks, written, echo)
            beside = verdict.outcome is Outcome.RESOLVED and offer.author not in meant
            found.take(blocks, offer.posts, said, beside=beside)
        if found.any:
            break
    return found.shape()


def _meant(thread: Thread, verdict: Verdict) -> set[str]:
    """Whose posts the confirmation means; only whoever asked, where they say themselves what it was."""
    asker = thread.question.author.key
    told = next((turn for turn in thread.turns if verdict.confirmed_by in turn.ids), None)
    if (
        told is not None
        and told.author.key == asker
        and not set(told.ids).isdisjoint(verdict.made_of)
        and tells_the_cause(sentences.plain(told.text))
    ):
        return {asker}
    return {asker} | {turn.author.key for turn in thread.turns if set(turn.ids) & set(verdict.answer)}


@dataclass(slots=True)
class _Found:
    """The pieces of each section, as they are found."""

    first: list[Piece] = field(default_factory=list)
    further: list[Piece] = field(default_factory=list)
    why: list[Piece] = field(default_factory=list)
    also: list[Piece] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether anything is found."""
        return bool(self.first or self.further or self.why or self.also)

    def take(
        self, blocks: tuple[Block, ...], posts: tuple[str, ...], said: set[str], *, beside: bool
    ) -> None:
        """Adds what a message says and none has `said` before; `beside`: no confirmation means it."""
        main, rest = _parted(_restructured(blocks))
        main, why = _explained(_warned(main))
        sections = (self.also,) * 3 if beside else (self.first, self.further, self.why)
        for part, section in zip((main, _warned(rest), why), sections, strict=True):
            section += [Piece(block, posts) for block in _hanging_off(_once(part, said))]

    def shape(self) -> Shape:
        """With something to try first, if there is anything to try."""
        first, further, also = self.first, self.further, self.also
        if not first:
            first, further = further, []
        if not first:
            first, also = also, []
        if not first:
            return Shape(tuple(self.why))
        return Shape(tuple(first), tuple(further), tuple(self.why), tuple(also))


def confirmation(thread: Thread, verdict: Verdict) -> str:
    """What somebody says who says that the answer helped; nothing where nobody does, or in an answer."""
    said = (turn for turn in thread.turns if verdict.confirmed_by in turn.ids)
    return next((turn.text for turn in said if not set(turn.ids) & set(verdict.made_of)), "")


def _done(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """What an asker's reply adds to somebody else's answer: what was done and why, and what that leads to.

    Code goes where the sentence above or below it says that it failed. Tried and rejected: doing this with
    an asker's own fix, which nobody else has told; "a filter was switched on" was the whole answer.
    """
    kept: list[Block] = []
    above: Block | None = None
    led = False
    for block, below in zip_longest(blocks, blocks[1:]):
        if isinstance(block, Paragraph):
            told: list[Sentence] = []
            for sentence in sentences.split(block):
                if _goes_on_to_another(sentence, after=bool(kept or told)):
                    return (*kept, sentences.join(told)) if told else tuple(kept)
                stays = led or _tells_what_was_done(sentence)
                told += [sentence] if stays else []
                led = stays and sentence.text.endswith(":")
            if told:
                kept.append(sentences.join(told))
        elif not any(map(_failed, [*_sentences(above)[-1:], *_sentences(below)[:1]])):
            kept.append(block)
        above = block
    return tuple(kept)


def _sentences(block: Block | None) -> list[Sentence]:
    return sentences.split(block) if isinstance(block, Paragraph) else []


def _failed(sentence: Sentence) -> bool:
    return cues.FAILED.search(sentence.plain) is not None and not cues.CONFIRMS.search(sentence.plain)


def _goes_on_to_another(sentence: Sentence, *, after: bool) -> bool:
    """Whether it begins another question; `after`: something was told before it."""
    said = sentence.plain
    return cues.NEW_TROUBLE.search(said) is not None or (after and said.endswith("?"))


def _tells_what_was_done(sentence: Sentence) -> bool:
    if _failed(sentence) or cues.ONLY_ABLE.fullmatch(sentence.plain):
        return False
    return (
        instructs(sentence.text)
        or any(cue.search(sentence.plain) for cue in (cues.DID, cues.WHY))
        or any(span.code for span in sentence.spans)
    )


def _asked(thread: Thread, verdict: Verdict, read: Read) -> set[str]:
    """The asker's sentences: an answer that repeats one is quoting, with or without a mark."""
    return {
        _key(sentence.text)
        for turn in thread.turns
        for post in turn.posts
        if post.author.key == thread.question.author.key and post.id not in verdict.made_of
        for block in read(post)
        if isinstance(block, Paragraph)
        for sentence in sentences.split(block)
        if len(sentence.text.split()) >= QUOTED_WORDS
    }


def _restructured(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Instructions as steps, links with a name, no traces of a crash."""
    return tuple(_named(block) for block in as_steps(blocks) if not _is_trace(block))


def _is_trace(block: Block) -> bool:
    if not isinstance(block, CodeBlock):
        return False
    lines = [line for line in block.text.splitlines() if any(character.isalnum() for character in line)]
    return not lines or 2 * sum(cues.TRACE.search(line) is not None for line in lines) > len(lines)


def _explained(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What to do, and the paragraphs that only say why. Without anything to do, all stays together."""
    if not any(isinstance(block, Paragraph) and _gives_a_reason(block) for block in blocks):
        return blocks, ()
    doing = [number for number, block in enumerate(blocks) if _tells_what_to_do(block)]
    why = [
        number
        for number, (block, below) in enumerate(zip_longest(blocks, blocks[1:]))
        if doing
        and not doing[0] < number < doing[-1]  # nothing leaves the middle of a procedure
        and isinstance(block, Paragraph)
        and _gives_a_reason(block)
        and _only_explains(block)
        and not _leans(below)
    ]
    rest = tuple(block for number, block in enumerate(blocks) if number not in why)
    return rest, tuple(blocks[number] for number in why)


def _gives_a_reason(paragraph: Paragraph) -> bool:
    return cues.WHY.search(sentences.plain(sentences.text_of(paragraph.spans))) is not None


def _only_explains(paragraph: Paragraph) -> bool:
    said = sentences.split(paragraph)
    return (
        not any(_tells_what_to_do(sentences.join((s,))) or _is_warning(s) for s in said)
        and not cues.LEANS.match(said[0].plain)
        and not cues.NOTE.match(said[0].plain)
        and not said[-1].text.endswith(":")
    )


def _tells_what_to_do(block: Block) -> bool:
    if not isinstance(block, Paragraph):
        return True
    return any(
        instructs(s.text) or cues.CLAUSE_STEP.search(s.plain) or cues.ADVICE.search(s.plain)
        for s in sentences.split(block)
    )


def _leans(block: Block | None) -> bool:
    """Whether a paragraph goes on with what stands above it; a list or code does, if only by its place."""
    if isinstance(block, Paragraph):
        said = sentences.split(block)
        return bool(said) and cues.LEANS.match(said[0].plain) is not None
    return isinstance(block, CodeBlock)


def _hanging_off(blocks: list[Block]) -> list[Block]:
    """Without a sentence at the end that leads to nothing: "Please check the following:"."""
    if blocks and isinstance(blocks[-1], Paragraph):
        said = sentences.split(blocks[-1])
        while said and said[-1].text.endswith(":"):
            said.pop()
        blocks[-1:] = [sentences.join(said)] if said else []
    return blocks


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
        case CodeBlock(text=text):
            address = text.strip()
            return Paragraph((Span(address, href=address),)) if cues.ADDRESS.fullmatch(address) else block


def _with_host(span: Span) -> Span:
    host = (
        urlsplit(span.href).hostname
        if span.href.startswith("http") and cues.HERE.fullmatch(span.text.strip())
        else ""
    )
    return replace(span, text=f"{span.text.rstrip()} ({host.removeprefix('www.')})") if host else span
