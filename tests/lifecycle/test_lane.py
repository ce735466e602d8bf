"""A slip of the pen passes by itself; whatever else there is waits for a second pair of eyes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.lifecycle.lane import MOST_LINES, Change, Merge, Wait, lane
from harvest.model import Answer, Passage, Section, State, Waiver
from harvest.pages.render import render
from tests.lifecycle.conftest import KETTLE, kettle, lid, source
from tests.pages.strategies import answers

PAGE = render(kettle())
TRUSTED = ("@Ada", "bo")


def changed(old: str, new: str, page: str = PAGE, **options: object) -> Merge | Wait:
    assert old in page
    return lane([Change(KETTLE, page, page.replace(old, new))], "ada", TRUSTED, **options)  # type: ignore[arg-type]


def test_a_slip_of_the_pen_passes() -> None:
    found = changed("Rinse it.", "Rinse it twice.")
    assert found == Merge("2 changed lines by ada, who is listed at `promote: trusted:`; all checks pass")
    assert isinstance(changed("  - kettle keeps", "  - it won't boil\n  - kettle keeps"), Merge)
    added = changed("## What worked\n", "## What worked\n\nBe careful.\n<!-- staff -->\n")
    assert isinstance(added, Merge)


@pytest.mark.parametrize("trusted", [(), ("cleo",)])
def test_it_is_off_for_whoever_is_not_listed(trusted: tuple[str, ...]) -> None:
    change = Change(KETTLE, PAGE, PAGE.replace("Rinse it.", "Rinse it twice."))
    found = lane([change], "ada", trusted)
    assert isinstance(found, Wait)
    assert "promote: trusted:" in found.reason
    assert isinstance(lane([change], "", TRUSTED), Wait)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("title: Why", "title: How", "`title` is different"),
        ("state: reviewed", "state: validated", "`state` is different"),
        ("askers: 3", "askers: 4", "`askers` is different"),
        ("digest: sha256:0123", "digest: sha256:0124", "`sources` is different"),
        ("generated: sha256:", "redirect_from: [answers/b/]\ngenerated: sha256:", "`redirect_from` is"),
        ("generated: sha256:", "waive: [{check: a, reason: b}]\ngenerated: sha256:", "`waive` is"),
        ("Rinse it.", "Rinse it, see [here](https://evil.example/).", "leads to evil.example"),
        ("Rinse it.", "Rinse it, see <https://evil.example/>.", "leads to evil.example"),
        ("Rinse it.", "Rinse it, see https://evil.example/.", "leads to evil.example"),
        ("Rinse it.", "Rinse it, see //evil.example/.", "leads to evil.example"),
        ("Rinse it.", "Rinse it, see www.evil.example.", "leads to www.evil.example"),
        ("Rinse it.", "Rinse it, [mail](mailto:x@evil.example).", "leads to mailto:x@evil.example"),
        ("Rinse it.", "Rinse it, [see](../other.md).", "leads to ../other.md"),
        ("Rinse it.", "Rinse it, ![x](data:image/png;base64,AA).", "leads to data:"),
        ("Rinse it.", "Rinse it, call +1 800 555 0100.", "leads to +18005550100"),
        ("Rinse it.", "Rinse it with `rm -rf /`.", "new command"),
        ("Rinse it.", "Rinse it.\n\n        rm -rf /", "new command"),
        ("Rinse it.\n", "Rinse it.\n\n```\nrm -rf /\n```\n", "new command"),
        ("Rinse it.", "Rinse \u202eit.", "cannot be seen"),
        ("<!-- from: forum:3 -->", "<!-- from: forum:4 -->", "another post as its origin"),
        ("Rinse it.", "Rinse it.\n" * (MOST_LINES + 1), "lines are different"),
        ("Rinse it.", "Rinse it. " + "word " * 200, "characters are new"),
        ("kind: fix", "kind: fixed", "cannot be read"),
    ],
)
def test_everything_else_waits(old: str, new: str, says: str) -> None:
    found = changed(old, new)
    assert isinstance(found, Wait)
    assert says in found.reason


def test_checks_that_found_something_wait() -> None:
    found = changed("Rinse it.", "Rinse it twice.", failed=["tone", "danger", "tone"])
    assert found == Wait("these checks found something: danger, tone")


@pytest.mark.parametrize(
    "change",
    [
        Change(KETTLE, None, PAGE),
        Change(KETTLE, PAGE, None),
        Change("index.md", "a", "b"),
        Change("../mkdocs.yml", "a", "b"),
        Change("../.github/workflows/site.yml", "a", "b"),
        Change("answers/../index.md", PAGE, PAGE),
        Change(KETTLE, render(kettle(state=State.DRAFT)), render(kettle(state=State.DRAFT, askers=4))),
        Change(KETTLE, render(kettle(state=State.RETIRED)), render(kettle(state=State.RETIRED))),
    ],
)
def test_one_file_that_waits_keeps_the_others(change: Change) -> None:
    good = Change(KETTLE, PAGE, PAGE.replace("Rinse it.", "Rinse it twice."))
    assert isinstance(lane([good, change], "ada", TRUSTED), Wait)
    assert isinstance(lane([], "ada", TRUSTED), Wait)


def test_a_host_that_the_page_leads_to_already_is_no_new_one() -> None:
    text = "See [the manual](https://maker.example/a)."
    page = render(kettle(sections=(Section("", (Passage(text),)),)))
    assert isinstance(changed("/a).", "/b).", page), Merge)


FRONT = st.sampled_from(
    [
        {"title": "Other"},
        {"also_called": ("x",)},
        {"sources": (source("forum:9"),)},
        {"confirmed_by": ("forum:99",)},
        {"forced": "because"},
        {"waive": (Waiver("a", "b"),)},
        {"credits": lid().credits},
        {"topic": "Other topic"},
    ]
)


@given(answers, FRONT, st.sampled_from(State))
def test_no_other_field_ever_passes(old: Answer, fields: dict[str, object], state: State) -> None:
    old = replace(old, state=state)
    new = replace(old, **fields)  # type: ignore[arg-type]
    if new != old:
        assert isinstance(lane([Change(KETTLE, render(old), render(new))], "ada", TRUSTED), Wait)
