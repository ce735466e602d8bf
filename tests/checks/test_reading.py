"""What readers read, and on which line of the file it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.checks.dangerous import dangerous
from harvest.checks.plain import plain
from harvest.checks.reading import Place, runs, values
from tests.checks.pages import knowledge, page

HARMLESS = (
    "A paragraph.",
    "A paragraph\nof two lines  \nor three.",
    "- an item\n- another,\n  longer one",
    "1. a step\n\n    with a paragraph",
    "> a quotation\n> of two lines",
    "```\ncode\n\nmore code\n```",
    "    code by its indent",
    "| a | b |\n|---|---|\n| c | d |",
    'Some `code` and [a link](https://fernlight.example/a\n"title").',
    "### A heading",
    "![a picture](a.png)",
    "<!-- from: forum:1 -->",
    "\n\n\n",
    "***",
)


@given(st.lists(st.sampled_from(HARMLESS), max_size=6), st.lists(st.sampled_from(HARMLESS), max_size=3))
def test_a_step_is_found_on_its_line_whatever_stands_around_it(before: list[str], after: list[str]) -> None:
    marked = [each for each in before if not each.startswith("<!--")]  # a mark must close something
    text = page("\n\n".join(("## What worked", *marked, "So now\ndelete your profile.", *after, "The end.")))
    (found,) = dangerous(knowledge(text.replace("<!-- from: forum:1 -->", "")))
    assert text.split("\n")[found.line - 1] == "delete your profile."


def test_marks_are_not_read_and_keep_their_lines() -> None:
    text = page(
        "First.\n<!-- from: forum:1 -->\n\n## Then\n\n```\n<!-- from: x -->\n```\nLast.\n<!-- staff -->"
    )
    read = runs(knowledge(text).pages[0])
    assert [(run.text, run.place, run.heading) for run in read] == [
        ("First.", Place.PROSE, ""),
        ("Then", Place.HEADING, "Then"),
        ("<!-- from: x -->\n", Place.CODE, "Then"),
        ("Last.", Place.PROSE, "Then"),
    ]
    lines = text.split("\n")
    assert [lines[run.line - 1] for run in read] == ["First.", "## Then", "<!-- from: x -->", "Last."]


def test_code_over_two_lines_keeps_the_lines_after_it() -> None:
    text = page("Type `a\nb` and\nthen c.")
    (run,) = runs(knowledge(text).pages[0])
    assert run.text == "Type a b and then c."
    assert text.split("\n")[run.line_at(run.text.index("then")) - 1] == "then c."
    assert [run.text[a:b] for a, b in run.codes] == ["a b"]


def test_a_link_may_be_defined_in_another_passage() -> None:
    text = page("Get [it][1].\n<!-- from: forum:1 -->\n\nMore.\n\n[1]: https://files.example.net/a.exe")
    assert runs(knowledge(text).pages[0])[0].links[0].href == "https://files.example.net/a.exe"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_values_know_their_lines(ends: str) -> None:
    text = page("A.", "tags: [one, two]", "asked_as:", "  - first", "  - second")
    found = list(values(knowledge(text.replace("\n", ends)).pages[0], "asked_as", "tags", "title"))
    assert [value.text for value in found] == ["Why is my frame black?", "one", "two", "first", "second"]
    lines = text.split("\n")
    assert all(value.text in lines[value.line - 1] for value in found)


def test_a_byte_order_mark_moves_nothing() -> None:
    (run,) = runs(knowledge(f"\ufeff{page('Delete it.')}").pages[0])
    assert page("Delete it.").split("\n")[run.line - 1] == "Delete it."


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Rеgistry", "registry"),  # a Cyrillic letter
        ("Ｒｅｇｉｓｔｒｙ", "registry"),
        ("re\u200bgi\u00adstry", "registry"),
        ("Löschen", "loschen"),
        ("ﬁle", "file"),
        ("➊②３", "123"),
        ("don’t — ever", "don't - ever"),
        ("Надежда", "надежда"),
        ("a\nb", "a\nb"),
    ],
)
def test_what_hides_a_word_is_gone(typed: str, read: str) -> None:
    assert plain(typed) == read
