"""The body of a request: what a reviewer needs, in order, and nothing that acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from harvest.model import (
    Answer,
    Author,
    Candidate,
    Create,
    Evidence,
    Kind,
    Markup,
    Outcome,
    Passage,
    Post,
    Role,
    RoleFrom,
    Section,
    SourceRef,
    Thread,
    Turn,
    Verdict,
)
from harvest.proposing import mark as marks
from harvest.proposing.mark import Mark
from harvest.proposing.searches import near, searches, unheard
from harvest.proposing.story import MOST_CHARACTERS, Story, body
from harvest.proposing.told import tell

WHEN = datetime(2026, 3, 1, tzinfo=UTC)
MARK = Mark(page="answers/kettle.md", threads=("forum:1",), digest="sha256:0123456789abcdef")


def turn(number: int, role: Role, text: str) -> Turn:
    post = Post(
        source="forum",
        id=f"p{number}",
        author=Author(key=f"u{number}", name=f"Zebedee{number} Quill"),
        created=WHEN,
        version=WHEN,
        body=text,
        markup=Markup.TEXT,
        url="https://forum.example/t/1" if number == 1 else "",
    )
    return Turn(posts=(post,), role=role, role_from=RoleFrom.POSITION, text=text)


THREAD = Thread(
    source="forum",
    id="1",
    turns=(
        turn(1, Role.ASKER, "My kettle clicks off early.\n\nWrite to zeb@mail.example, fixes #12 @ada"),
        turn(2, Role.STAFF, "Descale it: half water, half vinegar."),
        turn(3, Role.ASKER, "That did it!"),
    ),
)
VERDICT = Verdict(
    outcome=Outcome.RESOLVED,
    confidence=0.93,
    kind=Kind.FIX,
    answer=("p2",),
    confirmed_by="p3",
    worth_a_page=True,
    evidence=(Evidence("works", 1.2, "p3", "somebody affected says that it works"),),
)
ANSWER = Answer(
    title="Why does my kettle click off early?",
    kind=Kind.FIX,
    asked_as=("kettle clicks off before it boils",),
    sources=(
        SourceRef(
            url="https://forum.example/t/1",
            thread="forum:1",
            posts=("p2",),
            digest="sha256:0123456789abcdef",
            licence="CC-BY-SA-4.0",
            asked=date(2026, 3, 1),
        ),
    ),
    confirmed_by=("forum:p3",),
    updated=date(2026, 3, 1),
    review_by=date(2027, 3, 1),
    sections=(Section("What worked", (Passage("Descale it.", ("forum:p2",)),)),),
)
OTHER = replace(ANSWER, title="Kettle leaks", asked_as=("water under my kettle",), product="Kettle Two")
CANDIDATE = Candidate(
    threads=("forum:1",),
    title=ANSWER.title,
    url="https://forum.example/t/1",
    verdict=VERDICT,
    intent=Create(),
    askers=2,
    last_asked=WHEN,
    score=1,
    why="",
)


def before(words: str) -> tuple[str, ...]:
    return ("answers/leaks.md",) if "kettle" in words else ()


def after(words: str) -> tuple[str, ...]:
    return (MARK.page, "answers/leaks.md")


@pytest.fixture
def story() -> Story:
    return Story(
        mark=MARK,
        candidate=CANDIDATE,
        answer=ANSWER,
        new=True,
        told=(tell(THREAD, VERDICT, ()),),
        near=near(ANSWER, MARK.page, before, {"answers/leaks.md": OTHER}),
        unheard=unheard([ANSWER.title, "It clicks early: click, early, basically"], {"kettle"}, 5),
        searches=searches(ANSWER, MARK.page, before, after),
    )


def test_it_tells_the_whole_story_in_order(story: Story) -> None:
    said = body(story)
    expected = (
        "This adds the page `answers/kettle.md`",
        "2 people have asked, last on 2026-03-01. Kind of answer: fix. Somebody says that it worked.",
        "Verdict: **resolved**, 93% sure.",
        "| somebody affected says that it works | `p3` | +1.2 |",
        "[`forum:1`](<https://forum.example/t/1>)",
        "asked, 2026-03-01, `p1`:",
        "> My kettle clicks off early.",
        "staff, 2026-03-01, `p2`, **the answer**:",
        "asked, 2026-03-01, `p3`, **says that it worked**:",
        "1 × ‹e-mail›",
        "Kettle leaks (`answers/leaks.md`, place 1): another product (Kettle Two); both say *kettle*",
        "click, early",
        "| Why does my kettle click off early? | not found; first is `answers/leaks.md` | place 1 |",
        "- [ ] Whoever helped is credited as the licence asks (CC-BY-SA-4.0)",
        marks.write(MARK),
    )
    places = [said.find(each) for each in expected]
    assert -1 not in places, [each for each, place in zip(expected, places, strict=True) if place < 0]
    assert places == sorted(places)


def test_it_says_that_the_checks_found_nothing(story: Story) -> None:
    """Found by hand: without findings nobody could tell whether the page had been checked."""
    assert "## What `harvest check` says\n\nNothing: it passes." in body(story)


def test_nobody_is_quite_sure(story: Story) -> None:
    """Found by hand: "100% sure" stood over an answer that only asked back."""
    sure = replace(story.candidate, verdict=replace(VERDICT, confidence=0.998))
    assert "Verdict: **resolved**, 99% sure." in body(replace(story, candidate=sure))


def test_a_word_that_is_said_once_tells_a_story() -> None:
    texts = ["Kettle hisses", "my grandson says that it hisses", "‹handle› it hisses at 90"]
    assert unheard(texts, {"kettle"}, 5) == ("hisses",)


def test_nobody_is_named_written_to_or_closed(story: Story) -> None:
    said = body(story)
    assert not [name for name in ("zeb@mail", "Zebedee", "@ada", "#12") if name in said]


def test_the_mark_comes_back(story: Story) -> None:
    assert marks.read(body(story)) == MARK


def test_an_unconfirmed_answer_says_so(story: Story) -> None:
    assert "**Nobody says that it worked**" in body(replace(story, answer=replace(ANSWER, confirmed_by=())))


def test_why_somebody_forced_it_is_told(story: Story) -> None:
    assert "“the forum is full of it”" in body(replace(story, forced="the forum is full of it"))


def test_a_persons_page_keeps_its_text_and_the_other_is_offered(story: Story) -> None:
    said = body(replace(story, new=False, proposal="---\n---\n````\ncode\n````\n"))
    assert "This amends the page" in said
    assert "\n`````markdown\n---\n---\n````\ncode\n````\n`````\n" in said


@pytest.mark.parametrize("turns", [60, 400])
def test_a_long_conversation_is_cut_and_the_rest_is_there(story: Story, turns: int) -> None:
    long = tuple(turn(number, Role.OTHER, "the same here " * 200) for number in range(10, 10 + turns))
    told = tell(replace(THREAD, turns=(*THREAD.turns, *long)), VERDICT, ())
    said = body(replace(story, told=(told,) * 5))
    assert len(said) <= MOST_CHARACTERS
    assert "more posts are not shown here" in said
    assert "**the answer**" in said
    assert marks.read(said) == MARK


def test_however_long_everything_is_the_mark_stays(story: Story) -> None:
    long = replace(story, forced="words " * 50_000)
    assert marks.read(body(long)) == MARK
    assert len(body(long)) <= MOST_CHARACTERS
