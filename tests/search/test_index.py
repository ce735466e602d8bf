"""Pages in, queries in, pages out. All conversations are Fernlight's, and invented."""

from __future__ import annotations

from importlib.metadata import packages_distributions

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.query import And, Prefix
from whoosh.query import Term as Word
from whoosh.reading import TermNotFound
from whoosh.scoring import Frequency
from whoosh.searching import Searcher

from harvest.errors import HarvestError
from harvest.search import Index, Ingredient, Page
from harvest.search.postings import SHIFT, Held, Numbers, joined
from harvest.search.query import distance, take_apart
from harvest.search.slips import slips
from harvest.search.sole import _providers, check_whoosh
from harvest.vocabulary_file import Term, Vocabulary

PAGES = (
    Page(
        ref="stuck",
        title="Photos do not upload when the phone is locked",
        asked_as=("app only uploads when it's open", "nothing happens while the screen is dark"),
        body="Turn off the battery saver for Fernlight. If you see E-1402, open the photo once.",
    ),
    Page(
        ref="twice",
        title="It made doubles of everything",
        body="A sync conflict keeps both. Run v2.3.1 of the uploader and choose Remove duplicates.",
    ),
    Page(ref="wifi", title="The Frame cannot find my Wi-Fi", body="It joins networks of 2.4 GHz only."),
    Page(ref="album", title="Share an album", body="Copy the link and send it. Photos stay private."),
)
KNOWN = Vocabulary((Term(we_say="sync conflict", they_say=("everything twice", "two of each")),))
INDEX = Index(PAGES, KNOWN)


def found(query: str, index: Index = INDEX) -> list[str]:
    return [hit.page.ref for hit in index.search(query).hits]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("photos not uploading", "stuck"),
        ("e1402", "stuck"),
        ("E-1402", "stuck"),
        ("2.3.1", "twice"),
        ("wifi", "wifi"),
        ("two of each", "twice"),
        ("why do i have all my pictures two of each", "twice"),
        ("uplaod", "stuck"),
        ("how can i erase the duplicates", "twice"),
        ('"battery saver"', "stuck"),
    ],
)
def test_the_page_is_first(query: str, first: str) -> None:
    assert found(query)[0] == first


@pytest.mark.parametrize("query", ["", "   ", "-", '""', "the of and", "😀", "zzzzzz"])
def test_nothing_is_found_for_nothing(query: str) -> None:
    assert found(query) == []


def test_what_is_banned_is_not_there() -> None:
    assert "album" in found("photos")
    assert "album" not in found("photos -private")
    assert found('photos -"stay private"') == found("photos -private")


def test_a_phrase_stands_together() -> None:
    assert found('"photos upload"') == []
    assert found('"the phone is locked"') == ["stuck"]


def test_a_mended_word_is_said() -> None:
    (word,) = INDEX.search("duplicats").mended
    assert (word.typed, word.meant) == ("duplicats", "duplicates")


def test_half_a_word_finds_the_whole_one() -> None:
    assert found("duplic")[0] == found("dupli")[0] == "twice"


@pytest.mark.parametrize(("typed", "meant"), [("duplcates", "duplicates"), ("conlficts", "conflict")])
def test_a_slip_that_changes_the_stem_is_mended_too(typed: str, meant: str) -> None:
    (word,) = INDEX.search(typed).mended
    assert word.meant == meant


def test_what_is_meant_by_the_vocabulary_alone_is_not_written() -> None:
    known = Vocabulary((Term(we_say="plan", they_say=("subscription",)),))
    pages = [Page(ref=str(n), title="Change the plan") for n in range(3)]
    index = Index([*pages, Page(ref="s", title="My subscription ended")], known)
    (word,) = index.search("subscripton").mended
    assert word.meant == "subscription"


def test_a_code_is_never_mended() -> None:
    assert found("E-1403") == []


def test_synonyms_help_sentences_and_never_keywords() -> None:
    assert found("how do i delete the duplicates", Index(PAGES))[0] == "twice"
    assert INDEX.search("erase it", without=()).hits
    assert found("erase") == []


def test_it_says_why() -> None:
    hit = INDEX.search("photos upload", explain=True).hits[0]
    photo = next(match for match in hit.why if match.entry == "photo")
    assert photo.fields == ("title", "body")
    assert sum(match.points for match in hit.why) == hit.points


def test_it_knows_when_nothing_answers() -> None:
    assert INDEX.search("photos upload locked").sure
    assert not INDEX.search("is there a student discount for the yearly plan").sure


