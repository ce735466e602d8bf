"""What the askers' phrases teach about words."""

from __future__ import annotations

from array import array
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from harvest.search import Index, Page
from harvest.search.analysis import near
from harvest.search.postings import BITS
from harvest.search.ranking import LEVELS, LONG, level
from harvest.search.telling import MOST_STEPS, Asked, learn, retell

THINGS = ("cash", "album", "frame", "printer")


def pages() -> list[Page]:
    """Who asks about a thing names it every time; each also has a word that askers of others like to say."""
    said = ("kindly", "soon", "tonight", "abroad")
    return [
        Page(
            ref=thing,
            title=f"Number {at}",
            asked_as=(*(f"{thing} {word}" for word in said), *(f"{thing} {said[at]} {n}" for n in range(4))),
        )
        for at, thing in enumerate(THINGS)
    ]


def levels_of(index: Index, entry: str) -> list[int]:
    return [at for _, at in index.postings.read(entry)]


def test_what_all_askers_of_one_thing_say_tells_more() -> None:
    taught, untaught = Index(pages()), Index(pages(), learning=False)
    for word in THINGS:
        assert levels_of(taught, word) > levels_of(untaught, word)
    for word in ("kind", "soon", "tonight", "abroad"):
        assert levels_of(taught, word) == levels_of(untaught, word) != []


def test_phrases_teach_of_their_own_pages_however_these_are_numbered() -> None:
    long = [
        replace(page, body=" ".join(f"lorem{n}" for n in range(100 * (4 - at))))
        for at, page in enumerate(pages())
    ]
    index = Index(long)
    assert [page.ref for page in index.pages] == [*reversed(THINGS)], "the shortest has the first number"
    by_ref = [
        {
            entry: sorted((each.pages[page].ref, at) for page, at in each.postings.read(entry))
            for entry in THINGS
        }
        for each in (index, Index([*reversed(long)]))
    ]
    assert by_ref[0] == by_ref[1]
    for word in THINGS:
        assert levels_of(index, word) > levels_of(Index(long, learning=False), word)


def asked_of(words: dict[str, list[tuple[int, int]]], phrases: list[tuple[int, str]]) -> dict[str, int]:
    lists = {
        word.encode(): array("I", (page << BITS | at for page, at in postings))
        for word, postings in words.items()
    }
    return learn([Asked(page, said.split(), 1000.0) for page, said in phrases], lists, 20, frozenset())


def test_a_word_that_leads_astray_tells_less_and_one_that_leads_home_more() -> None:
    thrice, once = level(3000), level(1000)
    words = {
        "cash": [(0, thrice), (1, once)],
        "today": [(0, once), (1, thrice)],
    }
    steps = asked_of(words, [(0, "cash today")] * 40)
    assert steps["today"] < 0 < steps["cash"]


def test_few_phrases_teach_little() -> None:
    words = {"cash": [(0, level(3000)), (1, level(1000))], "today": [(0, level(1000)), (1, level(3000))]}
    one = asked_of(words, [(0, "cash today")])
    many = asked_of(words, [(0, "cash today")] * 400)
    assert all(abs(step) < abs(many[word]) for word, step in one.items())
    assert all(abs(step) <= MOST_STEPS for step in many.values())


def test_without_phrases_nothing_is_learnt() -> None:
    plain = [Page(ref=page.ref, title=page.title, body=" ".join(page.asked_as)) for page in pages()]
    assert dict(Index(plain).postings.all()) == dict(Index(plain, learning=False).postings.all())


def test_of_a_phrase_that_two_pages_have_nobody_knows_the_right_one() -> None:
    same = [Page(ref=ref, title=f"{ref} help", asked_as=("cash vanished",) * 9) for ref in "ab"]
    assert dict(Index(same).postings.all()) == dict(Index(same, learning=False).postings.all())


def test_what_is_said_by_another_word_changes_with_the_word() -> None:
    postings = array("I", (page << BITS | 30 for page in range(3)))
    lists = {b"cash": postings, near("cash").encode(): postings, b"album": postings}
    retell(lists, {"cash": -MOST_STEPS})
    assert lists[b"cash"] == lists[near("cash").encode()] != postings
    assert lists[b"album"] == postings


@given(st.integers(-MOST_STEPS, MOST_STEPS), st.integers(1, LEVELS), st.integers(1, LEVELS))
def test_no_page_is_left_out_and_their_order_stays(step: int, one: int, other: int) -> None:
    low, high = sorted((one, other))
    lists = {b"cash": array("I", [low, 1 << BITS | high])}
    retell(lists, {"cash": step} if step else {})
    after = [each & LEVELS for each in lists[b"cash"]]
    assert 1 <= after[0] <= after[1] <= LEVELS
    assert (LONG[after[1]] - LONG[high]) * step >= 0
