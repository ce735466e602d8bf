"""What is stale is named with its reason, and what an editor has seen is not named again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from harvest.candidates import digest
from harvest.lifecycle.moves import approve
from harvest.lifecycle.review import Cause, Conversation, Facts, Why, stale, standing
from harvest.model import Author, Markup, Passage, Post, Section, State
from harvest.pages.merge import Write
from harvest.pages.parse import parse
from harvest.pages.render import render
from harvest.threads import thread
from tests.lifecycle.conftest import KETTLE, LID, TODAY, kettle, lid, source

BEGAN = datetime(2026, 1, 2, 9, tzinfo=UTC)


def post(id_: str, who: str, body: str, days: int = 0, **fields: Any) -> Post:
    written = BEGAN + timedelta(days=days)
    return Post(
        source="forum",
        id=id_,
        author=Author(key=who, name=who),
        created=written,
        version=fields.pop("version", written),
        body=body,
        markup=Markup.TEXT,
        conversation="1",
        parent="" if id_ == "1" else "1",
        url=f"https://forum.example/p/{id_}",
        **fields,
    )


ASKED = post("1", "ida", "My kettle stops before it boils. What can I do?")
ANSWERED = post("3", "bo", "Fill it with half water, half vinegar, wait an hour, then rinse it twice.", 1)


def conversation(*posts: Post, gone: str = "") -> Conversation:
    return Conversation(thread=thread(list(posts)) if posts else None, gone=frozenset(gone.split()))


def page(**fields: Any) -> Any:
    used = replace(source(), digest=digest([ASKED, ANSWERED]))
    return kettle(sources=(used,), **fields)


def causes(known: Conversation, answer: Any = None, today: date = TODAY) -> list[Cause]:
    facts = Facts(today=today, conversations={"forum:1": known})
    return [cause for each in stale([(KETTLE, answer or page())], facts) for cause in each.causes]


def test_nothing_is_wrong_with_a_page_of_which_nothing_has_changed() -> None:
    assert causes(conversation(ASKED, ANSWERED, post("9", "ida", "That worked, thank you!", 5))) == []
    assert stale([(KETTLE, page())], Facts(today=TODAY)) == ()


def test_a_review_date_that_has_passed() -> None:
    (found,) = causes(conversation(ASKED, ANSWERED), today=date(2027, 1, 4))
    assert found == Cause(Why.DATE, "should have been looked at by 2027-01-03")
    assert causes(conversation(ASKED, ANSWERED), today=date(2027, 1, 3)) == []


def test_an_edited_post_is_named() -> None:
    edited = replace(ANSWERED, body="Do not do that.", version=BEGAN + timedelta(days=90))
    (found,) = causes(conversation(ASKED, edited))
    assert (found.why, found.says) == (Why.EDITED, "post 3 of forum:1 has been edited")
    assert found.url == "https://forum.example/t/1"
    moved = replace(ASKED, body="My kettle is back.")
    assert causes(conversation(moved, ANSWERED))[0].says == "a post of forum:1 has been edited"


def test_a_deleted_post_is_named_and_one_that_never_was_there_is_not() -> None:
    (found,) = causes(conversation(ASKED, gone="3"))
    assert (found.why, found.says) == (Why.DELETED, "post 3 of forum:1 has been deleted")
    assert causes(conversation(ASKED)) == []
    (found,) = causes(conversation(gone="1 3"))
    assert found.says == "posts 1, 3 of forum:1 have been deleted"


@pytest.mark.parametrize(
    ("who", "body", "named"),
    [
        ("ida", "It still does not work, the same problem again.", True),
        ("uli", "I have the same problem and this does not work for me, still broken.", True),
        ("ida", "Works great now, thanks!", False),
        ("ida", "How do I clean the outside?", False),
    ],
)
def test_somebody_says_later_that_it_did_not_work(who: str, body: str, *, named: bool) -> None:
    found = causes(conversation(ASKED, ANSWERED, post("9", who, body, 40)))
    assert [cause.why for cause in found] == [Why.DID_NOT_WORK] * named
    if named:
        assert found[0].says == "post 9 of forum:1, of 2026-02-11, says that it did not work"
        assert found[0].url == "https://forum.example/p/9"


def test_what_an_editor_has_seen_is_not_named_again() -> None:
    edited = replace(ANSWERED, body="Use citric acid instead.", version=BEGAN + timedelta(days=90))
    known = conversation(ASKED, edited, post("9", "ida", "It still does not work.", 40))
    assert len(causes(known)) == 2
    now = standing(source(), known)
    assert now
    approved = approve(KETTLE, render(page()), today=TODAY, standing={"forum:1": now})
    assert isinstance(approved, Write)
    answer = parse(approved.text).answer
    assert causes(known, answer) == []
    later = post("10", "uli", "I tried it too, it still does not work.", 200)
    assert [c.why for c in causes(conversation(ASKED, edited, later), answer)] == [Why.DID_NOT_WORK]


def test_a_turn_of_the_same_day_is_new_on_a_page_that_nobody_has_approved() -> None:
    draft = page(state=State.DRAFT, updated=date(2026, 1, 3), review_by=date(2027, 1, 3))
    assert (
        len(causes(conversation(ASKED, ANSWERED, post("9", "ida", "It still does not work.", 1)), draft)) == 1
    )


def test_dead_links_are_named_wherever_they_stand() -> None:
    text = "See [the manual](https://maker.example/manual) or <https://other.example/>."
    answer = page(sections=(Section("", (Passage(text),)),))
    dead = {
        "https://maker.example/manual": "is not there (404)",
        "https://forum.example/t/1": "is gone (410)",
        "https://unused.example": "404",
    }
    (found,) = stale([(KETTLE, answer)], Facts(today=TODAY, dead_links=dead))
    assert [cause.says for cause in found.causes] == [
        "https://forum.example/t/1 is gone (410)",
        "https://maker.example/manual is not there (404)",
    ]


def test_the_most_asked_comes_first_and_what_is_not_shown_does_not_come() -> None:
    late = {"review_by": date(2026, 1, 1)}
    pages = [
        (LID, lid(**late)),
        (KETTLE, kettle(**late)),
        ("answers/gone.md", kettle(state=State.RETIRED, askers=99, **late)),
        ("answers/down.md", kettle(state=State.TAKEN_DOWN, askers=99, **late)),
        ("answers/s.md", kettle(state=State.STALE, askers=1)),
    ]
    found = stale(pages, Facts(today=TODAY))
    assert [each.path for each in found] == [KETTLE, LID, "answers/s.md"]
    assert found[-1].causes == (Cause(Why.DATE, "is marked as stale"),)
