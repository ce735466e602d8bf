"""Which sentences an editor would keep: what is weighed, and what never is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.markup import read
from harvest.model import Kind, Markup
from harvest.pages.decisive import words
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


STEPS = "Open Settings and tick the box. Close it. Wait for the light."
TALK = "Personally I love the old app, it was so great!"


def test_what_a_sentence_leans_on_stays() -> None:
    text = f"{STEPS} The red light may blink for a while now. It means that the Frame has no network."
    assert kept(text) == text


def test_what_leans_on_talk_goes_with_it() -> None:
    assert kept(f"{STEPS} I was once puzzled by a weird error here. It means that we were wrong.") == STEPS


def test_talk_that_nothing_leans_on_goes() -> None:
    assert kept(f"{STEPS} {TALK}") == STEPS


@pytest.mark.parametrize(
    "text",
    [
        "You might try the spare cable, perhaps.",
        "I have suggested to others that they try the spare cable.",
        "I guess there is no way to do this, sadly.",
        "I believe it was caused by my router.",
    ],
)
def test_an_answer_that_is_modestly_told_stays(text: str) -> None:
    assert kept(f"{STEPS} {text}") == f"{STEPS} {text}"


def test_what_leads_to_something_stays() -> None:
    text = "I suppose I have only this, if my memory is good:"
    assert kept(f"{STEPS} {text}\n\nfern://transit/all") == f"{STEPS} {text} fern://transit/all"
    assert kept(f"{STEPS} {text}") == STEPS


def test_of_a_long_story_the_step_is_left() -> None:
    told = "I was so happy with mine. I had it for years. My wife loved it, too."
    assert kept(f"Open Settings. {told}") == "Open Settings."


def test_what_the_confirmation_names_stays() -> None:
    text = "Maybe my old Silverleaf cable helps, I somehow had good luck with it."
    said = f"{STEPS} {text}"
    blocks = read(said, Markup.TEXT)
    assert "Silverleaf" not in kept(said)
    confirmed = sift(blocks, BY_A_HELPER, words("With the Silverleaf cable it is fine now!"))
    assert " ".join(unit.text for unit in units(confirmed)) == said


def test_whoever_solves_it_alone_is_quoted_whole() -> None:
    text = "I saw that the box beside the album was ticked. My laptop had none. I am so glad."
    assert kept(text, replace(BY_THE_ASKER, alone=True)) == text.removesuffix(" I am so glad.")


def test_but_not_what_was_in_vain() -> None:
    text = "None of it worked. I went back to 3.3."
    assert kept(text, replace(BY_THE_ASKER, alone=True)) == "I went back to 3.3."


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
    everywhere = Place(asker=True, confirmed=True, kind=Kind.HOW_TO, staff=True, added=True, among=3, turn=20)
    known = set().union(
        *signs(texts, everywhere),
        *signs(texts[:2], replace(BY_A_HELPER, kind=Kind.NOT_POSSIBLE)),
        *signs(texts[:4], BY_A_HELPER),
    )
    from harvest.pages import use  # noqa: PLC0415 — its table is private

    named = known | set(use._SIGNS) | {"short", "colon", "instructs", "advises", "clause-instructs"}
    assert set(USE) <= named | {"chatter", "after-colon", "opens"}
