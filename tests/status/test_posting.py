"""What is posted in the worst hour: a calm sentence stands ready, and what cannot be is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.errors import HarvestError
from harvest.status.model import Condition, Impact, Incident, Kind, Phase
from harvest.status.posting import TEXTS, Words, due, name, next_update, opened, planned
from harvest.status.reading import read
from harvest.status.site.markup import html
from harvest.status.writing import new, with_update
from tests.status.site import NOON, SETTINGS

HOUR = timedelta(hours=1)


def open_one(text: str = "", title: str = "Photos do not upload") -> Incident:
    words = Words(text=text, by="bo", components={"uploads": Condition.MAJOR})
    return opened(title, words, now=NOON, settings=SETTINGS, impact=Impact.MAJOR)


def test_nobody_need_think_of_words() -> None:
    incident = open_one()
    (said,) = incident.updates
    assert said.text == TEXTS[Phase.INVESTIGATING]
    assert said.next == NOON + timedelta(minutes=30)
    assert (incident.speaker, said.by) == ("bo", "bo")


def test_who_says_nothing_else_speaks_for_the_first() -> None:
    words = Words(components={"uploads": Condition.MAJOR})
    assert opened("x", words, now=NOON, settings=SETTINGS, impact=Impact.NONE).speaker == "ada"


def test_the_end_promises_nothing_more() -> None:
    assert next_update(open_one(), Phase.MONITORING, Words(), now=NOON + HOUR).next
    assert next_update(open_one(), Phase.RESOLVED, Words(), now=NOON + HOUR).next is None


def refused(incident: Incident, phase: Phase | None, words: Words, hours: float = 1) -> str:
    with pytest.raises(HarvestError) as error:
        next_update(incident, phase, words, now=NOON + hours * HOUR)
    return str(error.value)


def resolved() -> Incident:
    incident = open_one()
    end = next_update(incident, Phase.RESOLVED, Words(), now=NOON + HOUR)
    return replace(incident, updates=(*incident.updates, end), id="x")


@pytest.mark.parametrize("seconds", [0, -1, -60])
def test_two_who_speak_at_once_are_heard_one_after_the_other(seconds: int) -> None:
    """Also where their clocks differ a little."""
    now = NOON + timedelta(seconds=seconds)
    update = next_update(open_one(), None, Words(text="It is a plug."), now=now)
    assert update.at == NOON + timedelta(seconds=1)


def test_headings_of_a_look_back_stay_headings_and_code_stays_code() -> None:
    """Though `##` and `###` begin an update and a language in the file."""
    text = "# What happened\nA disk.\n## Why\nNobody looked.\n### the\nend\n```\n## a comment\n```"
    incident = replace(open_one(text), id="x")
    found, mistakes = read("x", Kind.INCIDENT, new(incident), SETTINGS)
    assert mistakes == ()
    assert len(found.updates) == 1
    assert found.updates[0].texts == {}
    shown = html(found.updates[0].text)
    for part in (">What happened</h", ">Why</h", ">the</h", "<code>## a comment\n</code>"):
        assert part in shown
    assert "#" not in shown.replace("## a comment", "")


def test_a_clock_that_is_wrong_is_told() -> None:
    assert "see whether the clock is right" in refused(open_one(), None, Words(text="x"), -1)
    assert "see whether the clock is right" in refused(open_one(), None, Words(text="x"), -1 / 59)
    with pytest.raises(HarvestError, match="cannot have started"):
        opened("x", Words(), now=NOON, settings=SETTINGS, impact=Impact.NONE, started=NOON + HOUR)


def test_what_is_over_stays_over() -> None:
    assert "open a new one" in refused(resolved(), Phase.INVESTIGATING, Words(text="again"), 2)
    assert next_update(resolved(), Phase.POSTMORTEM, Words(text="why"), now=NOON + 2 * HOUR).next is None
    assert "resolve it first" in refused(open_one(), Phase.POSTMORTEM, Words(text="why"))


def test_a_correction_names_what_it_corrects_and_says_what_is_right() -> None:
    right = Words(text="It was the website.", corrects=NOON)
    assert next_update(resolved(), None, right, now=NOON + 2 * HOUR).corrects == NOON
    assert "nothing was said at" in refused(open_one(), None, Words(text="x", corrects=NOON + HOUR))
    assert "says something" in refused(open_one(), None, Words(corrects=NOON))
    assert "says something" in refused(open_one(), None, Words())


def test_a_correction_finds_what_was_said_by_the_minute_that_the_page_shows() -> None:
    incident = open_one()
    for seconds in (61, 95):
        new = next_update(incident, None, Words(text="x"), now=NOON + timedelta(seconds=seconds))
        incident = replace(incident, updates=(*incident.updates, new))
    shown = Words(text="It was the website.", corrects=NOON + timedelta(minutes=1))
    assert next_update(incident, None, shown, now=NOON + HOUR).corrects == NOON + timedelta(seconds=95)
    exact = replace(shown, corrects=NOON + timedelta(seconds=61))
    assert next_update(incident, None, exact, now=NOON + HOUR).corrects == NOON + timedelta(seconds=61)
    wrong = replace(shown, corrects=NOON + timedelta(seconds=62))
    assert "nothing was said at" in refused(incident, None, wrong)


def test_a_maintenance_ends_after_it_begins() -> None:
    with pytest.raises(HarvestError, match="before it begins"):
        planned("x", Words(), now=NOON, settings=SETTINGS, start=NOON + HOUR, until=NOON + HOUR)
    with pytest.raises(HarvestError, match="would be over already"):
        planned("x", Words(), now=NOON, settings=SETTINGS, start=NOON - 2 * HOUR, until=NOON)
    work = planned("x", Words(), now=NOON, settings=SETTINGS, start=NOON + HOUR, until=NOON + 2 * HOUR)
    assert (work.kind, work.phase, work.updates[0].next) == (Kind.MAINTENANCE, Phase.SCHEDULED, None)


@pytest.mark.parametrize("title", ["", "  \n", "\u200b"])
def test_it_needs_a_title(title: str) -> None:
    with pytest.raises(HarvestError, match="title"):
        open_one(title=title)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Photos don't upload!", "2026-03-01-photos-don-t-upload"),
        ("Größe Äpfel", "2026-03-01-groe-apfel"),
        ("写真が届かない", "2026-03-01-incident"),
        ("../../etc", "2026-03-01-etc"),
        ("x" * 999, "2026-03-01-" + "x" * 60),
    ],
)
def test_the_name_of_a_file_is_safe_everywhere(title: str, expected: str) -> None:
    assert name(open_one(title=title), ()) == expected
    assert name(open_one(title=title), {expected}) == f"{expected}-2"


def test_what_is_due_first_comes_first() -> None:
    late = open_one()
    soon = replace(late, id="soon", updates=(replace(late.updates[0], next=NOON + 2 * HOUR),))
    silent = replace(late, id="silent", updates=(replace(late.updates[0], next=None),))
    assert [incident.id for incident, _ in due([soon, resolved(), silent, late])] == ["", "silent", "soon"]


texts = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(["## 2026-03-01 12:00 UTC resolved", "### de", "```", "~~~~", "by: bo", "", "x"])
    ).map("\n".join),
)


@given(texts, texts)
def test_no_words_swallow_or_forge_an_update(first: str, second: str) -> None:
    text = new(open_one(text=first))
    after = read("one", Kind.INCIDENT, text, SETTINGS)[0]
    assert [update.phase for update in after.updates] == ["investigating"]
    more = next_update(after, Phase.MONITORING, Words(text=second), now=NOON + HOUR)
    found = read("one", Kind.INCIDENT, with_update(text, more), SETTINGS)[0]
    assert [update.phase for update in found.updates] == ["investigating", "monitoring"]
    assert found.updates[0] == after.updates[0]
    assert not found.updates[1].texts


def test_planned_work_waits_for_a_word_when_one_is_promised_and_when_it_begins() -> None:
    work = planned("x", Words(), now=NOON, settings=SETTINGS, start=NOON + HOUR, until=NOON + 2 * HOUR)
    assert due([work]) == ((work, NOON + HOUR),)
    promise = Words(next=NOON + HOUR / 2)
    work = planned("x", promise, now=NOON, settings=SETTINGS, start=NOON + HOUR, until=NOON + 2 * HOUR)
    assert due([work]) == ((work, NOON + HOUR / 2),)


def test_the_name_of_a_file_begins_with_a_whole_year() -> None:
    assert name(replace(open_one(title="x"), started=NOON.replace(year=26)), ()) == "0026-03-01-x"
