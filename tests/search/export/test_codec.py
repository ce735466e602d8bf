"""Whatever the postings are, they come back as they were."""

from __future__ import annotations

from bisect import bisect_right

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.search import ranking
from harvest.search.analysis import ordered
from harvest.search.export.bits import bits_of, deflate, own, packed, varint
from harvest.search.export.manifest import fronts
from harvest.search.export.words import key_of, shards, units
from harvest.search.postings import BITS
from tests.search.export.reading import Bits, Reader, inflate, keys

USUAL = bytes(range(41))
LEVELS = st.integers(0, ranking.LEVELS)
WORDS = st.text(
    st.characters(exclude_characters="!#$%<>=~", exclude_categories=["Cs", "Lu", "Lt"]), min_size=1
)


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[tuple[int, int]], int]:
    pages = draw(st.integers(1, 100_000))
    some = draw(st.sets(st.integers(0, pages - 1), min_size=1, max_size=60))
    return [(page, draw(LEVELS)) for page in sorted(some)], pages


def held(postings: list[tuple[int, int]]) -> list[int]:
    return [page << BITS | level for page, level in postings]


@given(lists())
def test_a_list_comes_back(given_: tuple[list[tuple[int, int]], int]) -> None:
    postings, pages = given_
    assert Bits(packed(bits_of(held(postings), pages))).postings(len(postings), pages) == postings


@given(lists(), st.binary(min_size=1, max_size=7))
def test_levels_come_back_whatever_a_page_usually_has(
    given_: tuple[list[tuple[int, int]], int], some: bytes
) -> None:
    postings, pages = given_
    usual = bytes(some[page % len(some)] % 64 for page in range(pages))
    read = Bits(packed(bits_of(held(postings), pages, usual))).postings(len(postings), pages, usual)
    assert read == postings


@pytest.mark.parametrize(("level", "bits"), [(7, 1), (12, 2), (14, 6), (21, 6), (11, 9), (1, 9), (22, 9)])
def test_the_likelier_a_level_is_the_fewer_bits_it_takes(level: int, bits: int) -> None:
    every = [(page, level) for page in range(1000)]
    assert len(bits_of(held(every), 1000, bytes([7]) * 1000)) == 1000 * (1 + bits)


def test_levels_that_are_moved_alike_take_no_more() -> None:
    usual = bytes(10 + page % 7 for page in range(1000))
    there, moved = (held([(page, usual[page] + by) for page in range(1000)]) for by in (0, -3))
    assert (own(there, usual), own(moved, usual)) == (0, 61)
    assert bits_of(there, 1000, usual) == bits_of(moved, 1000, usual, own(moved, usual))


@given(lists(), st.binary(min_size=1, max_size=7))
def test_a_distance_of_its_own_saves_what_it_costs(
    given_: tuple[list[tuple[int, int]], int], some: bytes
) -> None:
    postings, pages = given_
    usual = bytes(some[page % len(some)] % 64 for page in range(pages))
    distance = own(held(postings), usual)
    bits = bits_of(held(postings), pages, usual, distance)
    assert len(bits) + 8 * (distance > 0) <= len(bits_of(held(postings), pages, usual))
    assert Bits(packed(bits)).postings(len(postings), pages, usual, distance) == postings


def test_a_list_of_all_pages_takes_little_more_than_its_levels() -> None:
    every = [(page, 7) for page in range(1000)]
    assert len(packed(bits_of(held(every), 1000))) == 1000 * 7 / 8


@given(st.integers(0, 2**40))
def test_a_number_comes_back(number: int) -> None:
    assert Reader(varint(number)).varint() == number


@given(
    st.dictionaries(
        st.tuples(WORDS, st.sampled_from(["", "~", "<a", ">b", "=meant"])).map("".join),
        st.sets(st.integers(0, 40), min_size=1).map(lambda pages: [(page, 9) for page in sorted(pages)]),
        max_size=30,
    )
)
def test_a_dictionary_comes_back(entries: dict[str, list[tuple[int, int]]]) -> None:
    words, lexicon = shards(((e, held(each)) for e, each in entries.items()), pages=41, most=1, usual=USUAL)
    found: dict[str, list[tuple[int, int]]] = {}
    for number in range(len(words.firsts)):
        reader = Reader(inflate(deflate(*words.files[f"w{number}"])))
        found |= reader.lists(41, USUAL)
    slips = {key for key in found if "!" in key}
    assert found == {key_of(e): [] if key_of(e) in slips else each for e, each in entries.items()}
    assert list(found) == sorted(found, key=ordered)
    plain = [key for number in range(len(lexicon.firsts)) for key, _ in _words(lexicon.files[f"l{number}"])]
    assert plain == [key for key in found if not set(key) & set("!#$%")]


def _words(blocks: tuple[bytes, ...]) -> list[tuple[str, int]]:
    return Reader(b"".join(blocks)).entries()


@given(st.dictionaries(WORDS, WORDS.filter(lambda form: "\n" not in form), max_size=30))
def test_how_people_write_a_word_comes_back(written: dict[str, str]) -> None:
    entries = {word: [(0, 9)] for word in (*written, "frame", "pictur", "batteri")}
    written |= {"pictur": "picture", "batteri": "battery"}
    _, lexicon = shards(
        ((e, held(each)) for e, each in entries.items()), pages=1, most=1, usual=USUAL, written=written
    )
    blocks = [block for number in range(len(lexicon.firsts)) for block in lexicon.files[f"l{number}"]]
    read = {key: form for key, _, form in Reader(b"".join(blocks)).words()}
    assert read == {word: written.get(word, word) for word in entries}


def test_what_belongs_to_a_word_lies_in_its_shard() -> None:
    many = {f"word{n:04}{sign}": [(n % 50, 1)] for n in range(3000) for sign in ("", "~", "=x", ">next")}
    words, _ = shards(((e, held(each)) for e, each in many.items()), pages=50, most=1000, usual=bytes(50))
    assert len(words.firsts) > 10
    for number in range(len(words.firsts)):
        there = [key for key, _ in Reader(b"".join(words.files[f"w{number}"])).entries()]
        for key in there:  # as a client looks: what a word is a slip of is beside the word
            wanted, _, _ = key.partition("!")
            assert bisect_right(words.firsts, wanted) - 1 == number, key
    assert list(words.firsts) == sorted(words.firsts)


def test_a_frequent_word_is_no_burden_to_its_neighbours() -> None:
    rare = {f"word{n:05}": [(n % 4000, 1)] for n in range(20_000)}
    every = {**rare, "word10000": [(page, page * 11 % 63 + 1) for page in range(4000)]}
    words, _ = shards(((e, held(each)) for e, each in every.items()), pages=4000, most=60, usual=bytes(4000))
    there = [[key for key, _ in Reader(b"".join(blocks)).entries()] for blocks in words.files.values()]
    assert 30 <= len(there) <= 72
    neighbours = next(len(keys) for keys in there if "word10000" in keys)
    assert neighbours < len(every) / len(there) / 2


@given(st.lists(WORDS))
def test_sorted_keys_come_back(some: list[str]) -> None:
    folded = sorted({word.lower() for word in some}, key=ordered)
    if not any("A" <= char <= "Z" for word in folded for char in word):
        assert keys(fronts(folded)) == folded


@given(st.text())
def test_lengths_are_those_of_javascript(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2
