"""Whatever a post becomes as Markdown is a passage that a page can hold: drafting never fails on a post."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harvest.model import Block, CodeBlock, Listing, Paragraph, Quotation, Span
from harvest.pages.markdown import to_markdown
from tests.pages.strategies import any_text, is_legal, line_texts

texts = any_text | line_texts
paragraphs = st.builds(
    Paragraph,
    st.lists(
        st.builds(Span, texts, st.sampled_from(["", "https://a.example"]), st.booleans(), st.booleans()),
        min_size=1,
        max_size=3,
    ).map(tuple),
)


def _nested(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    several = st.lists(inner, min_size=1, max_size=2).map(tuple)
    quotations = st.builds(Quotation, several)
    listings = st.builds(Listing, st.lists(several, max_size=2).map(tuple), st.booleans())
    return quotations | listings


blocks: st.SearchStrategy[Block] = st.recursive(
    paragraphs | st.builds(CodeBlock, texts), _nested, max_leaves=5
)


@given(st.lists(blocks, max_size=3).map(tuple))
def test_every_post_makes_a_legal_passage_or_none(post: tuple[Block, ...]) -> None:
    markdown = to_markdown(post)
    assert not markdown or is_legal(markdown)
