"""Threads become a page: readable back, traceable, and without anybody's data but in the credit line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from harvest.config import CreditRule
from harvest.model import Author, Kind, Markup, Outcome, Post, Verdict
from harvest.pages.draft import UNCONFIRMED, Material, Style, draft
from harvest.pages.parse import parse
from harvest.pages.render import render
from harvest.pages.topics import topic_of
from harvest.resolution import judge
from harvest.threads import thread
from tests.threads.strategies import START, conversations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvest.model import Answer

STYLE: Final = Style(
    keep=("help@fernlight.example",),
    credit=lambda _: CreditRule.PUBLIC,
    topic=lambda post: topic_of(post, ()),
    secret=b"only for tests",
)
EMAIL, NAME, HANDLE = "zelda.quux@example.org", "Zelda Quux", "zquux_77"


def material(posts: Sequence[Post], verdict: Verdict | None = None) -> Material:
    found = thread(posts)
    return Material(found, verdict or judge(found))


def post(id_: str, who: str, body: str, parent: str = "", title: str = "", *, staff: bool = False) -> Post:
    return Post(
        source="forum",
        id=id_,
        author=Author(key=f"k{who}", name=who, staff=staff),
        created=START,
        version=START,
        body=body,
        markup=Markup.TEXT,
        conversation="1",
        parent=parent,
        title=title,
        url="https://community.fernlight.example/t/1",
    )


def conversation(question: str, helper: str = "Bo") -> Material:
    answer = "Hi Mara,\n\n1. Switch off Sleep at night.\n2. Pull the plug and wait.\n\nCheers"
    return material(
        [
            post("1", NAME, question, title="Why is my Frame black?"),
            post("2", helper, answer, "1"),
            post("3", NAME, "That worked, thank you!", "2"),
        ]
    )


def drafted(same: Sequence[Material], style: Style) -> Answer:
    page = draft(same, style)
    assert page is not None
    return page


def everything(answer: Answer) -> str:
    """The page without its credit: neither the front matter's nor the line at the end."""
    kept = [
        replace(section, passages=tuple(p for p in section.passages if "With thanks to" not in p.text))
        for section in answer.sections
    ]
    return render(replace(answer, credits=(), sections=tuple(kept)))


def test_a_resolved_thread_becomes_a_page() -> None:
    page = drafted([conversation("It stays black since the update.")], STYLE)
    assert page.title == "Why is my Frame black?"
    assert page.confirmed_by == ("forum:3",)
    lead, body, back = page.sections
    assert lead.passages[0].origin == ("forum:1",)
    assert (body.heading, body.passages[0].origin) == ("What worked", ("forum:2",))
    assert body.passages[0].text == "1.  Switch off Sleep at night.\n2.  Pull the plug and wait."
    assert len(body.passages) == 1
    assert "With thanks to Bo" in back.passages[-1].text


def test_an_unconfirmed_answer_says_so() -> None:
    asked = [post("1", "Mara", "Why is it black?"), post("2", "Bo", "Pull the plug and wait a minute.", "1")]
    verdict = Verdict(outcome=Outcome.ANSWERED, confidence=0.7, kind=Kind.FIX, answer=("2",))
    page = drafted([material(asked, verdict)], STYLE)
    assert page.sections[1].heading == "What was suggested"
    assert UNCONFIRMED in page.sections[1].passages[-1].text


@pytest.mark.parametrize(
    "question",
    [
        f"It stays black. Write to {EMAIL} please.",
        f"It stays black.\n\nKind regards,\n{NAME}",
        f"It stays black, says {NAME}. I am @{HANDLE} there.",
        f"{'It stays black and I have tried a lot of things. ' * 6}Write to {EMAIL} or {NAME} or @{HANDLE}",
        "x" * 300 + f" {EMAIL} " + "y" * 300,
        f"Ring +44 20 7946 0958. {'It stays black ' * 30}",
        "It stays black. " + "a" * 5 + " " * 2 + "Call me: +44 20 7946 0958 at night",
    ],
)
def test_nobody_s_data_is_on_the_page(question: str) -> None:
    text = everything(drafted([conversation(question)], STYLE))
    for planted in (EMAIL, "zelda", "Quux", HANDLE, "7946 0958"):
        assert planted.casefold() not in text.casefold()


def test_a_signature_in_a_question_without_a_title_is_masked() -> None:
    asked = [
        post("1", "account9", f"my Frame stays black since the update\n\nKind regards,\n{NAME}"),
        post("2", "Bo", "Switch off Sleep at night, then pull the plug.", "1"),
        post("3", "account9", "That worked, thank you!", "2"),
    ]
    assert NAME not in everything(drafted([material(asked)], STYLE))


@pytest.mark.parametrize(
    ("rule", "credited"),
    [(CreditRule.PUBLIC, ("Bo",)), (CreditRule.NONE, ())],
)
def test_the_credit_line_follows_the_rule(rule: CreditRule, credited: tuple[str, ...]) -> None:
    page = drafted([conversation("It stays black.")], replace(STYLE, credit=lambda _: rule))
    assert tuple(credit.name for credit in page.credits) == credited


def test_a_pseudonym_hides_the_name() -> None:
    style = replace(STYLE, credit=lambda _: CreditRule.PSEUDONYM)
    page = drafted([conversation("It stays black.", helper="Wilhelmina")], style)
    assert "Wilhelmina" not in render(page)
    assert len(page.credits) == 1


@pytest.mark.parametrize(
    "answer", ["Thanks for asking, we'll look into it.", "Which phone do you use?", ":)"]
)
def test_an_answer_that_helps_nobody_else_makes_no_page(answer: str) -> None:
    asked = [post("1", "Mara", "Why is it black?"), post("2", "Bo", answer, "1")]
    verdict = Verdict(outcome=Outcome.ANSWERED, confidence=0.7, kind=Kind.FIX, answer=("2",))
    assert draft([material(asked, verdict)], STYLE) is None


def test_a_thread_without_an_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="has no answer to draft"):
        draft([material([post("1", "Mara", "Why is it black?")])], STYLE)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_every_page_reads_back_and_every_passage_has_its_post(data: st.DataObject) -> None:
    found = thread(data.draw(conversations()))
    others = [turn for turn in found.turns if turn is not found.question]
    assume(others)
    chosen = data.draw(st.sampled_from(others))
    outcome = data.draw(st.sampled_from((Outcome.RESOLVED, Outcome.ANSWERED)))
    confirmed = found.turns[-1].id if outcome is Outcome.RESOLVED else ""
    verdict = Verdict(
        outcome=outcome,
        confidence=0.9,
        kind=data.draw(st.sampled_from(Kind)),
        answer=chosen.ids,
        confirmed_by=confirmed,
    )
    page = draft([Material(found, verdict)], STYLE)
    assume(page is not None)
    assert page is not None
    assert parse(render(page)).answer == page
    ids = {f"forum:{id_}" for turn in found.turns for id_ in turn.ids}
    assert all(set(passage.origin) <= ids for section in page.sections for passage in section.passages)
    assert draft([Material(found, verdict)], STYLE) == page
