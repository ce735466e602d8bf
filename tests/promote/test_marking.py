"""What staff marks in the source is looked at first, and judged as everything is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harvest.config import Marks
from harvest.lake import Lake
from harvest.model import Author, Markup, Post
from harvest.pipeline.marking import find_marked
from harvest.pipeline.outcomes import Did, Mode, Outcome
from harvest.pipeline.promoting import promote
from harvest.pipeline.proposals import Wish
from harvest.progress import Progress
from tests.promote.conftest import DAY, dids
from tests.promote.githost import ENVIRON, TODAY

if TYPE_CHECKING:
    from tests.promote.conftest import Desk

pytestmark = pytest.mark.slow


def mark(desk: Desk, id_: str, *, staff: bool = True) -> None:
    """Somebody writes the word below the conversation."""
    desk.changes["marks"] = Marks(words=("#harvest",))
    at = DAY.replace(hour=12)
    with Lake(desk.folder / ".harvest/lake").write("forum", now=at) as batch:
        batch.begin("mark")
        batch.add(
            Post(
                source="forum",
                id=f"{id_}9",
                conversation=id_,
                parent=f"{id_}1",
                author=Author(key="joelle", name="Joelle", staff=staff),
                created=at,
                version=at,
                body="Good to know. #harvest",
                markup=Markup.TEXT,
            )
        )


def marked(desk: Desk, top: int | None = 0, mode: Mode = Mode.REQUEST) -> tuple[Outcome, ...]:
    """As `harvest promote --marked` does."""
    config = desk.config
    found = find_marked(config, workers=1, progress=Progress())
    wish = Wish(top=top, marked=found)
    return promote(
        config,
        wish,
        forge=desk.forge,
        mode=mode,
        environ=ENVIRON,
        today=TODAY,
        workers=1,
        progress=Progress(),
    )


def why(outcomes: tuple[Outcome, ...], id_: str) -> str:
    return next(outcome.why for outcome in outcomes if outcome.thread == f"forum:{id_}")


def test_only_what_is_marked(desk: Desk) -> None:
    mark(desk, "scale")
    outcomes = marked(desk)
    assert dids(outcomes) == {"scale": Did.OPENED}
    assert why(outcomes, "scale") == "marked by the word #harvest"


@pytest.mark.parametrize("last", ["kettle", "toaster", "frame", "scale"])
def test_it_comes_before_those_that_rank_best(desk: Desk, last: str) -> None:
    mark(desk, last)
    assert dids(marked(desk, top=1)) == {last: Did.OPENED}
    outcomes = dids(marked(desk, top=1))
    assert outcomes.pop(last) is Did.LEFT  # it is open
    assert list(outcomes.values()) == [Did.OPENED]


def test_what_a_customer_writes_is_no_mark(desk: Desk) -> None:
    mark(desk, "scale", staff=False)
    assert marked(desk) == ()


def test_a_mark_overrules_nobody(desk: Desk) -> None:
    desk.talk("toaster", answer="Which model is it?", hour=2)
    mark(desk, "toaster")
    outcomes = marked(desk)
    assert dids(outcomes) == {"toaster": Did.LEFT}
    assert why(outcomes, "toaster").startswith("is not worth a page: ")
    assert why(outcomes, "toaster").endswith("; marked by the word #harvest")
    assert desk.forge.made == {}


def test_a_no_stays_a_no_and_is_told(desk: Desk) -> None:
    mark(desk, "scale")
    marked(desk)
    desk.forge.close(1, "reason: too rare")
    outcomes = marked(desk)
    assert dids(outcomes) == {"scale": Did.LEFT}
    assert "closed as #1: the answer was no (too rare)" in why(outcomes, "scale")
    assert len(desk.forge.made) == 1


def test_a_page_that_is_merged_is_not_made_again(desk: Desk) -> None:
    mark(desk, "scale")
    marked(desk)
    desk.forge.merge(desk.forge.made[1])
    assert all(outcome.did is Did.LEFT for outcome in marked(desk))
    assert len(desk.forge.made) == 1


def test_no_more_are_open_than_may_be(desk: Desk) -> None:
    desk.changes["most_open"] = 1
    mark(desk, "scale")
    mark(desk, "kettle")
    assert sorted(dids(marked(desk)).values()) == [Did.OPENED, Did.WAITS]


def test_where_no_marks_are_configured_nothing_is_read(desk: Desk) -> None:
    mark(desk, "scale")
    del desk.changes["marks"]
    assert find_marked(desk.config, workers=1, progress=Progress()) == {}
    assert marked(desk) == ()
