"""The list of words that hurt, by itself: replies and incident pages are held to it as well."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest import tone


@pytest.mark.parametrize(
    "text",
    [
        "That is your own fault.",
        "You should have read the page.",
        "You should’ve backed up.",
        "If you had bothered to look …",
        "You failed to save it.",
        "You're holding it wrong.",
        "PEBKAC",
        "RTFM!",
        "Learn to read.",
        "As we’ve already explained, no.",
        "I told you already.",
        "Calm down, please.",
        "That's not our problem.",
        "Selbst schuld.",
        "Como ya le dijimos.",
    ],
)
def test_blame_and_insults_are_named(text: str) -> None:
    assert [hurt.blames for hurt in tone.find(text)][:1] == [True]


@pytest.mark.parametrize(
    "text",
    ["Obviously, no.", "Simply restart it.", "You claim that it is gone.", "Sorry for any inconvenience."],
)
def test_soft_ones_are_no_blame(text: str) -> None:
    assert [hurt.blames for hurt in tone.find(text)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "This is not your fault.",
        "It wasn't your mistake, it was ours.",
        "You should have a copy in the bin.",
        "You should have received a mail.",
        "It just works.",
        "We already told the post office.",
        "Read the manual of the router: it says where the switch is.",
        "It simply stopped.",
    ],
)
def test_ordinary_sentences_are_left_alone(text: str) -> None:
    assert list(tone.find(text)) == []


@given(st.text())
def test_stretches_lie_in_the_text(text: str) -> None:
    for hurt in tone.find(f"{text} user error {text}"):
        assert 0 <= hurt.start < hurt.end <= 2 * len(text) + 12


def test_a_stretch_is_what_hurts() -> None:
    text = "Well, this is a User Error."
    (hurt,) = tone.find(text)
    assert text[hurt.start : hurt.end] == "User Error"
