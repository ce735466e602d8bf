"""What people get wrong in a page, and what they are told."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from harvest.errors import PageError
from harvest.model import Answer, Passage, Section, State
from harvest.pages.parse import parse
from harvest.pages.render import digest, render

GOOD: Final = """\
---
title: Why?
kind: fix
updated: 2026-01-03
review_by: 2027-01-03
---
"""

MISTAKES: Final = [
    # what is wrong, the page, the line, part of what is said
    ("an empty file", "", 1, "no front matter"),
    ("no front matter", "# Why?\n", 1, "no front matter: the first line must be `---`"),
    ("front matter never closed", "---\ntitle: Why?\n", 1, "never closed"),
    ("empty front matter", "---\n---\n", 2, "needs a title"),
    ("not a mapping", "---\n- a\n---\n", 2, "`key: value`"),
    ("bad YAML", GOOD.replace("kind: fix", 'kind: "fix'), 6, "not valid YAML"),
    ("a tab", GOOD.replace("kind", "tags:\n\t- a\nkind"), 4, "not valid YAML"),
    ("a control character", GOOD.replace("fix", "f\x07ix"), 3, "control character"),
    ("two documents", GOOD.replace("kind", "...\nkind"), 4, "not valid YAML"),
    ("missing title", GOOD.replace("title: Why?\n", ""), 2, '"title" is missing'),
    ("blank title", GOOD.replace("Why?", '" "'), 2, "a page needs a title"),
    ("no title after the colon", GOOD.replace("Why?", ""), 2, "title: nothing is written here"),
    ("unknown kind", GOOD.replace("fix", "howto"), 3, 'kind: unknown value "howto": did you mean "how-to"?'),
    ("unknown state", GOOD.replace("kind", "state: reveiwed\nkind"), 3, 'did you mean "reviewed"?'),
    (
        "unknown key",
        GOOD.replace("kind", "askedas: [a]\nkind"),
        3,
        'unknown key "askedas": did you mean "asked_as"?',
    ),
    ("far-off key", GOOD.replace("kind", "zzz: [a]\nkind"), 3, "there is also_called, asked_as"),
    ("the same key twice", GOOD.replace("kind", "title: Who?\nkind"), 3, '"title" is there twice'),
    ("a text for a list", GOOD.replace("kind", "tags: a, b\nkind"), 3, "tags: a list belongs here"),
    ("a list for a text", GOOD.replace("Why?", "[Why?]"), 2, "title: a text belongs here"),
    ("an impossible day", GOOD.replace("2026-01-03", "2026-02-30"), 4, "updated: a date belongs here"),
    ("a day in words", GOOD.replace("2026-01-03", "3 Jan 2026"), 4, "written as 2026-01-31"),
    ("nobody asks", GOOD.replace("kind", "askers: 0\nkind"), 3, "askers: a number of 1 or more"),
    ("some ask", GOOD.replace("kind", "askers: some\nkind"), 3, "askers: a whole number"),
    (
        "a mistake in a source",
        GOOD.replace("kind", "sources:\n  - url: https://a.example\n    thraed: forum:1\nkind"),
        5,
        'sources: unknown key "thraed": did you mean "thread"?',
    ),
    (
        "a source without its thread",
        GOOD.replace("kind", "sources:\n  - url: https://a.example\nkind"),
        4,
        'sources: "thread" is missing',
    ),
    (
        "credit neither true nor false",
        GOOD.replace("kind", "credits: [{name: A, staff: maybe}]\nkind"),
        3,
        "`true`",
    ),
    ("an unclosed mark", GOOD + "text\n<!-- from: forum:1\n", 8, "not a mark"),
    ("a mark of another kind", GOOD + "text\n\n<!-- TODO -->\n", 9, "not a mark"),
    ("a mark without ids", GOOD + "text\n<!-- from: -->\n", 8, "not a mark"),
    ("a mark that closes nothing", GOOD + "text\n<!-- staff -->\n\n<!-- staff -->\n", 10, "closes nothing"),
    ("a heading without words", GOOD + "text\n\n##\n", 9, "a heading without words"),
    ("an open code fence", GOOD + "text\n\n```\n<!-- staff -->\n", 9, "never closed"),
]


@pytest.mark.parametrize(("text", "line", "told"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_told_with_its_line(text: str, line: int, told: str) -> None:
    with pytest.raises(PageError) as caught:
        parse(text, "answers/why.md")
    assert str(caught.value).startswith(f"answers/why.md:{line}: ")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_hostile_nesting_is_a_mistake_and_no_crash() -> None:
    for opening in ("[" * 200_000, "{a: " * 100_000, "- " * 200_000):
        with pytest.raises(PageError, match="nested more than"):
            parse(f"---\ntitle: {opening}\n---\n" if opening[0] != "-" else f"---\n{opening}\n---\n")


def test_what_people_type_is_meant_as_text() -> None:
    page = parse(GOOD.replace("Why?", "No").replace("kind", "tags: [1e3, yes, 2026-01-01, 404]\nkind"))
    assert page.answer.title == "No"
    assert page.answer.tags == ("1e3", "yes", "2026-01-01", "404")


def test_a_field_left_empty_is_a_field_left_out() -> None:
    assert parse(GOOD.replace("kind", "topic:\ntags:\nstate:\nkind")).answer == parse(GOOD).answer


def test_a_page_that_harvest_did_not_write_is_a_persons() -> None:
    page = parse(GOOD)
    assert page.edited
    assert page.generated == ""
    assert page.answer.state is State.DRAFT


def test_text_without_a_mark_is_a_persons_and_gets_one() -> None:
    page = parse(
        GOOD + "Call us.\n\n## What worked\n\nIt did.\n<!-- from: forum:1 -->\n\nFor us too.\n\n## Else\n"
    )
    assert page.answer.sections == (
        Section("", (Passage("Call us."),)),
        Section("What worked", (Passage("It did.", ("forum:1",)), Passage("For us too."))),
        Section("Else", ()),
    )
    assert "Call us.\n<!-- staff -->\n" in render(page.answer)
    assert "For us too.\n<!-- staff -->\n" in render(page.answer)


def test_indented_code_at_the_start_of_a_passage_keeps_its_indentation() -> None:
    assert parse(GOOD + "\n    reboot\n\n").answer.sections == (Section("", (Passage("    reboot"),)),)


def test_a_byte_order_mark_is_read_and_is_an_edit(kettle: Answer) -> None:
    page = parse("\ufeff" + render(kettle))
    assert page.answer == kettle
    assert page.edited


EDITS: Final = {
    "the state": ("state: draft", "state: reviewed"),
    "a space after the opening": ("---\ntitle", "--- \ntitle"),
    "a space after the closing": ("---\n> my", "--- \n> my"),
    "a comment in the front matter": ("kind: fix", "kind: fix # sure?"),
    "quotes in the front matter": ("kind: fix", 'kind: "fix"'),
    "the order of lines": ("kind: fix\nstate: draft", "state: draft\nkind: fix"),
    "one line end": ("kind: fix\n", "kind: fix\r\n"),
    "a mark": ("forum:3, forum:4", "forum:3,forum:4"),
    "a blank line": ("## What worked\n\n", "## What worked\n\n\n"),
    "the digest": ("generated: sha256:", "generated: sha256:0"),
    "no digest": ("generated:", "# generated:"),
}


@pytest.mark.parametrize(("old", "new"), EDITS.values(), ids=EDITS)
def test_an_edit_is_seen(old: str, new: str, kettle: Answer) -> None:
    text = render(kettle)
    assert text.count(old) == 1
    assert parse(text.replace(old, new)).edited


def test_moving_the_digest_is_an_edit(kettle: Answer) -> None:
    text = render(kettle)
    line = f"generated: {digest(kettle)}\n"
    moved = text.replace(line, "").replace("kind: fix\n", f"kind: fix\n{line}")
    assert parse(moved).answer == kettle
    assert parse(moved).edited


def test_the_digest_is_of_the_whole_page(kettle: Answer) -> None:
    assert digest(kettle) != digest(replace(kettle, topic="Mugs"))
    assert digest(kettle) != digest(replace(kettle, sections=kettle.sections[:1]))
