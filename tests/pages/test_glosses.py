"""A page that speaks the company's language says what customers call it; no other page changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest import vocabulary
from harvest.model import Passage, Section
from harvest.pages import glosses
from harvest.vocabulary_file import Term, Vocabulary, load_vocabulary

CONFLICT = Term(we_say="sync conflict", they_say=("doubles", "duplicates", "two of each", "everything twice"))
FRAME = Term(we_say="Fernlight Frame", they_say=("frame", "photo frame"))
QUOTA = Term(we_say="quota exceeded", they_say=("storage full", "doubles"))
KNOWN = Vocabulary((CONFLICT, FRAME, QUOTA))


def page(text: str) -> tuple[Section, ...]:
    return (Section("What worked", (Passage(text, ("forum:1",)),)),)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("That is a sync conflict: keep one.", (CONFLICT,)),
        ("Sync Conflicts go away by themselves.", (CONFLICT,)),
        ("The sync has a conflict.", ()),
        ("Delete the doubles.", ()),
        ("See [the article](https://help.example/sync-conflict).", ()),
        ("Turn the Fernlight Frame off; quota exceeded means a sync conflict.", (CONFLICT, FRAME, QUOTA)),
    ],
)
def test_the_companys_words_on_the_page_are_found(text: str, found: tuple[Term, ...]) -> None:
    assert glosses.terms(page(text), KNOWN) == found


def test_who_says_doubles_finds_the_page_and_understands_it() -> None:
    terms = glosses.terms(page("That is a sync conflict: keep one."), KNOWN)
    assert glosses.also_called(terms) == CONFLICT.they_say
    (section,) = glosses.glosses(terms)
    (passage,) = section.passages
    expected = "“sync conflict” is what we call it when you say “doubles”, “duplicates” or “two of each”."
    assert passage == Passage(expected)  # from no post: marked as staff's


def test_a_product_called_by_half_its_name_is_found_and_not_explained() -> None:
    terms = (FRAME,)
    assert glosses.also_called(terms) == ("frame", "photo frame")
    assert glosses.glosses(terms) == ()


def test_no_word_is_there_twice() -> None:
    assert glosses.also_called((CONFLICT, QUOTA)).count("doubles") == 1
    assert glosses.also_called((CONFLICT, QUOTA))[-1] == "storage full"


@given(st.text(max_size=80))
def test_without_a_vocabulary_nothing_is_glossed(text: str) -> None:
    assert glosses.terms(page(text), Vocabulary()) == ()
    assert glosses.glosses(()) == ()


def test_the_samples_own_vocabulary_makes_legal_glosses() -> None:
    known = load_vocabulary(Path(__file__).parents[2] / "docs" / "vocabulary.yml")
    for term in known.terms:
        assert term in glosses.terms(page(f"About the {term.we_say}."), known)
        assert all(passage.text.count("\n") == 0 for s in glosses.glosses((term,)) for passage in s.passages)


def test_says_is_about_whole_words() -> None:
    assert vocabulary.says("Asset, assets", "asset")
    assert not vocabulary.says("An assettled matter", "asset")
    assert not vocabulary.says("", "")
