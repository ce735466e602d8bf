"""Who waits for an answer, why, and in which order."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.model import Author, Kind, Markup, Outcome, Post, Thread, Verdict
from harvest.threads import thread
from harvest.waiting import PRIVATE_DAYS, Heard, Silence, hear, silence, waiting

ROOT: Final = Path(__file__).parents[1]
START: Final = datetime(2026, 3, 1, 9, tzinfo=UTC)
NOW: Final = START + timedelta(days=30, hours=5)
QUESTION: Final = "Uploads stop at 99 percent since the firmware update of my Frame, what can I do?"
UNRESOLVED: Final = Verdict(outcome=Outcome.UNRESOLVED, confidence=0.9)
DEFLECTED: Final = Verdict(outcome=Outcome.DEFLECTED, confidence=0.9)
ANSWERED: Final = Verdict(outcome=Outcome.ANSWERED, confidence=0.9, kind=Kind.FIX, answer=("2",))


def conversation(*said: tuple[str, str], id_: str = "1", start: datetime = START, likes: int = 0) -> Thread:
    """Who says what, an hour apart; "staff" is flagged by the source."""
    return thread(
        [
            Post(
                source="forum",
                id=id_ if place == 0 else f"{id_}.{place}",
                conversation=id_,
                parent="" if place == 0 else id_,
                author=Author(key=who, name=who, staff=who == "staff"),
                created=start + timedelta(hours=place),
                version=start + timedelta(hours=place),
                title="",
                body=text,
                markup=Markup.TEXT,
                score=likes,
            )
            for place, (who, text) in enumerate(said)
        ]
    )


STEPS: Final = "Open the settings, choose Network, then Reset, and wait until the light is green again."


@pytest.mark.parametrize(
    ("replies", "verdict", "expected"),
    [
        ([], UNRESOLVED, Silence.NO_REPLY),
        ([("mara", "Anybody?")], UNRESOLVED, Silence.NO_REPLY),
        ([("staff", "Which model is it?")], UNRESOLVED, Silence.ASKED_BACK),
        ([("staff", "Please send the log."), ("mara", "It is a Frame 2")], UNRESOLVED, Silence.ASKED_BACK),
        ([("staff", "Please send us a DM")], DEFLECTED, Silence.PRIVATE),
        ([("staff", "Drop us a line with your order number")], DEFLECTED, Silence.PRIVATE),
        ([("staff", "The shop that sold it has to exchange it")], DEFLECTED, Silence.ELSEWHERE),
        ([("staff", STEPS), ("mara", "Did that, still at 99")], UNRESOLVED, Silence.FAILED),
        ([("staff", STEPS), ("jo", "Same here, no luck")], UNRESOLVED, Silence.FAILED),
        ([("staff", STEPS)], UNRESOLVED, Silence.NO_ANSWER),
        ([("staff", STEPS)], ANSWERED, None),
        ([], Verdict(outcome=Outcome.NOT_SUPPORT, confidence=0.9), None),
        ([], Verdict(outcome=Outcome.UNSURE, confidence=0.2), None),
    ],
)
def test_how_a_thread_has_no_answer(
    replies: list[tuple[str, str]], verdict: Verdict, expected: Silence | None
) -> None:
    assert silence(conversation(("mara", QUESTION), *replies), verdict) is expected


def test_an_announcement_does_not_wait() -> None:
    assert silence(conversation(("staff", "What is new in spring?")), UNRESOLVED) is None


def heard(
    id_: str, days_ago: float, *, who: str = "", text: str = QUESTION, verdict: Verdict = UNRESOLVED
) -> Heard:
    asked = conversation((who or f"asker{id_}", text), id_=id_, start=NOW - timedelta(days=days_ago))
    return hear(asked, verdict)


OTHER: Final = "Prints arrive with a white border around every single picture, can that be cut off?"


def test_the_same_question_waits_once_with_all_who_ask() -> None:
    (row,) = waiting([heard("2", 4), heard("1", 10.5)], NOW)
    assert row.threads == ("forum:1", "forum:2")
    assert (row.days, row.askers) == (10, 2)
    assert row.first_asked == NOW - timedelta(days=10.5)
    assert row.last_asked == NOW - timedelta(days=4)
    assert row.why == "no reply at all; asked again by 1 other, in 2 threads"


def test_somebody_who_asks_twice_is_one_person() -> None:
    (row,) = waiting([heard("1", 9, who="mara"), heard("2", 4, who="mara")], NOW)
    assert row.askers == 1
    assert row.why == "no reply at all, in 2 threads"


def test_a_question_that_is_answered_in_another_thread_does_not_wait() -> None:
    assert waiting([heard("1", 9), heard("2", 4, verdict=ANSWERED)], NOW) == ()


def test_most_people_for_longest_come_first() -> None:
    few = [heard("1", 10, text=OTHER)]
    many = [heard("2", 7), heard("3", 6)]
    assert [row.threads[0] for row in waiting(few + many, NOW)] == ["forum:2", "forum:1"]  # 14 and 10
    old = [heard("1", 20, text=OTHER)]
    assert [row.threads[0] for row in waiting(old + many, NOW)] == ["forum:1", "forum:2"]  # 20 and 14


def test_a_private_exchange_that_has_begun_is_not_yet_silence() -> None:
    said = (("mara", QUESTION), ("staff", "Please send us a private message"))
    asked = hear(conversation(*said), DEFLECTED)
    assert waiting([asked], START + timedelta(days=PRIVATE_DAYS, hours=-1)) == ()
    (row,) = waiting([asked], START + timedelta(days=PRIVATE_DAYS))
    assert row.why == (
        "sent to private messages, nothing public since: if it was solved there, nobody can see it"
    )


def test_a_clock_that_is_ahead_makes_no_negative_days() -> None:
    assert waiting([heard("1", -2)], NOW)[0].days == 0


@settings(max_examples=50, deadline=None)
@given(
    likes=st.lists(st.integers(-(10**6), 10**9), min_size=4, max_size=4),
    order=st.permutations(range(4)),
)
def test_neither_votes_nor_the_order_of_arrival_change_anything(likes: list[int], order: list[int]) -> None:
    texts = (QUESTION, OTHER, QUESTION, "Where is the switch that turns the blue night light off?")
    plain = [(f"u{i}", text, START - timedelta(days=i)) for i, text in enumerate(texts)]

    def rows(scores: list[int]) -> list[Heard]:
        return [
            hear(conversation((who, text), id_=str(i), start=start, likes=scores[i]), UNRESOLVED)
            for i, (who, text, start) in enumerate(plain)
        ]

    liked = rows(likes)
    assert waiting([liked[i] for i in order], NOW) == waiting(rows([0] * 4), NOW)


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from((QUESTION, OTHER))), max_size=8))
def test_every_silent_thread_waits_exactly_once(asked: list[tuple[int, str]]) -> None:
    threads = [heard(str(place), days, text=text) for place, (days, text) in enumerate(asked)]
    rows = waiting(threads, NOW)
    assert sorted(ref for row in rows for ref in row.threads) == sorted(h.summary.ref for h in threads)
    waits = [row.askers * row.days for row in rows]
    assert waits == sorted(waits, reverse=True)


def test_a_tie_is_broken_by_the_first_asked_then_by_name() -> None:
    one, other = heard("1", 8), heard("2", 8, text=OTHER)
    assert waiting([other, one], NOW) == waiting([one, other], NOW)
    later = replace(other, asked=other.asked - timedelta(hours=1))
    assert waiting([one, later], NOW)[0].threads == ("forum:2",)


def test_every_reason_is_in_the_handbook_and_the_reverse() -> None:
    text = (ROOT / "docs/handbook/waiting.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == [kind.name.lower() for kind in Silence]


def test_an_advert_with_comments_waits_for_nothing_and_one_with_a_question_does() -> None:
    comments = conversation(
        ("staff", "Spring is for photo books! Your best picture?"), ("mara", "My cat, asleep")
    )
    assert silence(comments, UNRESOLVED) is None
    asked = conversation(
        ("staff", "Spring is for photo books!"), ("mara", "Why does my upload stop at 99 %?")
    )
    assert silence(asked, UNRESOLVED) is not None
