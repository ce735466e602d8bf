r"""Blocks as Markdown that shows exactly their text, and does nothing else, in every renderer we meet.

Three rules. A backslash is written only before what both CommonMark and Python-Markdown let it escape
(``\`*_{}[]()#+-.!>``); everything else is written as a character reference, which both of them show
as the character. Nothing is escaped that is harmless where it stands: a page is read and edited by
people. What cannot be said safely loses its style and keeps its words.

Code is the one exception to "exactly": nothing can be escaped in it, so template marks (``{{``, ``{%``,
``{#``), comment marks and snippet marks get one space that makes them inert.

The lists use four columns, as Python-Markdown wants them. Two lists in a row are kept apart by a rule
(``***``), because Python-Markdown would join them.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from harvest.markup import canonical, clean
from harvest.model import Block, CodeBlock, Listing, Paragraph, Quotation, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_INDENT: Final = "    "
_RULE: Final = "***"
_NO_WORDS: Final = "&nbsp;"
"""Opens a list item whose first block is not a paragraph: no renderer agrees on such items otherwise."""

_RISKY: Final = re.compile(
    r"""
      \\(?=[ !-/:-@\[-`{-~]|$)                    # would escape what follows
    | [`\[]
    | \*(?!(?<=[ ]\*)[ ])                         # not a lone star between words
    | _(?!(?<=[^\W_]_)[^\W_])                     # not inside a word
    | \{[%\#]?
    | <(?!=?[ ]|\d{1,9}[ ])                                 # a tag, a comment, an address, a snippet
    | -->
    | ://
    | (?i:(?<![^\W_])www\.)
    | &(?=\#|\w+;)
    | ~(?![\d ])|(?<=\S)~
    | \^
    | =(?==\S)|(?<=\S=)=|(?<=\S)=(?==)
    | \+(?=\+[\w"'])|(?<=\+)\+(?=[\w"'])
    | :(?=[+\-\w]*[A-Za-z_+\-][+\-\w]*:|100:|1234:)    # an emoji's name
    | !$
    """,
    re.VERBOSE,
)
_ESCAPED: Final = {
    "{%": r"\{&#37;",
    "{#": r"\{\#",
    "-->": "--&gt;",
    "://": "&#58;//",
    "<": "&lt;",
    "&": "&amp;",
}
_BACKSLASHED: Final = frozenset("\\`*_{[]#+-.!>")

_LINE_START: Final = re.compile(
    r"""
      [#>]
    | [-+](?=\s|$|[-+|:=\s]+$)
    | [|](?=[-+|:=\s]+$)
    | \d+(?=[.)](?:\s|$))
    | =
    | :(?=\s|:|$|[-+|:=\s]+$)
    | !(?=!!)
    | \?(?=\?\?)
    | \.(?=\.\.$)
    | /(?=//)
    """,
    re.VERBOSE,
)
_CODE_MARKS: Final = re.compile(r"\{(?=[{%\#])|--(?=>)|<(?=!--|\?|!\[)|-(?=8<-)")
_STYLELESS_CODE: Final = re.compile(r"\{[{%#]|--|<[!?/%]|8<|``|^(?:#!|:::)|^`|`$|\n")
_AUTOLINK: Final = re.compile(r"https?://(?!\S*xn--)[A-Za-z0-9./?=#_~:,+@-]+")


def to_markdown(blocks: Iterable[Block]) -> str:
    """Canonical, inert Markdown of `blocks`, without a line end after the last line; "" for nothing.

    Deterministic, and a fixed point: reading the result as Markdown and writing that gives the same
    bytes. Takes any tree, also one that did not come from `read`.
    """
    return "\n".join(_lines(canonical(blocks)))


def escape(text: str) -> str:
    """One line of text, as Markdown that shows it as it is; also where it opens a paragraph."""
    line = " ".join(clean(text).split())
    return _inline((Span(line),)) if line else ""


def _lines(blocks: tuple[Block, ...]) -> list[str]:
    lines: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before is not None:
            lines.append("")
            if isinstance(before, Listing) and isinstance(block, Listing):
                lines += [_RULE, ""]
        lines += _block(block)
        before = block
    return lines


def _block(block: Block) -> list[str]:
    match block:
        case Paragraph(spans):
            return _inline(spans).split("\n")
        case CodeBlock(text):
            return _fenced(text)
        case Quotation(inner):
            return [f"> {line}".rstrip(" ") if not line.strip() else f"> {line}" for line in _lines(inner)]
        case Listing(items, ordered):
            return _listing(items, ordered=ordered)


def _listing(items: tuple[tuple[Block, ...], ...], *, ordered: bool) -> list[str]:
    loose = any(not _tight(item) for item in items)
    lines: list[str] = []
    for number, item in enumerate(items, start=1):
        # A marker wider than three columns would move the text away from the fourth.
        mark = f"{number if len(items) < 100 else 1}." if ordered else "-"
        if not isinstance(item[0], Paragraph):
            item = (Paragraph(()), *item)  # noqa: PLW2901
        content = _block(item[0]) if _tight(item) and len(item) > 1 else _lines(item)
        if _tight(item) and len(item) > 1:
            content += _block(item[1])
        if loose and lines:
            lines.append("")
        lines.append(mark.ljust(4) + content[0])
        lines += [_INDENT + line if line else "" for line in content[1:]]
    return lines


def _tight(item: tuple[Block, ...]) -> bool:
    """Whether the item is one paragraph, with or without one tight list under it."""
    if not isinstance(item[0], Paragraph):
        return False
    return len(item) == 1 or (
        len(item) == 2 and isinstance(item[1], Listing) and all(_tight(inner) for inner in item[1].items)
    )


def _fenced(text: str) -> list[str]:
    text = _CODE_MARKS.sub(lambda match: match.group() + " ", text)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence, *text.split("\n"), fence]


def _inline(spans: Iterable[Span]) -> str:
    """One paragraph; a hard break is two spaces at the end of a line, the only one all renderers know."""
    lines: list[list[Span]] = [[]]
    for span in spans:
        if span.text == "\n":
            lines.append([])
        else:
            lines[-1].append(span)
    return "  \n".join(_line(line) for line in lines) or _NO_WORDS


def _line(spans: list[Span]) -> str:
    spans = _sayable(spans)
    parts: list[str] = []
    start = 0
    for strong, group in groupby(spans, key=lambda span: span.strong):
        end = start + sum(1 for _ in group)
        text = "".join(
            _span(spans[at], before_link=at + 1 < len(spans) and bool(spans[at + 1].href))
            for at in range(start, end)
        )
        left, inner, right = _trimmed(text)
        parts.append(f"{left}**{inner}**{right}" if strong else text)
        start = end
    line = "".join(parts)
    return _LINE_START.sub(_at_line_start, line, count=1) if _LINE_START.match(line) else line


def _sayable(spans: list[Span]) -> list[Span]:
    """The line without the styles that Markdown cannot express where they stand; no word is lost."""
    while True:
        weights = [weight for group in _weights(spans) for weight in group]
        fewer = [
            span if (span.strong, span.code) == (strong, code) else Span(span.text, span.href, code, strong)
            for span, strong in zip(spans, weights, strict=True)
            for code in [_is_code(span)]
        ]
        merged = [
            Span("".join(span.text for span in group), *style)
            for style, group in groupby(fewer, key=lambda span: (span.href, span.code, span.strong))
        ]
        if merged == spans:
            return spans
        spans = merged


def _weights(spans: list[Span]) -> Iterator[list[bool]]:
    """For each run of one weight, whether each of its spans can be strong."""
    start = 0
    for strong, group in groupby(spans, key=lambda span: span.strong):
        run = list(group)
        end = start + len(run)
        before = spans[start - 1].text[-1:] if start else ""
        after = spans[end].text[:1] if end < len(spans) else ""
        sayable = strong and any(span.text.strip() for span in run)
        yield [sayable and _may_open(before, run[0]) and _may_close(after, run[-1])] * len(run)
        start = end


def _may_open(before: str, first: Span) -> bool:
    """Whether two stars open emphasis here: at a word's start, or before a letter or digit."""
    return before in {"", " "} or first.text[0] == " " or (_bare(first) and first.text[0].isalnum())


def _may_close(after: str, last: Span) -> bool:
    return after in {"", " "} or last.text[-1] == " " or (_bare(last) and last.text[-1].isalnum())


def _bare(span: Span) -> bool:
    return not (span.href or span.code)


def _trimmed(text: str) -> tuple[str, str, str]:
    """The spaces before, the text, the spaces after."""
    inner = text.strip(" ")
    start = text.find(inner)
    return text[:start], inner, text[start + len(inner) :]


def _span(span: Span, *, before_link: bool) -> str:
    text = span.text
    if not span.href:
        return _code(text) if span.code else _escaped(text, before_link=before_link)
    if text == span.href and _AUTOLINK.fullmatch(text):
        return f"<{text}>"
    left, inner, right = _trimmed(text)
    if not inner:
        return text
    label = _code(inner) if span.code else _escaped(inner, in_link=True)
    href = re.sub(r"&(?=\w+;)", "&amp;", span.href)
    return f"{left}[{label}]({href}){right}"


def _is_code(span: Span) -> bool:
    return span.code and bool(span.text.strip()) and not _STYLELESS_CODE.search(span.text.strip())


def _code(text: str) -> str:
    left, inner, right = _trimmed(text)
    fence = "``" if "`" in inner else "`"
    return f"{left}{fence}{inner}{fence}{right}"


def _escaped(text: str, *, in_link: bool = False, before_link: bool = False) -> str:
    def replace(match: re.Match[str]) -> str:
        """What stands in the place of a sign, by what is around it."""
        found = match.group()
        if found == "!":
            return r"\!" if before_link else found
        if found == "://" and in_link:
            return found
        if found in _ESCAPED:
            return _ESCAPED[found]
        if found.lower() == "www.":
            return found if in_link else found[:3] + r"\."
        return "\\" + found if found in _BACKSLASHED else f"&#{ord(found)};"

    text = _RISKY.sub(replace, text)
    return text.replace("]", r"\]") if in_link else text


def _at_line_start(match: re.Match[str]) -> str:
    found = match.group()
    if found[0].isdigit():
        return found + "\\"
    return "\\" + found if found in _BACKSLASHED else f"&#{ord(found)};"
