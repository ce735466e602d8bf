"""The arithmetic that a browser must repeat: pinned numbers, and what must hold for any."""

from __future__ import annotations

import hashlib
import json
import math

from hypothesis import given
from hypothesis import strategies as st

from harvest.search import ranking
from harvest.search.ranking import LEVELS, LONG, MASS, ONE, SHORT, Sought

NUMBERS = st.integers(min_value=1, max_value=200_000)


def test_the_tables_are_those_the_clients_were_built_with() -> None:
    """Changing one means a new format: old clients would rank otherwise."""
    told = json.dumps([MASS, LONG, SHORT]).encode()
    assert hashlib.sha256(told).hexdigest()[:16] == "7b774ad3945688ea"


def test_a_level_stands_for_its_own_mass() -> None:
    assert [ranking.level(mass) for mass in MASS[1:]] == list(range(1, LEVELS + 1))
    assert ranking.level(0) == 0
    assert ranking.level(1) == 1
    assert ranking.level(10**12) == LEVELS


@given(st.integers(min_value=1, max_value=10**9), st.integers(min_value=0, max_value=10**6))
def test_more_mass_is_no_lower_level(mass: int, more: int) -> None:
    assert ranking.level(mass) <= ranking.level(mass + more)


def test_tables_rise() -> None:
    assert list(LONG) == sorted(LONG)
    assert list(SHORT) == sorted(SHORT)
    assert SHORT[-1] <= 255


@given(NUMBERS, NUMBERS)
def test_a_rarer_word_tells_no_less(pages: int, some: int) -> None:
    many = min(pages, some)
    assert 1 <= ranking.weight(many, pages) <= ranking.weight(many - 1, pages) <= 255


@given(NUMBERS, NUMBERS)
def test_a_weight_is_what_logarithms_say(pages: int, some: int) -> None:
    many = min(pages, some)
    rarity = math.log2((pages + 1) / (many + 0.5))
    for kind, share in ((ranking.PLAIN, 1.0), (ranking.COMMON, 0.75), (ranking.PAIR, 0.2)):
        assert ranking.weight(many, pages, kind) == min(255, max(1, round(8 * share * rarity)))


def ranked(
    postings: dict[str, list[tuple[int, int]]], sought: list[Sought], *, keywords: bool, pages: int = 100
) -> list[int]:
    points, _ = ranking.rank(
        sought, lambda entry: postings.get(entry, []), keywords=keywords, lift=ranking.trust(pages)
    )
    return sorted(points, key=lambda page: (-points[page], page))


def test_keywords_want_all_of_them_and_a_sentence_what_it_is_about() -> None:
    postings = {"album": [(0, 60), (1, 12)], "share": [(1, 12)], "link": [(1, 12)]}
    sought = [Sought(30, ((word, ONE),)) for word in postings]
    assert ranked(postings, sought, keywords=True) == [1, 0]
    assert ranked(postings, sought, keywords=False) == [0, 1]


def test_among_many_pages_the_one_that_has_everything_is_lifted() -> None:
    postings = {"album": [(0, 60), (1, 35)], "share": [(1, 35)], "link": [(1, 35)]}
    sought = [Sought(30, ((word, ONE),)) for word in postings]
    assert ranked(postings, sought, keywords=False, pages=60)[0] == 0
    assert ranked(postings, sought, keywords=False, pages=50_000)[0] == 1


def test_of_several_entries_the_best_counts_once() -> None:
    postings = {"photo": [(0, 40)], "photo~": [(0, 40), (1, 40)]}
    sought = [Sought(10, (("photo", ONE), ("photo~", ONE // 2)))]
    points, coverage = ranking.rank(sought, lambda entry: postings[entry], keywords=True, lift=0)
    assert points == {0: 10 * SHORT[40], 1: 10 * SHORT[40] // 2}
    assert coverage[0] > coverage[1]


POSTINGS = st.dictionaries(
    st.text("abc", min_size=1, max_size=2),
    st.dictionaries(st.integers(0, 20), st.integers(1, LEVELS), max_size=8).map(lambda d: sorted(d.items())),
    max_size=6,
)


@given(POSTINGS, st.booleans(), st.integers(1, 10**6))
def test_whatever_is_typed_numbers_stay_exact_in_a_browser(
    postings: dict[str, list[tuple[int, int]]], keywords: bool, pages: int
) -> None:
    sought = [Sought(255, ((word, ONE),)) for word in postings] * 64
    points, coverage = ranking.rank(
        sought, lambda entry: postings[entry], keywords=keywords, lift=ranking.trust(pages)
    )
    assert all(0 <= many * (ONE + ranking.trust(pages)) * ONE < 2**53 for many in points.values())
    assert all(0 <= share <= ONE for share in coverage.values())
    for page, many in points.items():
        assert 0 <= ranking.sure(many, coverage[page], 255 * 64, keywords=keywords) <= ONE
