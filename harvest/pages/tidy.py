"""Chatter goes, substance stays: greetings, handles, sign-offs and signatures leave an answer's blocks.

Only what stands at the edges of an answer and says nothing is removed; when in doubt it stays, because a lost
step costs more than a "Hi there".
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile
from typing import Final

from harvest.model import Block, CodeBlock, Listing, Paragraph, Quotation, Span

_HANDLES = re.compile(r"^(?:\s*(?:@\w+|‹handle›)[,:]?)+\s*")
_GREETING = re.compile(
    r"""^\s*(?: ‹name›\s*(?:[,.!:;—–-]+|$)
        | (?: hi | hello | hey | hiya | dear | howdy | good\ (?:morning|afternoon|evening|day) | greetings )\b
          (?:[ ,]+(?:there|all|everyone|everybody|again|guys|folks|friends?|team|and|welcome|@[\w.-]+|‹\w+›
             |(?-i:[A-Z][\w.-]*))){0,3}?(?:\s*[,.!:;]+|\s+[—–-]+|\s*\n|\s*$)
        )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_PLEASANTRY = re.compile(
    r"""^\s*(?: thanks?(?:\ you)?\ for\ (?: reaching\ out | contacting\ us | getting\ in\ touch
            | letting\ us\ know
            | your\ (?:question|post|message|patience) | the\ (?:question|info(?:rmation)?|details) )
        | (?:we(?:['’]re|\ are)\ )?(?:so\ |very\ )?sorry\ (?:to\ hear|about|for)\ [^.,!?\n]{0,80}
        | happy\ to\ help | (?:great|good)\ question | welcome\ to\ (?:the|our)\ [^.!?\n]{0,40}
        )[.!]+(?:\s+|$)""",
    re.IGNORECASE | re.VERBOSE,
)
_AGENT_SIGNATURE = re.compile(
    r"\s*(?:\^\s?[A-Za-z]{2,8}|(?<=[.!?)…])\s*[/*–-]\s?[A-Z]{2}|(?<=[.!?)…🙂😊])\s*[\^/*–-]?\s?‹name›)\s*$"
)
_SIGN_OFF = re.compile(
    r"""^\s*(?: (?:(?:kind|best|warm|many)\ )?(?:regards|wishes|greetings) | cheers | thanks(?:\ in\ advance)?
        | thank\ you | sincerely | hope\ (?:this|that|it)\ helps? | good\ luck
        | let\ (?:us|me)\ know\ (?:if|how|whether)[^\n]{0,120} | have\ a\ (?:nice|great|good)[^\n]{0,30}
        | happy\ (?:printing|sharing|to\ help)[^\n]{0,30} | you(?:['’]re|\ are)\ welcome
        | sent\ from\ my\ [^\n]{0,30} | [-–—_]{2,} | saludos(?:\ cordiales)?
        | (?:cordiali\ |distinti\ )?saluti | cordialement | bonne\ journ[ée]e | merci | gracias | danke
        | grazie | obrigado | ciao | (?:viele\ |liebe\ |beste\ |schöne\ )?gr(?:u|ü)(?:ß|ss)e?n? | lg | mfg
        )\s*(?:[,.!:)]*\s*(?:\S+\s*){0,3})[.!)\s:]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_GOES_ON = re.compile(
    r"\s*(?:as|and|but|so|because|which|that|or|than)\b(?!,)[^.!?\n:;>]{0,200}[.!?]+(?:\s+|$)"
)
"""In small letters: what begins so ends the sentence that was quoted."""
_PLAIN_WORD = re.compile(r"[a-z]+\b(?![.:/])")
EDGE_CHARACTERS: Final = 160
"""A closing paragraph longer than this is never taken for a sign-off."""


def tidy(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """`blocks` without greeting and sign-off; quotations of others go too. May be empty."""
    kept: list[Block] = []
    for before, block in zip((None, *blocks), blocks, strict=False):
        if isinstance(before, Quotation) and isinstance(block, Paragraph):
            block = _without_end_of_quotation(block)  # noqa: PLW2901 — the same paragraph, less its beginning
        if not isinstance(block, Quotation):
            kept.append(block)
    if kept and isinstance(kept[0], Paragraph):
        opened = _without_opening(kept[0])
        kept[:1] = [opened] if opened.spans else []
    if kept and isinstance(kept[-1], Paragraph):
        kept[-1:] = _without_signature(kept[-1])
    while kept and isinstance(kept[-1], Paragraph) and _is_sign_off(kept[-1]):
        kept.pop()
    return tuple(block for block in kept if not _is_blank(block))


def _without_end_of_quotation(paragraph: Paragraph) -> Paragraph:
    """Without a sentence that only went on with the quotation before it: "as a new card would."."""
    match = _GOES_ON.match(text_of(paragraph))
    return _from(paragraph, match.end()) if match else paragraph


def text_of(paragraph: Paragraph) -> str:
    """The plain text of a paragraph."""
    return "".join(span.text for span in paragraph.spans)


def _without_opening(paragraph: Paragraph) -> Paragraph:
    text = "".join(span.text for span in takewhile(lambda span: not span.code, paragraph.spans))
    at = 0
    for pattern in (_HANDLES, _GREETING, _HANDLES, _PLEASANTRY, _PLEASANTRY):
        match = pattern.match(text[at:])
        at += match.end() if match else 0
    return _from(paragraph, at) if at else paragraph


def _from(paragraph: Paragraph, at: int) -> Paragraph:
    """`paragraph` without its first `at` characters, starting with a capital letter if it did."""
    spans: list[Span] = []
    for span in paragraph.spans:
        if at >= len(span.text):
            at -= len(span.text)
            continue
        spans.append(replace(span, text=span.text[at:]))
        at = 0
    while spans and not spans[0].code and not spans[0].text.strip():
        spans.pop(0)
    if spans and not spans[0].code and not spans[0].href:
        text = spans[0].text.lstrip()
        capital = text[:1].upper() if _PLAIN_WORD.match(text) else text[:1]  # not "iPhone" or "ping.exe"
        spans[0] = replace(spans[0], text=capital + text[1:])
    return Paragraph(tuple(spans))


def _without_signature(paragraph: Paragraph) -> list[Block]:
    """Without an agent's initials at the very end."""
    if not paragraph.spans or paragraph.spans[-1].code or paragraph.spans[-1].href:
        return [paragraph]
    last = paragraph.spans[-1]
    text = _AGENT_SIGNATURE.sub("", last.text)
    spans = (*paragraph.spans[:-1], replace(last, text=text)) if text else paragraph.spans[:-1]
    return [Paragraph(spans)] if spans else []


def _is_sign_off(paragraph: Paragraph) -> bool:
    text = text_of(paragraph)
    return (
        len(text) <= EDGE_CHARACTERS
        and bool(_SIGN_OFF.match(text))
        and not any(s.code for s in paragraph.spans)
    )


def _is_blank(block: Block) -> bool:
    match block:
        case Paragraph():
            return not text_of(block).strip()
        case Listing(items=items):
            return not any(items)
        case CodeBlock(text=text):
            return not text.strip()
        case Quotation(blocks=blocks):
            return not blocks
