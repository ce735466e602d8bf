"""Under which topic a page is listed: what the source says, put into the company's own headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvest.config import Topic
    from harvest.model import Post


def topic_of(question: Post, topics: Sequence[Topic]) -> str:
    """The name of the topic for a question.

    The first configured topic that the question's category or a tag names, else the one whose words its title
    and text hold most of, else the source's own category, made readable; "" for none.
    """
    labels = {_plain(label) for label in (question.topic, question.product, *question.tags)} - {""}
    for topic in topics:
        if labels & {_plain(name) for name in (topic.name, *topic.match)}:
            return topic.name
    said = f" {_plain(question.title)} {_plain(question.title)} {_plain(question.body[:2000])} "
    counts = [(sum(said.count(f" {_plain(word)} ") for word in topic.match), topic.name) for topic in topics]
    best = max(counts, key=lambda pair: pair[0], default=(0, ""))
    return best[1] if best[0] else _readable(question.topic)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _readable(category: str) -> str:
    words = _plain(category)
    return "" if words.isdecimal() else words[:1].upper() + words[1:]
