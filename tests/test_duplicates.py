"""Which questions are the same, and above all which are not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest import vocabulary
from harvest.duplicates import Question, groups
from harvest.duplicates.apart import FEWEST, apart
from harvest.duplicates.question import ending_off

TOPICS = (
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
)
WAYS = ("How do I {}?", "Is it possible to {}", "I would like to {}", "{}", "Can anyone tell me how to {}")
NEIGHBOURS = ("album", "frame", "print", "photo", "upload", "wifi", "share", "order", "phone", "slow")


def question(ref: str, title: str, text: str = "", product: str = "") -> Question:
    said = [word for word in vocabulary.words(f"{title} {text}") if vocabulary.tells(word)]
    return Question(ref, tuple(said), product, tuple(vocabulary.words(title)))


def repeated() -> list[Question]:
    """A collection that repeats itself: each topic asked in every way."""
    return [
        question(f"{topic}-{way}", form.format(text))
        for topic, text in enumerate(TOPICS)
        for way, form in enumerate(WAYS)
    ]


def neighbours() -> list[Question]:
    """A collection about few things, in which each question asks something else about two of them."""
    return [
        question(f"{one}-{other}", f"{a} and {b}")
        for one, a in enumerate(NEIGHBOURS)
        for other, b in enumerate(NEIGHBOURS)
        if one < other
    ] + [question(f"m{i}", f"the {word} is gone") for i, word in enumerate(NEIGHBOURS)]


def test_where_questions_repeat_themselves_other_words_are_the_same_question() -> None:
    found = groups(repeated())
    assert len(found) == len(TOPICS)
    assert all(len({ref.split("-")[0] for ref in group}) == 1 for group in found)


def test_where_they_are_neighbours_nothing_is_joined() -> None:
    asked = neighbours()
    assert len(asked) >= FEWEST
    assert apart(asked) is None
    assert all(len(group) == 1 for group in groups(asked))


def test_few_questions_say_nothing_about_their_collection() -> None:
    assert apart(repeated()[: FEWEST - 1]) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Exercise 2.3 of the photo course is unclear", "Exercise 2.4 of the photo course is unclear"),
        ("The 2024 calendar prints without Sundays", "The 2025 calendar prints without Sundays"),
        ("Error E-1402 while uploading holiday pictures", "Error E-2031 while uploading holiday pictures"),
    ],
)
def test_another_number_is_another_question(one: str, other: str) -> None:
    text = "It says so every evening since the spring update, on the tablet and on the old laptop alike"
    assert len(groups([question("1", one, text), question("2", other, text)])) == 2
    assert len(groups([question("1", one, text), question("2", one, text)])) == 1


def test_a_number_that_only_one_mentions_is_no_reason() -> None:
    text = (
        "It says so every evening since the spring update, on the tablet and on the old laptop alike, "
        "whether mobile data or the router in the kitchen carries the connection, and support hours are over"
    )
    one = question("1", "Uploads stop halfway", text)
    assert len(groups([one, question("2", "Uploads stop halfway after 3 pictures", text)])) == 1


def test_endings_do_not_hide_the_same_question() -> None:
    one = question("1", "Albums disappeared after syncing phones")
    assert len(groups([one, question("2", "Album disappears after sync, phone")])) == 1


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("download downloads downloaded downloading", True),
        ("battery batteries", True),
        ("stop stops stopped stopping", True),
        ("box boxes", True),
        ("bus buses", True),
        ("status", True),
        ("new news", False),
        ("send receive", False),
    ],
)
def test_endings(words: str, same: bool) -> None:
    left = {ending_off(word) for word in words.split()}
    assert (len(left) == 1) is same


@given(st.text(max_size=20))
def test_something_is_left_of_every_word(word: str) -> None:
    assert bool(ending_off(word)) == bool(word)
    assert word.startswith(ending_off(word)[:-1])


@settings(max_examples=25, deadline=None)
@given(st.permutations(repeated()))
def test_the_order_changes_nothing_where_questions_repeat_themselves(shuffled: list[Question]) -> None:
    assert set(map(frozenset, groups(shuffled))) == set(map(frozenset, groups(repeated())))


def test_products_are_kept_apart_where_questions_repeat_themselves() -> None:
    asked = [replace(q, product="Frame" if q.ref.endswith(("0", "1")) else "Prints") for q in repeated()]
    product = {q.ref: q.product for q in asked}
    found = groups(asked)
    assert all(len({product[ref] for ref in group}) == 1 for group in found)
    assert sorted(ref for group in found for ref in group) == sorted(product)
