# ruff: noqa: E501 - a list of marks reads best as a block
"""Block trees for properties: built of the strings that Markdown is made of."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from harvest.model import Block, CodeBlock, Listing, Paragraph, Quotation, Span

_MARKS: Final = [
    "*", "**", "_", "__", "`", "``", "```", "~~~", "~", "^", "==", "=", "++", "+", "-", "--", "---", "...", "+++", "#", "# ",
    ">", "> ", "- ", "* ", "+ ", "1. ", "1) ", "1986. ", "|", "|-|", "---|---", ":--", ": ", ":smile:", ":100:", "!", "![", "[", "]", "](", ")", "[^1]: ", "[x]: ", "*[HTML]: ",
    "[TOC]", "{", "{{", "}}", "{%", "%}", "{#", "{: .x }", "{ .x }", "<", "</", "<!--", "-->", "<div>", "<b", "&", "&amp;", "&#60;", ";", "\\", "\\\\",
    "!!! note", "??? note", "=== \"x\"", "/// x", "--8<-- \"x\"", ";--8<--", "http://x.example/a_b", "https://x.example/?a=1&copy;=2", "www.x.example", "a@x.example", "javascript:x", "://", "#!py x", ":::py x",
    "\n", "\n\n", "\t", "  ", " ", "    ", "a", "b", "Z", "0", "1", "é", "ß", "字", "\u0301", "\u200d", "\u202e", "🙂", "'", '"', ".", ",", "(", "€", "\x00", "\x02", "\x03", "\ud800", "<https://x.example>", "wzxhzdk:0", "klzzwxh:0001",
]  # fmt: skip
"""One list, because what matters is how they meet."""

texts: Final = st.lists(
    st.sampled_from(_MARKS) | st.text(max_size=4) | st.sampled_from(["word", "two words", " x "]), max_size=7
).map("".join)
hrefs: Final = st.sampled_from(
    [
        "",
        "",
        "",
        "https://x.example/",
        "http://x.example/a_(b)_c?d=[e]&amp;f={{g}}",
        "mailto:a@x.example",
        "javascript:x",
    ]
)
spans: Final = st.builds(Span, texts, hrefs, st.booleans(), st.booleans()) | st.just(Span("\n"))
paragraphs: Final = st.lists(spans, max_size=5).map(lambda s: Paragraph(tuple(s)))
code_blocks: Final = st.lists(texts, max_size=4).map(lambda lines: CodeBlock("\n".join(lines)))


def _containers(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    several = st.lists(inner, max_size=3).map(tuple)
    return several.map(Quotation) | st.builds(
        Listing, st.lists(several, max_size=3).map(tuple), st.booleans()
    )


blocks: Final = st.recursive(paragraphs | code_blocks, _containers, max_leaves=8)
trees: Final = st.lists(blocks, max_size=4).map(tuple)
