"""A paragraph as sentences, and back: the words and their styles stay as they are.

A sentence ends at `.`, `!`, `?` or `…` before what could begin another, and at a hard line break. It never
ends inside a link or inside code. When in doubt two sentences stay one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from harvest.model import Paragraph, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_END: Final = re.compile(r"[.!?…]+[\"'”’)\]*]*(?: [:;]-?[)D(P](?=\s))?\s+(?=\S)|\s*\n\s*")
LONGEST: Final = 12_000
"""A paragraph of more characters is not cut up: nobody wrote it as prose, and no page has room for it."""
_BEGINS_LOW: Final = re.compile(r"[a-z](?![\w.]*[A-Z.:/])")
"""A word in small letters, which after a full stop begins no sentence; not "iPhone" or "about:config"."""
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:e\.?g|i\.?e|etc|vs|cf|approx|incl|esp|resp|no|nr|fig|st|mr|mrs|ms|dr|z\.\ ?b|bzw|ca|ggf)"
    r"|(?:^|[\s(])[A-HJ-Za-z])\.$",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\s*(?:\(?\d{1,2}[.)]|[a-z][.)])\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its styles."""

    spans: tuple[Span, ...]
    new_line: bool = False
    """Whether a hard line break stands before it."""

    @property
    def text(self) -> str:
        """What a reader sees."""
        return "".join(span.text for span in self.spans)

    @property
    def plain(self) -> str:
        """The text as cues are written for."""
        return plain(self.text)

    def without(self, count: int, *, capital: bool = True) -> Sentence:
        """The sentence without its first `count` characters; a plain first word gets its capital letter."""
        spans = list(_slice(self.spans, count, len(self.text)))
        if capital and spans and not spans[0].code and not spans[0].href and _BEGINS_LOW.match(spans[0].text):
            spans[0] = replace(spans[0], text=spans[0].text[0].upper() + spans[0].text[1:])
        return replace(self, spans=tuple(spans))

    def until(self, count: int) -> Sentence:
        """The first `count` characters."""
        return replace(self, spans=_slice(self.spans, 0, count))


def split(paragraph: Paragraph) -> list[Sentence]:
    """The sentences of a paragraph, in order; each begins and ends with something visible."""
    text = text_of(paragraph.spans)
    if len(text) > LONGEST:
        return [Sentence(paragraph.spans)]
    whole = _inside_links_and_code(paragraph.spans)
    found: list[Sentence] = []
    start, new_line = 0, False
    for match in _END.finditer(text):
        if match.end() in whole:
            continue
        if "\n" not in match.group() and not _ends(text[start : match.end()], text[match.end() :][:30]):
            continue
        if sentence := _sentence(paragraph.spans, start, match.end(), new_line=new_line):
            found.append(sentence)
        start, new_line = match.end(), "\n" in match.group()
    if sentence := _sentence(paragraph.spans, start, len(text), new_line=new_line):
        found.append(sentence)
    return found


def join(sentences: Iterable[Sentence]) -> Paragraph:
    """The sentences as one paragraph, each on the line where it stood."""
    spans: list[Span] = []
    for sentence in sentences:
        if spans:
            spans.append(Span("\n" if sentence.new_line else " "))
        spans += sentence.spans
    return Paragraph(tuple(spans))


def plain(text: str) -> str:
    """In small letters, with straight apostrophes."""
    return text.casefold().replace("’", "'").strip()


def text_of(spans: Iterable[Span]) -> str:
    """What a reader sees of them."""
    return "".join(span.text for span in spans)


def _ends(before: str, after: str) -> bool:
    """Whether `before`, which ends in a mark and space, is a whole sentence."""
    said = before.rstrip()
    if _NUMBER.fullmatch(said):
        return False
    if said.rstrip("\"'”’)]*").endswith((".", "…")):
        return not _BEGINS_LOW.match(after) and not _ABBREVIATION.search(said)
    return not (_BEGINS_LOW.match(after) and said[-1] in "\"'”’)]")


def _inside_links_and_code(spans: Sequence[Span]) -> frozenset[int]:
    """The places in the text that have a piece of the same link or code on both sides."""
    inside: set[int] = set()
    at = 0
    for span in spans:
        if span.href or span.code:
            inside.update(range(at + 1, at + len(span.text)))
        at += len(span.text)
    return frozenset(inside)


def _sentence(spans: Sequence[Span], start: int, end: int, *, new_line: bool) -> Sentence | None:
    text = text_of(spans)[start:end]
    stripped = text.strip()
    if not stripped:
        return None
    start += text.index(stripped)
    return Sentence(_slice(spans, start, start + len(stripped)), new_line)


def _slice(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    edges = [0]
    for span in spans:
        edges.append(edges[-1] + len(span.text))
    return tuple(
        replace(span, text=span.text[max(start - left, 0) : end - left])
        for span, (left, right) in zip(spans, pairwise(edges), strict=True)
        if left < end and right > start
    )
