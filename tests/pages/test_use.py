"""Which sentences an editor would keep: what is weighed, and what never is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.markup import read
from harvest.model import Markup
from harvest.pages.sift import sift, units
from harvest.pages.use import Place, Unit, likely, signs
from harvest.pages.use_weights import BIAS, USE

BY_A_HELPER = Place(asker=False, confirmed=False)
BY_THE_ASKER = Place(asker=True, confirmed=True)


def kept(text: str, place: Place = BY_A_HELPER) -> str:
    """What is left of a post, in one line."""
    return " ".join(unit.text for unit in units(sift(read(text, Markup.TEXT), place)))


@pytest.mark.parametrize(
    "text",
    [
        "Open Settings > Backup and tick the box beside the album.",
        "You can choose another album in the settings of the Frame.",
        "If the light is red, hold the small button for ten seconds.",
    ],
)
def test_what_to_do_stays(text: str) -> None:
    assert kept(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "I was just thinking about this yesterday and it seems a bit odd to me.",
        "Personally I love the old app, it was great.",
    ],
)
def test_talk_goes(text: str) -> None:
    step = "Open Settings and tick the box."
    assert kept(f"{step} {text}") == step


def test_a_warning_stays_however_it_is_said() -> None:
    text = "Choose Reset. I think it deletes all your albums!"
    assert kept(text) == text


def test_a_way_through_menus_stays() -> None:
    text = "Since 5.12 it's Me → Backup → Only while charging → off."
    assert kept(f"The answer above was for the old app. {text}").endswith(text)


def test_what_the_asker_did_stays() -> None:
    text = "I switched off Sleep at night."
    assert kept(text, BY_THE_ASKER) == text


def test_what_leans_on_a_sentence_that_went_goes_too() -> None:
    talk = "Personally I love the old app, I was so happy with it! It is the same for my wife."
    assert kept(f"Open Settings and tick the box. {talk}") == "Open Settings and tick the box."


def test_a_post_in_another_language_is_not_weighed() -> None:
    text = "Das Album ist leider zu groß, deshalb bricht der Rahmen das Laden ab, und zwar jedes Mal."
    assert kept(text) == text


@given(st.lists(st.builds(Unit, st.text(max_size=80), item=st.booleans(), code=st.booleans()), max_size=20))
def test_every_unit_gets_a_chance(post: list[Unit]) -> None:
    chances = likely(post, BY_A_HELPER)
    assert len(chances) == len(post)
    assert all(0 <= chance <= 1 for chance in chances)
    assert all(BIAS in each for each in signs(post, BY_A_HELPER))


def test_every_weight_is_of_a_sign_that_there_is() -> None:
    """A weight nothing reads would be a mistake in one of the two tables."""
    texts = [Unit("If I open it, you can see a bug?", item=True, code=True)] * 20
    known = set().union(*signs(texts, BY_THE_ASKER), *signs(texts[:2], BY_A_HELPER))
    from harvest.pages import use  # noqa: PLC0415 — its table is private

    named = known | set(use._SIGNS) | {"short", "long", "colon", "instructs", "advises", "clause-instructs"}
    assert set(USE) <= named | {"in-instructions"}
