"""Instructions written as prose become a list: one step an item, in the order in which they were given.

Policy. No order is invented. Numbered where the post numbers its lines or clauses, or says one instruction
after the other; bulleted where it uses dashes for things that are not instructions. Suggestions to choose
from ("Try this. Try that.") are not steps and stay prose. Words are never changed: only the marks before them
go, because the list writes its own.
"""

from __future__ import annotations

from itertools import chain, islice, takewhile
from typing import TYPE_CHECKING, Final

from harvest.model import Block, Listing, Paragraph
from harvest.pages import cues, sentences
from harvest.pages.instructions import instructs

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Sequence

    from harvest.pages.sentences import Sentence

FEWEST: Final = 3
"""Fewer instructions in a row are read as easily in prose."""
FEWEST_MARKED: Final = 2
"""Lines or clauses with a mark before them are a list from so many on."""


def as_steps(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """`blocks` with instructions in a row as lists. Idempotent for what is a list already."""
    parted = [part for block in blocks for part in _in_a_paragraph(block)]
    return tuple(_in_paragraphs(parted))


def _in_a_paragraph(block: Block) -> list[Block]:
    if not isinstance(block, Paragraph):
        return [block]
    said = sentences.split(block)
    return (
        _marked_lines(said)
        or _marked_clauses(block)
        or _instructions_in_a_row(said)
        or [_without_dash(block)]
    )


def _without_dash(paragraph: Paragraph) -> Paragraph:
    """Without the mark of a list whose other items are gone."""
    whole = sentences.Sentence(paragraph.spans)
    mark = cues.DASHED.match(whole.text)
    return Paragraph(whole.without(mark.end()).spans) if mark else paragraph


def _marked_lines(said: Sequence[Sentence]) -> list[Block]:
    """Lines that the post itself marks with numbers or dashes; nothing where it does not."""
    lines: list[list[Sentence]] = []
    for sentence in said:
        if sentence.new_line or not lines:
            lines.append([])
        lines[-1].append(sentence)
    for mark, ordered in ((cues.NUMBERED, True), (cues.DASHED, False)):
        fits = [mark.match(line[0].text) for line in lines]
        first = next((number for number, match in enumerate(fits) if match), len(lines))
        if sum(map(bool, fits)) < FEWEST_MARKED or (ordered and not _counts_up(fits)):
            continue
        items: list[list[Sentence]] = []
        for line, match in zip(lines[first:], fits[first:], strict=True):
            if match:
                items.append([line[0].without(match.end()), *line[1:]])
            else:
                items[-1] += line
        numbered = ordered or all(instructs(item[0].text) for item in items)
        before = [sentences.join(s for line in lines[:first] for s in line)] if first else []
        return [*before, _listing(items, ordered=numbered)]
    return []


def _counts_up(fits: Iterable[re.Match[str] | None]) -> bool:
    numbers = [int(match[1]) for match in fits if match]
    return numbers == list(range(1, len(numbers) + 1))


def _marked_clauses(block: Paragraph) -> list[Block]:
    """Clauses of one line that are numbered, or parted by dashes and begin with instructions."""
    text = sentences.text_of(block.spans)
    if "\n" in text:
        return []
    numbers = list(cues.INLINE_NUMBER.finditer(text))
    dashes = list(cues.INLINE_DASH.finditer(text))
    if len(numbers) >= FEWEST_MARKED and _counts_up(numbers):
        marks = numbers
    elif len(dashes) >= _fewest_dashes(text, dashes) and all(
        instructs(text[mark.end() :]) for mark in dashes[:FEWEST]
    ):
        # a later dash may part off a remark: "- restart it - that has worked for many"
        marks = [mark for mark in dashes if instructs(text[mark.end() :])]
    else:
        return []
    whole = sentences.Sentence(block.spans)
    edges = [mark.start() for mark in marks] + [len(text)]
    items = [[whole.until(end).without(mark.end())] for mark, end in zip(marks, edges[1:], strict=True)]
    if any(not item[0].text.strip() for item in items) or _in_links_or_code(block, marks):
        return []
    before = [Paragraph(whole.until(edges[0]).spans)] if text[: edges[0]].strip() else []
    return [*before, _listing(items, ordered=True)]


def _fewest_dashes(text: str, dashes: Sequence[re.Match[str]]) -> int:
    """A colon before the first one says that they are marks: "Try this: - open it - wait"."""
    led = bool(dashes) and text[: dashes[0].start()].rstrip().endswith(":")
    return FEWEST_MARKED if led else FEWEST


def _in_links_or_code(block: Paragraph, marks: Iterable[re.Match[str]]) -> bool:
    """Whether a mark stands inside a link or code: then it is no mark."""
    places = {place for mark in marks for place in range(mark.start(), mark.end())}
    at = 0
    for span in block.spans:
        end = at + len(span.text)
        if (span.href or span.code) and not places.isdisjoint(range(at, end)):
            return True
        at = end
    return False


def _instructions_in_a_row(said: Sequence[Sentence]) -> list[Block]:
    """The longest run of sentences that each begin with an imperative, what they lead to included."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for number, sentence in enumerate([*said, None]):
        if sentence is not None and _is_step(sentence.text):
            start = number if start is None else start
        elif start is not None and not (sentence is not None and cues.FOLLOWS_ON.match(sentence.text)):
            runs.append((start, number))
            start = None
    for first, end in runs:
        items: list[list[Sentence]] = []
        for sentence in said[first:end]:
            if _is_step(sentence.text):
                items.append([sentence])
            else:
                items[-1].append(sentence)
        if len(items) >= FEWEST:
            before = [sentences.join(said[:first])] if first else []
            after = _instructions_in_a_row(said[end:]) or ([sentences.join(said[end:])] if said[end:] else [])
            return [*before, _listing(items, ordered=True), *after]
    return []


def _is_step(text: str) -> bool:
    return (
        instructs(text)
        and not cues.A_CHOICE.match(text)
        and not cues.WARNING.match(sentences.plain(text))
        and not text.rstrip().endswith(("?", ":"))
    )


def _listing(items: Sequence[Sequence[Sentence]], *, ordered: bool) -> Listing:
    return Listing(tuple((sentences.join(item),) for item in items), ordered)


def _in_paragraphs(blocks: Sequence[Block]) -> list[Block]:
    """Paragraphs in a row that are one marked line, or one instruction, each."""
    lines = [sentences.split(block) if isinstance(block, Paragraph) else [] for block in blocks]
    found: list[Block] = []
    at = 0
    while at < len(blocks):
        listing = _run(takewhile(bool, islice(lines, at, None))) if lines[at] else None
        found.append(listing or blocks[at])
        at += len(listing.items) if listing else 1
    return found


def _run(lines: Iterable[Sequence[Sentence]]) -> Listing | None:
    """The list that the first paragraphs are, an item each; None where they are none."""
    first, *_ = head = list(islice(lines, 1))
    for mark in (cues.NUMBERED, cues.DASHED):
        if mark.match(first[0].text):
            marked = list(takewhile(lambda line: mark.match(line[0].text), chain(head, lines)))  # noqa: B023
            fits = [mark.match(line[0].text) for line in marked]
            if len(marked) < FEWEST_MARKED or not (mark is cues.DASHED or _counts_up(fits)):
                return None
            items = [
                [line[0].without(fit.end()), *line[1:]] for line, fit in zip(marked, fits, strict=True) if fit
            ]
            numbered = mark is cues.NUMBERED or all(instructs(item[0].text) for item in items)
            return _listing(items, ordered=numbered)
    steps = list(takewhile(lambda line: _is_step(line[0].text) and len(line) <= 2, chain(head, lines)))
    return _listing(steps, ordered=True) if len(steps) >= FEWEST else None