def test_a_phrase_that_every_page_has_moves_none() -> None:
    plain = [
        Page(ref=str(n), title=f"Frame shows code {n}", asked_as=("it does not work",)) for n in range(5)
    ]
    own = Page(ref="own", title="Prints are dark", asked_as=("printer makes it too dark",))
    index = Index([*plain, own])
    assert found("printer makes it too dark", index) == ["own"]
    shared = index.postings.read("work")
    alone = Index([*plain[:1], own]).postings.read("work")
    assert max(level for _, level in shared) < max(level for _, level in alone)


def test_ties_go_to_the_page_that_comes_first() -> None:
    same = [Page(ref=name, title="Night mode") for name in "cab"]
    assert found("night mode", Index(same)) == ["c", "a", "b"]


@pytest.mark.parametrize("ingredient", list(Ingredient))
def test_each_ingredient_can_be_left_out(ingredient: Ingredient) -> None:
    assert INDEX.search("why do photos not upload", without=(ingredient,)).hits


@given(st.text(max_size=200))
def test_any_text_is_a_query(text: str) -> None:
    hits = INDEX.search(text, explain=True).hits
    points = [hit.points for hit in hits]
    assert points == sorted(points, reverse=True)


@given(st.text('ab -"“”', max_size=40))
def test_quotes_and_minus_in_any_order(text: str) -> None:
    typed = take_apart(text, INDEX.analysis)
    assert all(typed.phrases)
    assert all(typed.banned)


def test_an_empty_knowledge_base() -> None:
    assert found("anything", Index(())) == []


def test_slips_of_customers_find_the_right_word_too() -> None:
    assert slips({"thunder": 40, "thuner": 2, "thread": 3, "e1402": 1, "hunder": 2}) == {"thuner": "thunder"}
    many = [Page(ref=str(n), title=f"Calendar number {n}x") for n in range(25)]
    index = Index([*many, Page(ref="slip", title="Calandar is empty")])
    assert len(index.search("calandar", limit=100).hits) == 26
    assert found("calandar", index)[0] == "slip"


@pytest.mark.parametrize(
    ("one", "other", "mistakes"),
    [("upload", "upload", 0), ("uplaod", "upload", 1), ("uplad", "upload", 1), ("axlyad", "upload", 3)],
)
def test_mistakes(one: str, other: str, mistakes: int) -> None:
    assert distance(one, other, 3) == distance(other, one, 3) == mistakes


def test_two_distributions_of_whoosh_are_an_error() -> None:
    check_whoosh(["Whoosh-Reloaded", "whoosh_reloaded"])
    with pytest.raises(HarvestError, match="whoosh and whoosh-reloaded both provide"):
        check_whoosh(["Whoosh", "whoosh-reloaded"])


def test_who_provides_whoosh_is_what_python_says() -> None:
    assert sorted(_providers()) == sorted(set(packages_distributions()["whoosh"]))


def test_whoosh_reads_our_lists_as_it_reads_its_own_files() -> None:
    """A query and a weighting of Whoosh's own give the levels."""
    about = [{"album": 9, "album>link": 4}, {"frame": 5}, {"album": 3, "frame": 5}]
    numbers = Numbers()
    lists = joined(
        (
            ([numbers[entry.encode()] for entry in levels], bytes(level + SHIFT for level in levels.values()))
            for levels in about
        ),
        numbers,
    )
    reader = Held(lists, 3)
    assert list(reader.lexicon("about")) == [b"album", b"album>link", b"frame"]
    assert [(info.doc_frequency(), info.max_weight()) for _, info in reader] == [(2, 9), (1, 4), (2, 5)]
    found = Searcher(reader, weighting=Frequency()).search(Word("about", "album"))
    assert [(hit.docnum, hit.score) for hit in found] == [(0, 9), (2, 3)]
    both = And([Word("about", "album"), Prefix("about", "fra")])
    assert [hit.docnum for hit in Searcher(reader, weighting=Frequency()).search(both)] == [2]
    assert ("about", "no") not in reader
    assert reader.frequency("about", "no") == 0
    with pytest.raises(TermNotFound):
        reader.postings("about", "no")


def test_a_word_in_quotes_is_meant_as_it_is() -> None:
    found = INDEX.search('the "duplicats"')
    assert (found.hits, found.mended) == ((), ())
    (word,) = INDEX.search('duplicats "photos"').mended
    assert word.typed == "duplicats"
