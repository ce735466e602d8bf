"""A quotation names the problem in one or two sentences, and none of them hangs."""

from __future__ import annotations

import pytest

from harvest.pages.lead import telling


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        pytest.param(
            [
                "My frame shows no pictures.",
                "The album does not open on the frame.",
                "I have a shelf and a lamp beside the window.",
                "I want to see the album on the frame at night.",
            ],
            "My frame shows no pictures. The album does not open on the frame.",
            id="two sentences are enough",
        ),
        pytest.param(
            ["I want to hang the frame upside down.", "Maybe I could use a longer cable for the frame?"],
            "I want to hang the frame upside down.",
            id="no musing",
        ),
        pytest.param(
            ["I would like to thank the team for the frame.", "The frame stops when the lamp is on."],
            "The frame stops when the lamp is on.",
            id="no thanks",
        ),
        pytest.param(
            ["So far, the frame has never shown an album."],
            "So far, the frame has never shown an album.",
            id="so far is no joint",
        ),
        pytest.param(
            ["Then the frame does not start."], "The frame does not start.", id="nothing stands before then"
        ),
        pytest.param(
            ["My program is below, however, the frame only shows the word nought."],
            "The frame only shows the word nought.",
            id="what is below is not quoted",
        ),
        pytest.param(
            ["The frame shows stripes, below is a copy of what I see."],
            "The frame shows stripes.",
            id="nor what follows",
        ),
        pytest.param(
            [
                "I have a setting called FRAME_ALBUM.",
                "We show it in the hall.",
                "At home the setting is known, but in the shop it is undefined.",
            ],
            "At home the setting is known, but in the shop it is undefined.",
            id="what fails outweighs what is set up",
        ),
        pytest.param(
            [
                "I am trying to build the frame on linux for windows.",
                "I use the builder, and all goes well.",
                "I copied the program to windows and it does not run - no window appears.",
            ],
            "I am trying to build the frame on linux for windows. … "
            "I copied the program to windows and it does not run - no window appears.",
            id="a failure beside a wish",
        ),
    ],
)
def test_the_quotation_names_the_problem(said: list[str], quoted: str) -> None:
    assert telling(said, answer=frozenset()) == quoted


def test_a_sentence_that_would_be_cut_in_two_is_not_preferred() -> None:
    long = f"Is there an album of lamps for the frame{', and of lamps' * 30}?"
    assert telling([long, "Is there an album of lamps?"]) == "Is there an album of lamps?"
