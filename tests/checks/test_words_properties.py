"""No page makes a check of words fail or hang, and no finding repeats what is personal."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest import tone
from harvest.checks import CHECKS, Finding, Knowledge, dangers, sheet
from harvest.pages.render import render
from harvest.vocabulary_file import Term, Vocabulary
from tests.checks.pages import TODAY, knowledge, page
from tests.pages.strategies import answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.model import Answer

WORDS: Final = {"personal-data", "title", "dangerous", "tone", "readability"}
PERSONAL: Final = (
    "mara.quell@mail.example",
    "+1 805 555 0142",
    "4111 1111 1111 1111",
    "203.0.113.77",
    "https://fernlight.example/reset/8f3k2m9q",
    "DE89 3704 0044 0532 0130 00",
)
FORMS: Final = (
    "{}",
    "Call {} now.",
    "- {}\n- delete your profile {}",
    "> {}",
    "```\nsudo {}\n```",
    "[it]({})",
    "Send us your password, {}.",
    "Obviously {}.",
    "| {} |\n|---|",
)


def found_in(known: Knowledge) -> Iterator[Finding]:
    for check in CHECKS:
        if check.id in WORDS:
            yield from check.run(known)


@given(answers)
def test_any_page_can_be_checked(answer: Answer) -> None:
    text = render(answer)
    terms = Vocabulary((Term(we_say="text", they_say=("quote",)), Term(we_say="x", they_say=("y",))))
    known = Knowledge(pages=(sheet("answers/a.md", text),), today=TODAY, vocabulary=terms, keep=("text",))
    last = text.count("\n")
    for found in found_in(known):
        assert 1 <= found.line <= last
        assert found.path == "answers/a.md"
        assert found.what
        assert found.todo
        assert "\n" not in found.what + found.todo


@given(
    st.sampled_from(PERSONAL),
    st.lists(st.sampled_from(FORMS), min_size=1, max_size=4),
    st.sampled_from(PERSONAL),
)
def test_no_finding_repeats_what_is_personal(secret: str, forms: list[str], other: str) -> None:
    body = "\n\n".join(("## What worked", *(form.replace("{}", secret) for form in forms)))
    text = page(body, "asked_as:", f"  - entitlement for {other}", title=f"Entitlement {secret}")
    terms = Vocabulary((Term(we_say="entitlement", they_say=("plan",)),))
    found = list(found_in(knowledge(text, vocabulary=terms)))
    assert any(each.check == "personal-data" for each in found)
    said = " ".join(f"{each.what} {each.todo}" for each in found)
    for data in (secret, other):
        assert data not in said
        assert re.sub(r"\W", "", data) not in re.sub(r"\W", "", said)


def patterns() -> list[re.Pattern[str]]:
    names = ("dangerous", "dangers", "plain", "programs", "readability", "title")
    modules = (*(import_module(f"harvest.checks.{name}") for name in names), tone)
    found = [value for module in modules for value in vars(module).values()]
    found += [getattr(each, name) for each in dangers.DANGERS for name in ("steps", "warned")]
    found += [rule.cues for rule in tone._RULES]
    return [value for value in found if isinstance(value, re.Pattern)]


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.pattern[:30])
def test_every_repetition_has_a_bound(pattern: re.Pattern[str]) -> None:
    """So time grows with the length of the page only. One class by itself at the end may go on."""
    bare = re.sub(r"\[\^?\]?[^\]]*\]", "c", re.sub(r"\\.", "x", pattern.pattern))
    open_ended = re.findall(r"[)\w.](?:\*|\+|\{\d+,\})", bare)
    assert len(open_ended) <= 1, open_ended


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["delete the ", "disable any ", "call 1", "you ", "[", "a ", "a\n", "'", "a."]
)
def test_a_long_page_is_read_to_its_end(piece: str) -> None:
    text = page(f"## What worked\n\n{piece * (100_000 // len(piece))}\n\nDelete your profile. RTFM.")
    found = {each.check for each in found_in(knowledge(text))}
    assert {"dangerous", "tone"} <= found
