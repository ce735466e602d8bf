"""Which new questions a page already answers, by the phrases it is asked with, and which are left alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest import vocabulary
from harvest.duplicates import Page, Question, recognise
from harvest.duplicates.known import FEWEST
from harvest.duplicates.sure import LEAST, NEVER, Trial, bar
from harvest.duplicates.weights import Weights, Words

TOPICS: Final = (
    "delete my account for good",
    "change the frame's sleep timer",
    "order prints on matte paper",
    "share an album with grandparents",
    "restore photographs from the bin",
    "connect a second wifi network",
    "move my library onto another phone",
    "print a calendar starting in march",
    "turn off faces recognition",
    "get a refund for a broken gift",
    "rotate sideways videos",
    "download invoices as pdf",
    "remove the white border around postcards",
    "mount the stand vertically",
    "pay by bank transfer",
    "cancel the yearly subscription",
    "hide private pictures from guests",
    "replace a cracked screen",
    "import negatives from a scanner",
    "reset the forgotten passcode",
    "dim the display at night",
    "add captions below portraits",
    "merge twin folders",
    "ship parcels to norway",
    "use a voucher twice",
    "stop the slideshow from shuffling",
    "upload raw camera files",
    "hear sound through bluetooth speakers",
    "set daylight saving hours",
    "invite neighbours as editors",
    "choose glossy cover material",
    "speed up slow thumbnails",
    "sort memories chronologically",
    "clean fingerprints off glass",
    "enlarge tiny icons",
    "silence the doorbell melody",
    "translate menus into welsh",
    "lend batteries to a colleague",
    "crop passport portraits",
    "unlock the parental filter",
)
ASKED: Final = ("How do I {}?", "I would like to {}", "Trying to {} since the weekend")
AGAIN: Final = ("Is it possible to {}", "Please help me to {}, thank you")


def words(text: str) -> tuple[str, ...]:
    return tuple(vocabulary.words(text))


def question(ref: str, text: str, product: str = "") -> Question:
    return Question(ref, (), product, words(text))


PAGES: Final = [
    Page(f"answers/{n:02}.md", tuple(words(form.format(topic)) for form in ASKED))
    for n, topic in enumerate(TOPICS)
]
NEW: Final = [
    question(f"{n:02}-{m}", form.format(topic))
    for n, topic in enumerate(TOPICS)
    for m, form in enumerate(AGAIN)
]
STRANGE: Final = [
    question("s1", "Where is your museum and when does it open"),
    question("s2", "The courier shouted at my dog"),
    question("s3", "How do I apply for the job of a gardener?"),
]


def test_who_asks_in_the_words_of_a_page_is_recognised() -> None:
    found = recognise([*NEW, *STRANGE], PAGES)
    assert {ref: recognised.page for ref, recognised in found.items()} == {
        question.ref: f"answers/{question.ref[:2]}.md" for question in NEW
    }


def test_the_words_that_made_it_are_named() -> None:
    found = recognise(NEW, PAGES)
    assert set(found["02-0"].words) == {"order", "prints", "matte", "paper"}


def test_a_single_question_is_recognised_too() -> None:
    assert recognise(NEW[:1], PAGES)["00-0"].page == "answers/00.md"


def test_without_pages_there_is_nothing_to_recognise() -> None:
    assert recognise(NEW, []) == {}
    assert recognise(NEW, [replace(page, phrases=()) for page in PAGES]) == {}
    assert recognise([], PAGES) == {}


def test_few_pages_do_not_show_who_their_neighbours_are() -> None:
    assert recognise(NEW, PAGES[: FEWEST - 1]) == {}


def test_one_shared_word_is_no_proof() -> None:
    assert recognise([question("1", "chronologically"), question("2", "bluetooth?")], PAGES) == {}


def test_neighbours_that_fit_equally_are_nobodys() -> None:
    twin = replace(PAGES[2], path="answers/twin.md")
    found = recognise(NEW, [*PAGES, twin])
    assert "02-0" not in found
    assert found["03-0"].page == "answers/03.md"


def test_another_product_is_another_question() -> None:
    pages = [replace(page, product="Frame") for page in PAGES]
    assert recognise([replace(q, product="Prints") for q in NEW], pages) == {}
    assert len(recognise([replace(q, product="Frame") for q in NEW], pages)) == len(NEW)


def test_the_same_question_about_another_product_is_no_rival() -> None:
    frames = [replace(page, product="Frame") for page in PAGES]
    prints = [replace(page, product="Prints", path=f"answers/p{page.path[8:]}") for page in PAGES[:4]]
    found = recognise([replace(q, product="Frame") for q in NEW], frames + prints)
    assert found["02-0"].page == "answers/02.md"


@pytest.mark.parametrize(
    ("asked", "same"),
    [("Error E-1402 while uploading", True), ("Error E-2031 while uploading", False)],
)
def test_another_number_is_another_question(asked: str, *, same: bool) -> None:
    phrases = tuple(words(form.format("see error E-1402 while uploading")) for form in ASKED)
    found = recognise([question("1", asked), *NEW], [*PAGES, Page("answers/error.md", phrases)])
    assert ("1" in found) is same


@settings(max_examples=10)
@given(st.permutations(NEW + STRANGE), st.permutations(PAGES))
def test_the_order_changes_nothing(new: list[Question], pages: list[Page]) -> None:
    assert recognise(new, pages) == recognise(NEW + STRANGE, PAGES)


def test_a_word_that_two_neighbours_share_is_worth_less_than_one_they_do_not() -> None:
    phrases = [words("order matte prints"), words("order glossy prints")]
    known = Words(phrases)
    weights = Weights([known.vector(phrase) for phrase in phrases], [0, 1])
    assert weights.worth("matt", 0) > 2 * weights.worth("order", 0) > 0
    assert weights.worth("gloss", 0) <= 0
    scores = weights.scores(known.vector(words("glossy prints please")))
    assert scores[1] > scores[0]


@given(st.lists(st.text("ab1 ", max_size=12).map(words), max_size=5), st.text("ab1 ", max_size=12).map(words))
def test_vectors_are_of_length_one_or_nothing(phrases: list[tuple[str, ...]], asked: tuple[str, ...]) -> None:
    vector = Words(phrases).vector(asked)
    assert sum(share * share for share in vector.values()) == pytest.approx(
        1.0 if any(vector.values()) else 0
    )


TRIAL: Final = Trial(strangers=(0.0,) * 60 + (0.1,) * 38 + (0.4, 0.5), returned_wrongly=(0.4,), returners=100)


def test_the_bar_is_above_most_strangers() -> None:
    assert 0.4 < bar([0.9] * 50 + [0.45] * 20 + [0.0] * 30, TRIAL) <= 0.9


def test_the_fewer_have_a_page_the_higher_the_bar() -> None:
    many, few = [0.9] * 50 + [0.45] * 50, [0.9] * 5 + [0.45] * 5 + [0.0] * 990
    assert bar(many, TRIAL) == 0.45
    assert bar(few, TRIAL) == NEVER


def test_no_lead_below_the_least_is_enough() -> None:
    nobody = Trial(strangers=(0.0,) * 1000, returned_wrongly=(), returners=1000)
    assert bar([LEAST / 2] * 100 + [0.8] * 100, nobody) == 0.8
    assert bar([LEAST / 2] * 100, nobody) == NEVER


def test_without_a_trial_nothing_is_sure() -> None:
    assert bar([0.9], Trial((), (), 0)) == NEVER
    assert bar([0.9], Trial((0.0,) * 99, (), 0)) == NEVER
    assert bar([], TRIAL) == NEVER
