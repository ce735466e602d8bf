"""Who gets a reply, and above all who does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from harvest.config import Replies
from harvest.model import Author, Kind, Outcome, Role, State
from harvest.replies.outbox import Reply
from harvest.replies.preparing import Silent, prepare, silent, unfit
from harvest.replies.wording import X_CHARACTERS, x_length
from tests.replies.threads import ADDRESS, HELP, QUESTION, TODAY, answer, case, conversation

OWN = Replies()


def said(found: Reply | Silent) -> str:
    assert isinstance(found, Reply)
    return found.text


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.RESOLVED, "What helped here is now a page"),
        (Outcome.ANSWERED, "Nobody has told us yet whether it works"),
        (Outcome.DEFLECTED, "Others had this, too"),
        (Outcome.UNSURE, "Others had this, too"),
    ],
)
def test_what_is_said_follows_how_it_ended(outcome: Outcome, words: str) -> None:
    text = said(prepare(case(conversation(QUESTION, HELP), outcome), OWN, (), TODAY))
    assert words in text
    assert text.count(ADDRESS) == 1


def test_an_honest_no_is_not_called_help() -> None:
    no = case(conversation(QUESTION, HELP), answer=answer(kind=Kind.NOT_POSSIBLE))
    assert "helped" not in said(prepare(no, OWN, (), TODAY))


def test_the_companys_own_words_are_taken() -> None:
    own = Replies(resolved="Look, {page}!")
    assert said(prepare(case(conversation(QUESTION)), own, (), TODAY)) == f"Look, {ADDRESS}!"


@pytest.mark.parametrize(
    ("last", "why"),
    [
        ((Role.ASKER, "Please don't contact me again."), "does not want to be contacted"),
        ((Role.ASKER, "stop replying to me"), "does not want to be contacted"),
        ((Role.ASKER, "Leave me alone!"), "does not want to be contacted"),
        ((Role.ASKER, "And no more replies please"), "does not want to be contacted"),
        ((Role.ASKER, "do not tag me"), "does not want to be contacted"),
        ((Role.STAFF, f"See {ADDRESS}"), "has linked the page"),
        ((Role.ASKER, "Please contact me by mail"), ""),
        ((Role.ASKER, "Don't reply if you do not know"), ""),
        ((Role.STAFF, "Please do not contact me, I am off duty"), ""),
        ((Role.ASKER, "It does not answer me when I press it"), ""),
    ],
)
def test_what_somebody_said_counts(last: tuple[Role, str], why: str) -> None:
    found = silent(case(conversation(QUESTION, HELP, last)), OWN, TODAY)
    assert why in found
    assert bool(found) is bool(why)


@pytest.mark.parametrize("name", ["asker", "@ASKER", "forum:asker"])
def test_who_is_on_the_list_is_left_alone(name: str) -> None:
    assert silent(case(conversation(QUESTION)), Replies(leave_alone=(name,)), TODAY)


def test_the_same_name_elsewhere_is_not_on_it() -> None:
    assert not silent(case(conversation(QUESTION)), Replies(leave_alone=("other:asker",)), TODAY)


def test_where_it_is_still_broken_nothing_is_said() -> None:
    assert silent(case(conversation(QUESTION, HELP), Outcome.UNRESOLVED), OWN, TODAY)


@pytest.mark.parametrize("state", [State.DRAFT, State.STALE, State.RETIRED, State.TAKEN_DOWN])
def test_a_page_that_nobody_stands_by_is_not_linked(state: State) -> None:
    assert silent(case(conversation(QUESTION), answer=answer(state=state)), OWN, TODAY)


def test_an_old_conversation_is_left_in_peace() -> None:
    assert silent(case(conversation(QUESTION)), OWN, date(2027, 6, 1))
    assert not silent(case(conversation(QUESTION)), Replies(within=3650), date(2027, 6, 1))


def test_what_is_gone_is_left_alone() -> None:
    assert silent(case(None), OWN, TODAY)
    thread = conversation(QUESTION)
    turn = thread.turns[0]
    gone = replace(thread, turns=(replace(turn, posts=(replace(turn.posts[0], deleted=True),)),))
    assert silent(case(gone), OWN, TODAY)


def test_nobody_is_answered_twice() -> None:
    assert isinstance(prepare(case(conversation(QUESTION)), OWN, {"forum:12"}, TODAY), Silent)


def test_a_reply_on_x_fits() -> None:
    long = f"https://help.example/answers/{'kettle-' * 60}/"
    text = said(prepare(case(conversation(QUESTION), service="x", address=long), OWN, (), TODAY))
    assert long in text
    assert x_length(text) <= X_CHARACTERS


@pytest.mark.parametrize(
    ("text", "length"),
    [("", 0), ("abc", 3), ("日本", 4), ("e\u0301", 1), ("see https://help.example/a/b/c", 27), ("“a”", 3)],
)
def test_x_counts_like_this(text: str, length: int) -> None:
    assert x_length(text) == length


def test_a_text_that_a_person_changed_must_still_link_and_fit() -> None:
    at = case(conversation(QUESTION), service="x")
    assert "does not link" in unfit(Reply(thread="forum:12", page="p", text="Hello!"), at)
    assert "281 characters" in unfit(Reply(thread="forum:12", page="p", text="a" * 257 + " " + ADDRESS), at)
    assert not unfit(Reply(thread="forum:12", page="p", text=ADDRESS), at)


def test_a_reply_blames_nobody() -> None:
    blaming = Reply(thread="forum:12", page="p", text=f"This was your own fault. {ADDRESS}")
    assert "fault" in unfit(blaming, case(conversation(QUESTION)))


def test_a_name_that_looks_like_nobody_is_nobody() -> None:
    thread = conversation(QUESTION)
    turn = thread.turns[0]
    nameless = replace(turn.posts[0], author=Author(key="7", name=""))
    thread = replace(thread, turns=(replace(turn, posts=(nameless,)),))
    assert not silent(case(thread), Replies(leave_alone=("@",)), TODAY)
