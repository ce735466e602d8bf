"""Failed searches: what enough visitors typed is shown, what fewer typed never is, and what is to be done."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.misses import Kind, Known, Miss, Once, Speller, Tally, advise
from harvest.misses.spelling import MOST_KEPT, MOST_READ
from harvest.search import Index, Page

SPELLER: Final = Speller(Index([]).analysis, keep=("help@fernlight.example",))
DAY: Final = date(2026, 11, 25)


def tally(*typed: tuple[str, int], speller: Speller = SPELLER) -> Tally:
    """Who typed what, all on one day."""
    found = Tally(speller)
    for words, visitor in typed:
        found.add(words, visitor, DAY)
    return found


def shown(found: Tally, least: int = 3) -> list[str]:
    return [miss.words for miss in found.misses(least)]


def by(many: int, words: str, first: int = 0) -> list[tuple[str, int]]:
    return [(words, first + number) for number in range(many)]


# ── what is one query ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("frame black", "FRAME  black"),
        ("frame black", "black frame!"),
        ("uploading photos", "upload photo"),
        ("the frame is black", "frame black"),
        ("wi-fi", "wifi"),
        ("écran noir", "ecran noir"),
        ("don't sync", "dont sync"),
        (
            "order 4711-0815 late, I am jo@fernlight.example",
            "order 4711-0815 late, i am mia@fernlight.example",
        ),
    ],
)
def test_spellings_of_one_query(one: str, other: str) -> None:
    (first, second) = (SPELLER.said(text) for text in (one, other))
    assert first is not None
    assert second is not None
    assert first.key == second.key


@pytest.mark.parametrize(("one", "other"), [("E-1402", "E-1403"), ("frame", "frames black"), ("not", "now")])
def test_other_queries(one: str, other: str) -> None:
    (first, second) = (SPELLER.said(text) for text in (one, other))
    assert first is not None
    assert second is not None
    assert first.key != second.key


@pytest.mark.parametrize("typed", ["", "  ", "?!", "🙂", "jo@fernlight.example", "\x00\ud800", "‹e-mail›"])
def test_nothing_is_left(typed: str) -> None:
    assert SPELLER.said(typed) is None


def test_small_words_are_a_query_where_there_are_no_others() -> None:
    said = SPELLER.said("Is it?")
    assert said is not None
    assert said.bare == "is it"


def test_a_pasted_log_is_cut_between_words() -> None:
    said = SPELLER.said("could not be read " * 1000)
    assert said is not None
    assert len(said.spelling) <= MOST_KEPT
    assert said.spelling.endswith((" could", " not", " be", " read"))


def test_what_is_not_read_is_not_remembered() -> None:
    """A log's lines can be far longer than what anybody types, and there may be thousands of them."""
    read = "frame black " * (MOST_READ // 12 + 1)
    assert SPELLER.said(read + "x" * 60_000) is SPELLER.said(read + "y" * 60_000)


@pytest.mark.parametrize("typed", ["jo@fernlight.example", "+44 7700 900123"])
@pytest.mark.parametrize("between", ["", " "])
@pytest.mark.parametrize("before", range(MOST_KEPT - 20, MOST_KEPT + 2))
def test_no_mask_is_cut_in_half(typed: str, between: str, before: int) -> None:
    said = SPELLER.said(f"frame {'?' * (before - 6 - len(between))}{between}{typed} and {'x' * MOST_KEPT}")
    assert said is not None
    assert len(said.spelling) <= MOST_KEPT
    assert said.spelling.startswith("frame")
    assert "‹" not in re.sub(r"‹(e-mail|phone number)›", "", said.spelling)


# ── what is shown ────────────────────────────────────────────────────────────────────────────────


def test_how_often_by_how_many_and_when() -> None:
    found = Tally(SPELLER)
    for visitor, days in ((1, 4), (1, 0), (2, 9), (3, 1)):
        found.add("Frame black", visitor, DAY + timedelta(days=days))
    assert found.misses(3) == (
        Miss(words="frame black", times=4, visitors=3, first=DAY, last=DAY + timedelta(days=9)),
    )


def test_what_most_missed_comes_first() -> None:
    assert shown(tally(*by(3, "frame black"), *by(3, "dark mode"), ("dark mode", 1), *by(4, "print"))) == [
        "print",
        "dark mode",
        "frame black",
    ]


def test_one_visitor_is_one_however_often() -> None:
    assert shown(tally(*[("frame black", 1)] * 9, ("frame black", 2))) == []


def test_the_spelling_that_most_used_is_shown() -> None:
    found = tally(*by(3, "the frame is black"), *by(4, "frame black?", 10), ("Jo frame black", 20))
    assert shown(found) == ["frame black?"]


def test_where_everybody_spelt_it_in_their_own_way_only_the_words_that_all_used_are_shown() -> None:
    found = tally(("my frame is black!!", 1), ("is the frame black", 2), ("frames (black)", 3))
    assert shown(found) in (["frame black"], ["frames black"])


def test_personal_data_is_masked_before_anything_else() -> None:
    found = tally(
        *by(5, "jo.doe@fernlight.example wrong password"), *by(4, "call me on +44 7700 900123 please", 9)
    )
    assert shown(found) == ["‹e-mail› wrong password", "call me on ‹phone number› please"]
    assert shown(tally(*by(3, "write to help@fernlight.example"))) == ["write to help@fernlight.example"]


words_ = st.lists(
    st.sampled_from(("frame", "black", "photos", "upload", "the", "is")), min_size=1, max_size=4
)
secret = st.text("qxzvkw", min_size=7, max_size=9)


@given(
    st.lists(st.tuples(words_, st.integers(0, 30))),
    secret,
    st.integers(2, 5),
    st.data(),
)
def test_words_of_too_few_are_never_shown(
    crowd: list[tuple[list[str], int]], rare: str, least: int, data: st.DataObject
) -> None:
    """Whatever else is searched, in whatever order, alone or among the others' words."""
    theirs = data.draw(st.lists(st.tuples(words_, st.integers(0, least - 2)), min_size=1))
    typed = [(" ".join(words), visitor) for words, visitor in crowd]
    typed += [(" ".join([*words, rare]), 100 + visitor) for words, visitor in theirs]
    typed += [(rare, 100), (f"{rare.upper()}?", 100)]
    found = tally(*data.draw(st.permutations(typed)))
    said = json.dumps([(miss.words, miss.times) for miss in found.misses(least)])
    assert rare not in said.lower()


@given(st.lists(st.tuples(st.text(max_size=20), st.integers(0, 9))), st.integers(1, 4))
def test_any_text_can_be_searched_for(typed: list[tuple[str, int]], least: int) -> None:
    found = tally(*typed)
    assert found.searches == len(typed)
    for miss in found.misses(least):
        assert miss.visitors >= least
        assert miss.times >= miss.visitors
        assert miss.words


# ── room ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_flood_of_queries_does_not_fill_the_memory_and_leaves_the_frequent_ones() -> None:
    found = Tally(SPELLER, most_held=100)
    for visitor in range(40):
        found.add("frame black", visitor, DAY)
    for number in range(2000):
        found.add(f"flood {number}", number, DAY)
    assert found._held <= 100
    assert shown(found) == ["frame black"]
    assert found.forgotten == 2000 - len(found._queries) + 1


# ── what to do ───────────────────────────────────────────────────────────────────────────────────


def test_of_each_search_the_log_counts_that_has_it_most_often() -> None:
    once = Once()
    news = []
    for log in ("aab", "ab", "aaa", "bba"):
        once.begin()
        news.append("".join(search for search in log if once.is_new(search)))
    assert news == ["aab", "", "a", "b"]


@given(logs=st.lists(st.text("abc", max_size=9), max_size=5))
def test_in_whatever_order_logs_are_read_as_much_is_counted(logs: list[str]) -> None:
    for order in (logs, logs[::-1]):
        once = Once()
        new = 0
        for log in order:
            once.begin()
            new += sum(once.is_new(search) for search in log)
        assert new == sum(max((log.count(search) for log in logs), default=0) for search in "abc")


def test_a_flood_is_not_remembered_and_counts() -> None:
    once = Once(most=10)
    assert all(once.is_new(number) for number in range(100))
    once.begin()
    assert not once.is_new(0)
    assert once.is_new(99)


def known() -> Known:
    filler = [Page(ref=f"answers/{n}.md", title=f"Thing number {n}", body="about the app") for n in range(9)]
    return Known(
        pages=Index([Page(ref="answers/black.md", title="The screen of the frame stays dark"), *filler]),
        threads=Index(
            [
                Page(ref="forum:1", title="Black", body="my frame is pitch black since the thunderstorm"),
                Page(ref="forum:2", title="Printing on canvas", body="can i get prints on canvas"),
                Page(ref="forum:3", title="Gift cards", body="gift card is refused"),
                *(Page(ref=f"forum:{n}", title=f"Question {n}", body="about the app") for n in range(10, 20)),
            ]
        ),
        waiting=Index([Page(ref="forum:9", title="Slideshow runs too fast", body="slideshow speed")]),
        page_of={"forum:1": "answers/black.md"},
        but={"forum:3": "answered, but not sure enough to publish"},
    )


@pytest.mark.parametrize(
    ("words", "kind", "page", "thread"),
    [
        ("frame screen dark", Kind.FOUND, "answers/black.md", "forum:1"),
        ("pitch black thunderstorm", Kind.PHRASE, "answers/black.md", "forum:1"),
        ("‹name› pitch black", Kind.PHRASE, "answers/black.md", "forum:1"),
        ("canvas prints", Kind.DRAFT, None, "forum:2"),
        ("gift card", Kind.DRAFT, None, "forum:3"),
        ("slideshow speed", Kind.UNANSWERED, None, None),
        ("quantum entanglement", Kind.UNANSWERED, None, None),
    ],
)
def test_what_to_do(words: str, kind: Kind, page: str | None, thread: str | None) -> None:
    miss = Miss(words=words, times=3, visitors=3, first=DAY, last=DAY)
    found = advise(miss, known())
    assert found.kind is kind
    assert (found.page.ref if found.page else None) == page
    assert (found.thread.ref if found.thread else None) == thread
    assert "‹" not in found.phrase
    assert found.but == ("answered, but not sure enough to publish" if thread == "forum:3" else "")
    assert (found.waiting is not None and found.waiting.is_meant) is (words == "slideshow speed")
