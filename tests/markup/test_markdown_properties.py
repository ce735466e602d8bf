"""For any tree: the Markdown shows its text, the whole text, and nothing but the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from harvest.markup import canonical, clean, read
from harvest.model import Markup
from harvest.pages.markdown import escape, to_markdown
from tests.markup.rendering import RENDERERS, Judge, squeezed, words
from tests.markup.trees import texts, trees

if TYPE_CHECKING:
    from harvest.model import Block


@pytest.mark.parametrize("renderer", RENDERERS)
@settings(deadline=None, max_examples=100)
@given(tree=trees)
def test_renderers_show_the_text_and_nothing_else(renderer: str, tree: tuple[Block, ...]) -> None:
    page = to_markdown(tree)
    judge = Judge(RENDERERS[renderer](page))
    assert not judge.problems, page
    assert judge.text == words(canonical(tree)), page


@pytest.mark.parametrize("renderer", RENDERERS)
@settings(deadline=None, max_examples=100)
@given(text=texts)
def test_escaped_text_is_that_text(renderer: str, text: str) -> None:
    judge = Judge(RENDERERS[renderer](escape(text)))
    assert not judge.problems, escape(text)
    assert judge.text == squeezed(clean(text))


@settings(deadline=None, max_examples=100)
@given(tree=trees)
def test_reading_what_was_written_gives_the_same_page(tree: tuple[Block, ...]) -> None:
    page = to_markdown(tree)
    again = read(page, Markup.MARKDOWN)
    assert words(again) == words(read(page, Markup.MARKDOWN))
    assert to_markdown(again) == page


@settings(deadline=None, max_examples=100)
@given(tree=trees)
def test_no_template_mark_no_comment_no_snippet_in_the_file(tree: tuple[Block, ...]) -> None:
    page = to_markdown(tree)
    assert not re.search(r"\{\{|\{%|\{#|<!--|-->|^[ >]*;*-+8<-+", page, re.MULTILINE)
    assert not re.match(r"(?:---|\+\+\+|\.\.\.)\s*$", page, re.MULTILINE)


@settings(deadline=None, max_examples=100)
@given(tree=trees)
def test_the_canonical_form_is_a_fixed_point(tree: tuple[Block, ...]) -> None:
    once = canonical(tree)
    assert canonical(once) == once
    assert squeezed(words(once)) == words(once)
