from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from harvest.model import Answer, Kind
from harvest.site import topics

DAY = date(2026, 3, 9)
names = st.text(max_size=30) | st.sampled_from(
    ["index", "Frame", " frame ", "FRAME", "Füße", "写真", "../x", "a/b"]
)


def page(topic: str, title: str = "t", askers: int = 1) -> tuple[Answer, str]:
    answer = Answer(title=title, kind=Kind.FIX, topic=topic, askers=askers, updated=DAY, review_by=DAY)
    return answer, f"answers/{title}/"


@given(st.lists(names, max_size=30), st.lists(names, max_size=5))
def test_every_page_stands_in_exactly_one_topic_at_a_safe_address_of_its_own(
    given: list[str], order: list[str]
) -> None:
    found = topics.by_topic([page(name, str(number)) for number, name in enumerate(given)], order)
    urls = [entry.url for topic in found for entry in topic.entries]
    assert sorted(urls) == sorted(f"answers/{number}/" for number in range(len(given)))
    slugs = [topic.slug for topic in found]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) and slug != "index" for slug in slugs)


def test_the_company_s_order_comes_first_then_the_largest_and_the_rest_last() -> None:
    pages = [
        page("", "1"),
        page("", "2"),
        page("", "3"),
        page("B", "4"),
        page("A", "5"),
        page("A", "6"),
        page("Z", "7"),
    ]
    found = topics.by_topic(pages, ["z", "not there"])
    assert [topic.name for topic in found] == ["z", "A", "B", topics.OTHER]


def test_spellings_of_one_topic_are_one_topic_under_the_commonest() -> None:
    (only,) = topics.by_topic([page("frame", "1"), page(" Frame", "2"), page("Frame  ", "3")])
    assert (only.name, len(only.entries)) == ("Frame", 3)


def test_the_most_asked_come_first() -> None:
    (only,) = topics.by_topic([page("T", "few", 2), page("T", "many", 9), page("T", "one", 1)])
    assert [entry.askers for entry in only.entries] == [9, 2, 1]
    assert [entry.askers for entry in topics.most_asked(only.entries, 1)] == [9]


def test_topic_pages_stand_in_the_navigation_where_the_company_put_topics() -> None:
    nav = ["index.md", {"All of it": "topics/index.md"}, {"More": ["about.md"]}]
    assert topics.in_navigation(nav, "topics/index.md", ["topics/a.md"]) == [
        "index.md",
        {"All of it": ["topics/index.md", "topics/a.md"]},
        {"More": ["about.md"]},
    ]
    assert topics.in_navigation(["topics/index.md"], "topics/index.md", ["topics/a.md"]) == [
        {"Topics": ["topics/index.md", "topics/a.md"]}
    ]
