"""Real posts lose no word on their way onto a page. They are read, never kept."""

from __future__ import annotations

import csv
import json
import random

import pytest

from harvest.markup import canonical, read
from harvest.model import Markup
from harvest.pages.markdown import to_markdown
from tests.markup.rendering import RENDERERS, Judge, words
from tests.markup.test_read import REAL_DATA


def _answers() -> list[str]:
    csv.field_size_limit(10**8)
    with (REAL_DATA / "sumo/answers.csv").open(encoding="utf-8", newline="") as lines:
        return [row["content"] for row in csv.DictReader(lines)]


def _forum() -> list[str]:
    topics = (
        json.loads(path.read_bytes()) for path in sorted((REAL_DATA / "discourse/topics").glob("*.json"))
    )
    return [post["cooked"] for topic in topics for post in topic["post_stream"]["posts"]]


@pytest.mark.slow
@pytest.mark.parametrize("source", [_answers, _forum])
def test_every_word_of_real_posts_is_shown(source: object) -> None:
    if not REAL_DATA.exists():
        pytest.skip(f"{REAL_DATA} is not here")
    assert callable(source)
    for body in random.Random(7).sample(source(), 500):
        blocks = read(body, Markup.HTML)
        page = to_markdown(blocks)
        assert canonical(blocks) == blocks
        assert to_markdown(read(page, Markup.MARKDOWN)) == page
        for render in RENDERERS.values():
            judge = Judge(render(page))
            assert not judge.problems
            assert judge.text == words(blocks)
