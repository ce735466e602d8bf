"""The cases in cases.txt, one test each, and that none is missing for any kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvest.privacy import Personal, Policy, count, find, mask

POLICY = Policy(
    names=frozenset({"wombat_77", "Greta Lindqvist", "Will", "Next"}),
    keep=("help@kettle.example", "+44 20 7946 0958", "@KettleHelp", "Kettle One"),
)


def cases() -> list[tuple[str, str, str]]:
    """(heading, text, expected)."""
    out, heading, text = [], "", ""
    lines = (Path(__file__).parent / "cases.txt").read_text(encoding="utf-8").splitlines()
    for line in lines[lines.index("# e-mail") :]:
        sign, rest = line[:1], line[2:].replace("\\n", "\n")
        if sign == "#":
            heading = rest
        elif sign == "-":
            text = rest
        elif sign in (">", "="):
            out.append((heading, text if sign == ">" else rest, rest))
        else:
            assert not line, f"not a case: {line!r}"
    return out


CASES = cases()


@pytest.mark.parametrize(("heading", "text", "expected"), CASES)
def test_case(heading: str, text: str, expected: str) -> None:
    assert mask(text, POLICY) == expected
    assert mask(expected, POLICY) == expected
    assert (heading in {kind.value for kind in count(find(text, POLICY))}) == (text != expected)


def test_every_kind_has_cases_to_mask_and_to_keep() -> None:
    for kind in Personal:
        assert any(heading == kind.value and text != expected for heading, text, expected in CASES), kind
        assert any(heading == kind.value and text == expected for heading, text, expected in CASES), kind
