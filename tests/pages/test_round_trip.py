"""What is written can be read, is read as what was meant, and every change by a person is seen."""

from __future__ import annotations

import dataclasses
import re

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data

from harvest.errors import PageError
from harvest.model import Answer, Credit, SourceRef
from harvest.pages.fields import CREDIT_FIELDS, FIELDS, GENERATED, SOURCE_FIELDS
from harvest.pages.parse import parse
from harvest.pages.render import digest, render
from tests.pages.strategies import HOSTILE, answers


@given(answers)
def test_what_is_rendered_parses_to_the_same_answer_and_is_not_edited(answer: Answer) -> None:
    page = parse(render(answer))
    assert page.answer == answer
    assert page.generated == digest(answer)
    assert not page.edited


@given(answers)
def test_rendering_again_gives_the_same_bytes(answer: Answer) -> None:
    text = render(answer)
    assert render(parse(text).answer) == text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@given(answers)
def test_windows_line_ends_and_a_missing_last_one_are_no_edit(answer: Answer) -> None:
    text = render(answer)
    for same in (text.replace("\n", "\r\n"), text[:-1], text.replace("\n", "\r\n")[:-2]):
        page = parse(same)
        assert page.answer == answer
        assert not page.edited


@given(answers, st.data())
def test_any_change_of_one_character_is_seen(answer: Answer, data: st.DataObject) -> None:
    text = render(answer)
    at = data.draw(st.integers(0, len(text) - 1))
    character = data.draw(
        st.sampled_from("\n\r\t -#:x0\"'>`~\ufeff\x85") | st.characters(exclude_categories=["Cs"])
    )
    how = data.draw(st.sampled_from(("insert", "delete", "replace", "append")))
    changed = {
        "insert": text[:at] + character + text[at:],
        "delete": text[:at] + text[at + 1 :],
        "replace": text[:at] + character + text[at + 1 :],
        "append": text + character,
    }[how]
    assume(changed not in (text, text[:-1]))
    try:
        page = parse(changed)
    except PageError:
        return
    assert page.edited


@given(answers)
def test_front_matter_cannot_be_broken_out_of(answer: Answer) -> None:
    """The site builder, with its own idea of where front matter ends, reads the same values."""
    text = render(answer)
    body, meta = get_data(text)
    expected = {row.name for row in FIELDS} | {GENERATED}
    assert set(meta) <= expected
    assert meta["title"] == answer.title
    assert tuple(meta.get("asked_as", ())) == answer.asked_as
    assert tuple(meta.get("tags", ())) == answer.tags
    assert meta["state"] == answer.state
    assert meta["updated"] == answer.updated
    assert text.endswith(body)
    front = text[4 : text.index("\n---\n", 3) + 1]
    assert yaml.load(front, Loader=yaml.SafeLoader) == meta  # the parser in Python agrees with the one in C
    keys = re.findall(r"^([^ \n][^:\n]*):", front, re.MULTILINE)
    assert keys == [row.name for row in FIELDS if row.name in meta] + [GENERATED]


@pytest.mark.parametrize("text", [t for t in HOSTILE if t.strip()])
def test_a_hostile_title_stays_on_its_line(text: str, kettle: Answer) -> None:
    rendered = render(dataclasses.replace(kettle, title=text))
    assert rendered.split("\n")[1].startswith("title: ")
    assert rendered.split("\n")[2] == "kind: fix"
    assert parse(rendered).answer.title == text


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.text("-\n :[]{}<>!#`~ab&*'\"|", max_size=60))
def test_any_text_is_a_page_or_a_page_error(text: str) -> None:
    for candidate in (text, f"---\n{text}\n---\n", f"---\ntitle: x\n{text}\n---\n{text}"):
        try:
            parse(candidate, "answers/x.md")
        except PageError as error:
            assert str(error).startswith("answers/x.md")  # noqa: PT017
            assert "\n" not in str(error)  # noqa: PT017


@given(
    answers,
    st.text(st.sampled_from("ab#`~<!->: \n\t\r\x85\u2028") | st.characters(exclude_categories=["Cs"])),
)
def test_whatever_a_person_writes_survives_being_rendered(answer: Answer, written: str) -> None:
    """And a page that can be read can be rendered."""
    try:
        page = parse(f"{render(answer)}\n{written}")
    except PageError:
        return
    again = parse(render(page.answer))
    assert again.answer == page.answer
    assert not again.edited


def test_every_field_of_an_answer_has_one_row_and_the_reverse() -> None:
    body = {"sections"}
    assert {row.name for row in FIELDS} == {f.name for f in dataclasses.fields(Answer)} - body
    assert {row.name for row in SOURCE_FIELDS} == {f.name for f in dataclasses.fields(SourceRef)}
    assert {row.name for row in CREDIT_FIELDS} == {f.name for f in dataclasses.fields(Credit)}


def test_a_field_is_required_exactly_where_the_answer_has_no_default() -> None:
    for rows, record in ((FIELDS, Answer), (SOURCE_FIELDS, SourceRef), (CREDIT_FIELDS, Credit)):
        needed = {
            f.name
            for f in dataclasses.fields(record)
            if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
        }
        assert needed - {"sections"} == {row.name for row in rows if row.required}
