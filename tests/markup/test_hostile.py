"""Every hostile text, in every markup, comes out as inert text in every renderer."""

from __future__ import annotations

import pytest

from harvest.markup import canonical, plain, read
from harvest.model import Markup
from harvest.pages.markdown import to_markdown
from tests.hanging import no_hanging
from tests.hostile import CORPUS, Hostile
from tests.markup.rendering import RENDERERS, Judge, words


def _named(entry: Hostile) -> str:
    return f"{entry.family}: {entry.tries}"


def test_the_corpus_is_large_and_each_entry_is_its_own() -> None:
    assert len(CORPUS) >= 300
    assert len({entry.text for entry in CORPUS}) == len(CORPUS)
    assert len({_named(entry) for entry in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("markup", Markup)
@pytest.mark.parametrize("entry", [e for e in CORPUS if not e.huge], ids=_named)
def test_hostile_text_is_shown_and_never_obeyed(entry: Hostile, markup: Markup) -> None:
    blocks = read(entry.text, markup)
    page = to_markdown(blocks)
    assert canonical(blocks) == blocks
    assert to_markdown(read(page, Markup.MARKDOWN)) == page
    for name, render in RENDERERS.items():
        judge = Judge(render(page))
        assert not judge.problems, (name, page)
        assert judge.text == words(blocks), (name, page)


@pytest.mark.slow
@pytest.mark.parametrize("markup", Markup)
@pytest.mark.parametrize("entry", [e for e in CORPUS if e.huge], ids=_named)
def test_size_costs_no_more_than_it_is(entry: Hostile, markup: Markup) -> None:
    with no_hanging():
        blocks = read(entry.text, markup)
        plain(blocks)
        page = to_markdown(blocks)
    assert "{{" not in page
    assert "<!--" not in page
