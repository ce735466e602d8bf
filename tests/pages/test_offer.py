"""What is offered of an answer when somebody says how it went."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harvest.model import Kind, Markup, Outcome, Thread, Verdict
from harvest.pages.offer import doubted, failed
from harvest.threads import thread
from tests.pages.test_drafted_cases import post


def told(reply: str) -> Thread:
    """A question, two answers, and a reply of whoever asked that names neither, only the question."""
    said = ("My Frame stays black.", "Change the bulb of the lamp.", "Use port 995.", reply)
    who = ("Mara", "Ida", "Bo", "Mara")
    posts = [
        replace(post(name, str(at + 1), Markup.TEXT, at), body=text, parent="1" if at else "")
        for at, (name, text) in enumerate(zip(who, said, strict=True))
    ]
    return thread(posts)


@pytest.mark.parametrize(
    ("reply", "fails"),
    [
        ("Thanks, but that did not work for me.", True),
        ('Thanks for the reply. However, it\'s still "broke".', True),
        ("That's sufficient, thank you, although the shift key does not work.", False),
        ("After days of no luck I tried again and it worked first time.", False),
        ("Is it safe? I read that it is still not fully enabled.", False),
        ("The lamp is on now. " * 12 + "By the way, leaving the field empty did not work.", False),
    ],
)
def test_a_reply_to_the_question_is_about_the_last_answer(reply: str, fails: bool) -> None:
    assert failed(told(reply), ["2", "3"]) == (frozenset({"3"}) if fails else frozenset())


@pytest.mark.parametrize(
    ("reply", "doubts"),
    [
        ("It partially helped.", True),
        ("It did not help.", True),
        ("It worked, thanks. The old cable did not work.", False),
        ("Thanks, perfect.", False),
    ],
)
def test_what_is_no_confirmation(reply: str, doubts: bool) -> None:
    verdict = Verdict(
        outcome=Outcome.RESOLVED, confidence=0.9, kind=Kind.FIX, answer=("3",), confirmed_by="4"
    )
    assert doubted(told(reply), verdict) == doubts
