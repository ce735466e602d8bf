"""The body of a request: what somebody needs to know to say yes or no, without leaving it.

In the order in which a reviewer asks: what is this and why, who said what, what was hidden, is it not there
already, whose words are these, who will find it, what is left for me to do. Everything a stranger said is
`inert`. The whole stays below what every forge takes; the longest conversations lose turns first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from harvest.markup import safe_href
from harvest.model import Outcome, Role
from harvest.proposing import mark as marks
from harvest.proposing.inert import inert, quoted
from harvest.proposing.told import in_all, worth_showing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.checks.finding import Finding
    from harvest.model import Answer, Candidate
    from harvest.proposing.mark import Mark
    from harvest.proposing.searches import Near, Search
    from harvest.proposing.told import Said, Told

MOST_CHARACTERS: Final = 60_000
"""GitHub takes 65,536 characters, the others more."""
MOST_TURNS: Final = 40
MOST_THREADS: Final = 5
"""So many conversations are told; the others are linked."""
MOST_SURE: Final = 0.99
"""What is said at most: rounded up, a reviewer would take it for certain."""
FEWER: Final = (MOST_TURNS, 12, 4, 0)
"""Turns of each conversation, tried in this order until the body is short enough."""

CHECKLIST: Final = (
    "The answer is right, and right today",
    "A step that deletes or changes something has its warning before it",
    "The title is how a customer would put it",
    "No personal data is left",
    "It is not one of the pages above in other words",
)
WHAT_NEXT: Final = (
    "Merge: customers find the page after the next build. Edit the branch as you like: Harvest does not "
    "write over it. Close without merging: Harvest does not ask again."
)

ROLES: Final = {
    Role.ASKER: "asked",
    Role.STAFF: "staff",
    Role.HELPER: "helped",
    Role.OTHER: "another customer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything that the body of a request tells."""

    mark: Mark
    candidate: Candidate
    answer: Answer
    new: bool
    """Whether the page is new; else one that exists is amended."""
    told: tuple[Told, ...]
    """The conversations, the one with the best answer first."""
    near: tuple[Near, ...] = ()
    unheard: tuple[str, ...] = ()
    """Words of these customers that no page has."""
    searches: tuple[Search, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What `harvest check` says of the page."""
    forced: str = ""
    """Why somebody wants the page though the judge does not."""
    marked: str = ""
    """What in the conversation asked for the page; "" where nothing did."""
    proposal: str = ""
    """The page as Harvest would have written it, where a person's page is amended: to take from."""


def body(story: Story) -> str:
    """The body of the request, ending in its mark."""
    for turns in FEWER:
        text = "\n\n".join(part for part in _parts(story, turns) if part)
        if len(text) <= MOST_CHARACTERS:
            return text
        if not turns and story.proposal:
            return body(replace(story, proposal=""))
    rest = marks.write(story.mark)
    cut = text[: MOST_CHARACTERS - len(rest) - 2].rpartition("\n\n")[0]
    return f"{cut}\n\n{rest}"


def _parts(story: Story, turns: int) -> Iterator[str]:
    yield _summary(story)
    yield _verdict(story)
    yield "## The conversation" if len(story.told) == 1 else f"## The {len(story.told)} conversations"
    for told in story.told[:MOST_THREADS]:
        yield _conversation(told, turns)
    if story.told[MOST_THREADS:]:
        yield "Also: " + ", ".join(_link(told) for told in story.told[MOST_THREADS:])
    yield _masked(story)
    yield _near(story)
    yield _words(story)
    yield _searches(story)
    yield _findings(story)
    yield _proposal(story)
    yield _checklist(story)
    yield marks.write(story.mark)


def _summary(story: Story) -> str:
    candidate, verb = story.candidate, "adds" if story.new else "amends"
    people = "1 person has" if candidate.askers == 1 else f"{candidate.askers} people have"
    lines = [
        f"This {verb} the page `{story.mark.page}`: **{inert(story.answer.title)}**",
        f"{people} asked, last on {candidate.last_asked.date()}. Kind of answer: {story.answer.kind}. "
        + (
            "Somebody says that it worked."
            if story.answer.confirmed_by
            else "**Nobody says that it worked**, and the page says so."
        ),
    ]
    if story.forced:
        lines.append(f"The judge did not want this page. Somebody of yours did: “{inert(story.forced)}”")
    if story.marked:
        lines.append(f"Asked for in the conversation itself, by {inert(story.marked)}.")
    if not story.new and candidate.why:
        lines.append(f"Why now: {inert(candidate.why)}.")
    return "\n\n".join(lines)


def _verdict(story: Story) -> str:
    verdict = story.candidate.verdict
    rows = [
        f"| {inert(each.says)} | `{each.post}` | {each.weight:+.1f} |"
        for each in sorted(verdict.evidence, key=lambda each: -abs(each.weight))
    ]
    named = {Outcome.RESOLVED: "resolved", Outcome.ANSWERED: "answered, unconfirmed"}
    outcome = named.get(verdict.outcome, str(verdict.outcome))
    sure = min(verdict.confidence, MOST_SURE)
    said = f"Verdict: **{outcome}**, {sure:.0%} sure. A positive weight speaks for it."
    table = ["", "| what it saw | in post | weight |", "|---|---|---|", *rows] if rows else []
    return "\n".join(["## Why Harvest thinks so", "", said, *table])


def _link(told: Told) -> str:
    address = safe_href(told.url)
    return f"[`{told.ref}`](<{address}>)" if address else f"`{told.ref}`"


def _conversation(told: Told, turns: int) -> str:
    shown = worth_showing(told.turns, turns)
    left = len(told.turns) - len(shown)
    note = f"\n\n{left} more {'post is' if left == 1 else 'posts are'} not shown here." if left else ""
    said = "\n\n".join(map(_turn, shown))
    summary = f"<summary>{len(told.turns)} posts, personal data masked</summary>"
    return f"{_link(told)}\n\n<details>{summary}\n\n{said}{note}\n\n</details>"


def _turn(said: Said) -> str:
    notes = [ROLES[said.role], str(said.day), f"`{said.id}`"]
    notes += ["**the answer**"] * said.answers + ["**says that it worked**"] * said.confirms
    return f"{', '.join(notes)}:\n\n{quoted(said.text) or '> (no words)'}"


def _masked(story: Story) -> str:
    counts = in_all(story.told)
    said = ", ".join(f"{many} × {kind.mask}" for kind, many in counts.items()) or "nothing was found to mask"
    return (
        f"## What was masked\n\nIn the conversations: {said}. Names that a program cannot know may be left."
    )


def _near(story: Story) -> str:
    alike = [each for each in story.near if each.shared]
    if not alike:
        return (
            "## Is it not there already?\n\n"
            "Of the pages that the search finds for it, none shares a telling word with it."
        )
    lines = []
    for each in alike:
        why = [f"another product ({inert(each.other_product)})"] if each.other_product else []
        why += [f"both say *{_together(each.shared)}*"]
        why += [f"only this one *{_together(each.only_here)}*"] if each.only_here else []
        why += [f"only that one *{_together(each.only_there)}*"] if each.only_there else []
        lines.append(f"- {inert(each.title)} (`{each.path}`, place {each.place}): {'; '.join(why)}")
    asked = (
        "These pages are the nearest. Harvest joins two questions only where it is sure that they are one; "
    )
    return "\n".join(
        [
            "## Is it not there already?",
            "",
            asked + "if one of these is the same, close this request:",
            "",
            *lines,
        ]
    )


def _together(words: tuple[str, ...]) -> str:
    return ", ".join(map(inert, words))


def _words(story: Story) -> str:
    if not story.unheard:
        return ""
    words = ", ".join(map(inert, story.unheard))
    use = "Of use in `asked_as`, or in `docs/vocabulary.yml`."
    return f"## Words of theirs that no page has yet\n\n{words}\n\n{use}"


def _searches(story: Story) -> str:
    rows = [
        f"| {inert(each.words)} | {_place(each.before, each.first_before)} | {_place(each.after)} |"
        for each in story.searches
    ]
    if not rows:
        return ""
    return "\n".join(["## Who will find it", "", "| who types | now | with this |", "|---|---|---|", *rows])


def _place(place: int, instead: str = "") -> str:
    if place:
        return f"place {place}"
    return f"not found; first is `{instead}`" if instead else "not found"


def _findings(story: Story) -> str:
    lines = [
        f"- {each.severity}: {f'line {each.line}: ' if each.line else ''}{inert(each.what)}"
        + (f" ({inert(each.todo)})" if each.todo else "")
        + f" `{each.check}`"
        for each in story.findings
    ]
    return "\n".join(["## What `harvest check` says", "", *(lines or ["Nothing: it passes."])])


def _proposal(story: Story) -> str:
    if not story.proposal:
        return ""
    fence = "`" * (max((len(run) for run in _runs(story.proposal)), default=2) + 1)
    return (
        "## What Harvest would have written\n\n"
        "A person has edited this page, so their text stands. Take from this what you like:\n\n"
        f"<details><summary>the whole page</summary>\n\n{fence}markdown\n"
        f"{story.proposal.rstrip()}\n{fence}\n\n</details>"
    )


def _runs(text: str) -> Iterator[str]:
    """The runs of backticks in a text, and one of two."""
    yield "``"
    at = 0
    while (at := text.find("`", at)) >= 0:
        run = "".join(takewhile("`".__eq__, text[at:]))
        yield run
        at += len(run)


def _checklist(story: Story) -> str:
    licences = sorted({source.licence for source in story.answer.sources if source.licence})
    named = f" ({', '.join(map(inert, licences))})" if licences else ""
    tasks = (*CHECKLIST, f"Whoever helped is credited as the licence asks{named}")
    return "\n".join(["## Before you merge", "", *(f"- [ ] {task}" for task in tasks), "", WHAT_NEXT])
