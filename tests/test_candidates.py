"""What should happen about a thread, and who comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest import vocabulary
from harvest.candidates import TAKEN_DOWN, KnownPage, Summary, rank, shadow, summarise
from harvest.duplicates import Question
from harvest.model import Amend, Create, Kind, Leave, Outcome, Verdict
from harvest.pipeline import can_be_drafted
from harvest.resolution import judge
from harvest.threads import thread
from tests.test_duplicates_known import ASKED, TOPICS
from tests.threads.strategies import START, conversations

RESOLVED: Final = Verdict(
    outcome=Outcome.RESOLVED,
    confidence=0.9,
    kind=Kind.FIX,
    answer=("2",),
    confirmed_by="3",
    worth_a_page=True,
)
FRAME: Final = Summary(
    ref="forum:1",
    title="Frame stays black",
    url="https://community.fernlight.example/t/1",
    lang="en",
    verdict=RESOLVED,
    question=Question("forum:1", ("frame", "stays", "black", "update")),
    askers=frozenset({"forum:mara"}),
    last_asked=START,
    answer_words=60,
    digest="sha256:0000000000000001",
)


def again(ref: str, **changes: Any) -> Summary:
    """The same question, asked by somebody else elsewhere."""
    fields = {"question": replace(FRAME.question, ref=ref), "askers": frozenset({f"forum:{ref}"}), **changes}
    return replace(FRAME, ref=ref, **fields)


PAGE: Final = KnownPage("answers/black.md", {"forum:1": FRAME.digest})


def test_a_solved_thread_makes_a_page() -> None:
    (candidate,) = rank([FRAME])
    assert candidate.intent == Create()
    assert candidate.askers == 1
    assert candidate.why.startswith("resolved: ")


def test_a_thread_that_has_a_page_is_left() -> None:
    assert rank([FRAME], [PAGE])[0].intent == Leave("already on answers/black.md, unchanged")


def test_a_thread_that_changed_amends_its_page() -> None:
    changed = replace(FRAME, digest="sha256:0000000000000002")
    assert rank([changed], [PAGE])[0].intent == Amend("answers/black.md", "forum:1 has changed since")


def test_more_askers_amend_the_page() -> None:
    (candidate,) = rank([FRAME, again("forum:2")], [PAGE])
    assert candidate.intent == Amend("answers/black.md", "1 more asked the same")
    assert candidate.askers == 2


SHELF: Final = [
    KnownPage(
        f"answers/{n:02}.md",
        {f"forum:{n}": "sha256:0"},
        tuple(form.format(topic) for form in ASKED),
    )
    for n, topic in enumerate(TOPICS)
]


def asking(ref: str, text: str, **changes: Any) -> Summary:
    question = Question(ref, tuple(vocabulary.meaningful(text)), "", tuple(vocabulary.words(text)))
    return again(ref, question=question, **changes)


def test_who_asks_in_the_words_of_a_page_amends_it() -> None:
    new = asking("forum:90", "Is it possible to order prints on matte paper")
    (candidate,) = rank([new], SHELF)
    reason = "1 more asked the same, with its words: matte, order, paper, prints"
    assert candidate.intent == Amend("answers/02.md", reason)


def test_those_of_one_page_are_one_candidate() -> None:
    first = asking("forum:2", ASKED[0].format(TOPICS[2]), digest="sha256:0")
    new = asking("forum:90", "Please, we want to order prints on matte paper", answer_words=0)
    other = asking("forum:91", "My dog has eaten the courier's hat")
    found = {candidate.threads: candidate for candidate in rank([new, other, first], SHELF)}
    assert found.keys() == {("forum:2", "forum:90"), ("forum:91",)}
    assert found["forum:2", "forum:90"].askers == 2
    assert isinstance(found["forum:2", "forum:90"].intent, Amend)


def test_a_question_without_an_answer_counts_as_an_asker_of_the_page() -> None:
    silent = Verdict(outcome=Outcome.UNRESOLVED, confidence=0.9)
    (candidate,) = rank([asking("forum:90", "order prints on matte paper", verdict=silent)], SHELF)
    assert isinstance(candidate.intent, Amend)


def test_praise_asks_nothing() -> None:
    praise = Verdict(outcome=Outcome.NOT_SUPPORT, confidence=0.9)
    new = asking("forum:90", "I love that one can order prints on matte paper", verdict=praise)
    assert isinstance(rank([new], SHELF)[0].intent, Leave)


def test_a_thread_stays_on_the_page_that_was_made_from_it() -> None:
    moved = asking("forum:3", "Is it possible to order prints on matte paper", digest="sha256:0")
    assert rank([moved], SHELF)[0].intent == Leave("already on answers/03.md, unchanged")


def test_pages_that_nobody_has_reviewed_recognise_nobody() -> None:
    new = asking("forum:90", "Is it possible to order prints on matte paper")
    assert rank([new], [replace(page, phrases=()) for page in SHELF])[0].intent == Create()


def test_a_page_is_amended_though_its_thread_is_no_longer_sure() -> None:
    undone = replace(FRAME, verdict=Verdict(outcome=Outcome.UNRESOLVED, confidence=0.9), digest="sha256:2")
    assert isinstance(rank([undone], [PAGE])[0].intent, Amend)


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome.DEFLECTED, "sent elsewhere: no public answer"),
        (Outcome.UNRESOLVED, "not resolved"),
        (Outcome.NOT_SUPPORT, "not a question for support"),
        (Outcome.UNSURE, "not sure enough to publish"),
    ],
)
def test_what_is_not_answered_is_left_and_says_why(outcome: Outcome, reason: str) -> None:
    left = replace(FRAME, verdict=Verdict(outcome=outcome, confidence=0.9))
    assert rank([left])[0].intent == Leave(reason)


def test_an_answer_that_is_too_short_is_left() -> None:
    assert rank([replace(FRAME, answer_words=5)])[0].intent == Leave("the answer is too short to stand alone")


def test_a_thread_without_an_address_is_left() -> None:
    intent = rank([replace(FRAME, url="")])[0].intent
    assert isinstance(intent, Leave)
    assert intent.reason.startswith("no address to link back to")


def test_the_best_answer_gives_the_page() -> None:
    (candidate,) = rank([FRAME, again("forum:2", answer_words=20), again("forum:0", answer_words=30)])
    assert candidate.threads == ("forum:1", "forum:0", "forum:2")


def test_more_askers_and_later_ones_rank_higher_and_what_is_left_comes_last() -> None:
    other = Question("forum:7", ("album", "download", "whole"))
    old = replace(FRAME, ref="forum:7", question=other, last_asked=START - timedelta(days=900))
    prints = Question("forum:8", ("prints", "dark", "brighten"))
    left = replace(FRAME, ref="forum:8", question=prints, answer_words=3)
    found = rank([left, old, FRAME, again("forum:2")])
    assert [candidate.threads[0] for candidate in found] == ["forum:1", "forum:7", "forum:8"]


def test_the_same_person_asking_twice_is_one_asker() -> None:
    (candidate,) = rank([FRAME, again("forum:2", askers=FRAME.askers)])
    assert candidate.askers == 1


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_votes_change_nothing_and_nor_does_the_order(data: st.DataObject) -> None:
    """Nobody is served first for being loud."""
    talks = data.draw(st.lists(conversations(), min_size=1, max_size=4))
    named = [[replace(post, conversation=f"talk{n}") for post in posts] for n, posts in enumerate(talks)]
    louder = [
        [replace(post, score=post.score + data.draw(st.integers(0, 9_999))) for post in posts]
        for posts in data.draw(st.permutations(named))
    ]
    quiet, loud = (
        rank([summarise(found, judge(found)) for posts in set_ if (found := thread(posts))])
        for set_ in (named, louder)
    )
    assert loud == quiet


def test_a_thread_whose_page_was_taken_down_is_left_for_good() -> None:
    gone = KnownPage("answers/black.md", {shadow("forum:1"): ""}, taken_down=True)
    other = again("forum:2")
    found = rank([FRAME, other], [gone])
    assert [(each.threads, each.intent) for each in found] == [
        (("forum:2",), Create()),
        (("forum:1",), TAKEN_DOWN),
    ]
    assert not can_be_drafted(found[1])
