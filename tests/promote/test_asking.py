"""What somebody asks for on GitHub ends where everything ends, and is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harvest.pipeline.fulfilling import Fulfilled, fulfil, sources
from harvest.pipeline.outcomes import Did
from harvest.progress import Progress
from harvest.proposing.asked import Asking, asked
from tests.promote.conftest import dids
from tests.promote.githost import ENVIRON, TODAY
from tests.proposing.test_asked import comment

if TYPE_CHECKING:
    from tests.promote.conftest import Desk

pytestmark = pytest.mark.slow


def say(desk: Desk, text: str) -> Fulfilled:
    """Joelle, who may write, comments."""
    asking = asked(comment(text), sources(desk.config))
    assert isinstance(asking, Asking)
    return fulfil(
        desk.config, asking, forge=desk.forge, environ=ENVIRON, today=TODAY, workers=1, progress=Progress()
    )


def test_an_address_becomes_a_request_and_the_answer_leads_there(desk: Desk) -> None:
    done = say(desk, "/promote https://forum.example/t/scale")
    assert dids(done.outcomes) == {"scale": Did.OPENED}
    assert done.answer == (
        "@joelle, this is what has become of it:\n\n- `forum:scale`: opened https://forge.example/kb/pull/1\n"
    )
    assert "open as #1" in say(desk, "/promote forum:scale").answer
    assert len(desk.forge.made) == 1


def test_each_is_answered_whatever_becomes_of_the_others(desk: Desk) -> None:
    desk.talk("toaster", answer="Which model is it?", hour=2)
    done = say(desk, "/promote forum:scale https://elsewhere.example/t/7 forum:toaster")
    lines = done.answer.splitlines()[2:]
    assert len(lines) == 3
    assert any("`https://elsewhere.example/t/7`" in line and "is not in the lake" in line for line in lines)
    assert any("forum:toaster" in line and "is not worth a page" in line for line in lines)
    assert any("`forum:scale`: opened" in line for line in lines)


def test_who_may_not_write_gets_nothing(desk: Desk) -> None:
    desk.forge.writers = frozenset()
    done = say(desk, "/promote forum:scale")
    assert "only people who may write" in done.answer
    assert (done.outcomes, desk.forge.made) == ((), {})


def test_who_names_nothing_is_told_how(desk: Desk) -> None:
    assert "no address" in say(desk, "/promote that one").answer


def test_what_waits_is_not_remembered_and_the_answer_says_so(desk: Desk) -> None:
    desk.changes["most_open"] = 1
    done = say(desk, "/promote forum:scale forum:kettle")
    assert sorted(dids(done.outcomes).values()) == [Did.OPENED, Did.WAITS]
    assert "please ask again then" in done.answer
