"""What the checks of words find, and what they leave alone, in prose."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from harvest.checks import CHECKS, Severity
from harvest.checks.dangerous import dangerous
from harvest.checks.dangers import DANGERS
from harvest.vocabulary import says
from harvest.vocabulary_file import load_vocabulary
from tests.checks.pages import Case, cases, knowledge, page, said

HERE: Final = Path(__file__).parent / "cases" / "words"
WORDS: Final = ("personal-data", "title", "dangerous", "tone", "readability")
RUN: Final = {check.id: check.run for check in CHECKS}
ALL: Final = [(id_, case) for id_ in WORDS for case in cases(HERE / f"{id_}.txt")]


@pytest.mark.parametrize(("check", "case"), ALL, ids=str)
def test_a_check_says_what_the_case_expects(check: str, case: Case) -> None:
    findings = list(RUN[check](case.known))
    told = said(case.text, findings)
    assert len(told) == len(case.expected), told
    for (severity, line, what), expected in zip(told, case.expected, strict=True):
        assert severity == expected[0]
        assert expected[1] in line
        assert what.startswith(expected[2]), what
    assert all(found.check == check for found in findings)


@pytest.mark.parametrize("check", WORDS)
def test_every_check_finds_something_and_leaves_something_alone(check: str) -> None:
    known = [case for id_, case in ALL if id_ == check]
    assert any(case.expected for case in known)
    assert any(not case.expected for case in known)


def sentences() -> list[tuple[str, str, str]]:
    """Kind of danger, "found" or "silent", the sentence."""
    rows, kind = [], ""
    for line in (HERE / "dangerous-sentences.txt").read_text("utf-8").splitlines():
        if line.startswith("== "):
            kind = line.removeprefix("== ")
        elif row := re.fullmatch(r"(found|silent) +(.+)", line):
            rows.append((kind, row[1], row[2].replace("\\n", "\n")))
    return rows


@pytest.mark.parametrize(("kind", "expected", "sentence"), sentences())
def test_a_sentence_is_dangerous_or_not(kind: str, expected: str, sentence: str) -> None:
    text = page(f"> It does not work.\n\n## What worked\n\n{sentence}")
    found = [finding.what for finding in dangerous(knowledge(text, keep=("+44 20 7946 0123",)))]
    assert any(what.startswith(kind) for what in found) == (expected == "found"), found
    assert expected == "found" or not found


def test_every_danger_has_sentences_of_both_kinds() -> None:
    rows = sentences()
    for what in (*(danger.what for danger in DANGERS), "a telephone number", "links to a program"):
        kinds = {expected for kind, expected, _ in rows if what.startswith(kind)}
        assert kinds == {"found", "silent"}, what


TERMS: Final = load_vocabulary(Path(__file__).parents[2] / "docs" / "vocabulary.yml")
STAFF_SAYS: Final = ("{}", "Troubleshooting: {}", "{} failure", "How to configure {}", "Fernlight {} FAQ")


@pytest.mark.parametrize("ours", [term.we_say for term in TERMS.terms])
def test_a_title_by_staff_fails_and_one_in_customers_words_does_not(ours: str) -> None:
    (term,) = (each for each in TERMS.terms if each.we_say == ours)
    for form in STAFF_SAYS:
        known = knowledge(page("Wait.", title=form.format(ours)), keep=("Fernlight",), vocabulary=TERMS)
        errors = [found for found in RUN["title"](known) if found.severity is Severity.ERROR]
        known_to_all = any(says(ours, word) for each in TERMS.terms for word in each.they_say)
        assert bool(errors) != known_to_all, form
    for word in term.they_say:
        known = knowledge(page("Wait.", title=f"{ours}: {word}"), keep=("Fernlight",), vocabulary=TERMS)
        assert not any(found.severity is Severity.ERROR for found in RUN["title"](known))
