from __future__ import annotations

from datetime import date

import pytest

from harvest.model import Answer, Kind, State
from harvest.site.badges import asked_by, badge, note

DAY = date(2026, 3, 9)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("confirmed", [False, True])
def test_only_confirmed_fixes_how_tos_and_workarounds_look_solved(kind: Kind, confirmed: bool) -> None:
    shown = badge(kind, confirmed=confirmed)
    may = kind in (Kind.FIX, Kind.HOW_TO, Kind.WORKAROUND) and confirmed
    assert (shown.tone == "solved") is may
    assert ("confirmed by" in shown.text.lower()) is may
    assert ("check" in shown.icon) is may


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (State.DRAFT, "nobody has reviewed"),
        (State.STALE, "out of date"),
        (State.REVIEWED, ""),
        (State.VALIDATED, ""),
    ],
)
def test_a_reader_is_warned_of_drafts_and_stale_pages(state: State, says: str) -> None:
    told = note(Answer(title="t", kind=Kind.FIX, state=state, updated=DAY, review_by=DAY))
    assert says in told
    assert bool(told) == bool(says)


def test_askers_in_words() -> None:
    assert asked_by(1) == "Asked by one person"
    assert asked_by(1200) == "Asked by 1,200 people"
