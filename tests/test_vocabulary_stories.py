"""Neither a title nor a phrase tells a story; a heading that names a thing gets its symptom."""

from __future__ import annotations

import pytest

from harvest import vocabulary
from harvest.model import Author, Markup, Post, Thread
from harvest.threads import thread
from tests.threads.strategies import START


def asked(title: str, body: str) -> Thread:
    author = Author(key="mara")
    return thread(
        [
            Post(
                source="forum",
                id="1",
                author=author,
                created=START,
                version=START,
                body=body,
                markup=Markup.TEXT,
                title=title,
            )
        ]
    )


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        pytest.param(
            "Fernlight",
            "I kept OS Lantern around for years too long in order to keep using Albumora. "
            "The albums do not open in it.",
            "Fernlight: The albums do not open in it",
            id="no story where something fails",
        ),
        pytest.param(
            "Lantern currency module for albums?",
            "What do you think about albums with lanterns? Is there a module or kit that we could study to "
            "perhaps include in our albums using Fernlight?",
            "Lantern currency module for albums?",
            id="a heading that asks keeps its topic",
        ),
        pytest.param(
            "Crossbuilding problem",
            "I use the builder. I am trying to build the lamp using paper on linux for windows. "
            "I copied the lamp to windows (7) - and it does not run - no window appears, while running from "
            "the shelf it prints nothing. I added a second lamp and built again. The lamp comes from it. "
            "It is made of paper. It has a switch.",
            "Crossbuilding problem: no window appears",
            id="a thing and its symptom",
        ),
    ],
)
def test_a_title_names_the_problem(title: str, body: str, expected: str) -> None:
    assert vocabulary.title(asked(title, body)) == expected


@pytest.mark.parametrize(
    "told",
    [
        "I don't use the lamp as my daily frame.",
        "The lamp worked up until recently, and then suddenly the pictures would not go out or come in.",
        "I spoke to the vendor, and they don't know what makes the frame stop.",
    ],
)
def test_what_is_told_is_no_phrase(told: str) -> None:
    assert not vocabulary.asked_as([asked("Frame", told)])


def test_a_plea_in_another_language_is_no_phrase() -> None:
    plea = "La cornice si spegne sempre durante la notte, qualcuno mi può aiutare a risolvere il problema?"
    assert not vocabulary.asked_as([asked("Cornice", plea)])
