"""Waivers, and that the order of things changes nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from harvest.checks import WAIVER, Check, Finding, Knowledge, Severity, examine, sheet
from harvest.model import Waiver
from tests.checks.prose import page_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

IDS = ("one", "two")
PATHS = ("answers/a.md", "answers/b.md")
findings = st.builds(
    Finding,
    check=st.sampled_from(IDS),
    path=st.sampled_from((*PATHS, "queries.yml")),
    line=st.integers(0, 3),
    what=st.sampled_from(("x", "y")),
    severity=st.sampled_from(Severity),
)
waivers = st.lists(
    st.builds(Waiver, st.sampled_from((*IDS, "three")), st.sampled_from(("because", " ", "")))
).map(tuple)


def saying(id_: str, found: list[Finding]) -> Check:
    def run(_: Knowledge) -> Iterator[Finding]:
        yield from (finding for finding in found if finding.check == id_)

    return Check(id_, "", run)


def base(page_waivers: tuple[Waiver, ...], everywhere: tuple[Waiver, ...]) -> Knowledge:
    listed = "".join(f'\n  - check: {each.check}\n    reason: "{each.reason}"' for each in page_waivers)
    own = f"waive:{listed}\n---\n" if listed else ""
    pages = (sheet(PATHS[0], page_text(PATHS[0], own)), sheet(PATHS[1], page_text(PATHS[1], "")))
    return Knowledge(pages=pages, waive=everywhere, today=date(2026, 1, 1))


@given(st.lists(findings), waivers, waivers)
def test_a_finding_is_waived_where_somebody_gave_a_reason_and_only_there(
    found: list[Finding], page_waivers: tuple[Waiver, ...], everywhere: tuple[Waiver, ...]
) -> None:
    report = examine(base(page_waivers, everywhere), [saying(id_, found) for id_ in IDS])
    ours = [finding for finding in report.findings if finding.check != WAIVER]
    waived = [each.finding for each in report.waived]
    assert sorted(map(repr, [*ours, *waived])) == sorted(map(repr, found))

    def reasons(path: str) -> set[str]:
        own = page_waivers if path == PATHS[0] else ()
        return {each.check for each in (*own, *everywhere) if each.reason.strip()}

    assert all(finding.check not in reasons(finding.path) for finding in ours)
    assert all(finding.check in reasons(finding.path) for finding in waived)
    assert all(each.reason.strip() for each in report.waived)


@given(st.lists(findings), waivers, waivers)
def test_every_waiver_does_something_or_is_told(
    found: list[Finding], page_waivers: tuple[Waiver, ...], everywhere: tuple[Waiver, ...]
) -> None:
    report = examine(base(page_waivers, everywhere), [saying(id_, found) for id_ in IDS])
    told = [finding for finding in report.findings if finding.check == WAIVER]
    for each in page_waivers:
        does = any(not w.everywhere and w.finding.check == each.check for w in report.waived)
        assert does or any(each.check in finding.what and finding.path == PATHS[0] for finding in told)
    for each in everywhere:
        does = any(w.everywhere and w.finding.check == each.check for w in report.waived)
        assert does or any(each.check in finding.what and finding.path == "../mkdocs.yml" for finding in told)
    bad = [each for each in (*page_waivers, *everywhere) if each.check == "three"]
    assert not bad or report.fails


@given(st.lists(findings), st.permutations(IDS))
def test_the_order_in_which_things_are_found_changes_nothing(found: list[Finding], order: list[str]) -> None:
    checks = [saying(id_, found) for id_ in IDS]
    turned = [saying(id_, found[::-1]) for id_ in order]
    assert examine(base((), ()), checks) == examine(base((), ()), turned)


def test_only_errors_fail() -> None:
    def run(severity: Severity) -> Callable[[Knowledge], Iterator[Finding]]:
        def say(_: Knowledge) -> Iterator[Finding]:
            yield Finding(check="one", path=PATHS[0], what="x", severity=severity)

        return say

    assert examine(base((), ()), [Check("one", "", run(Severity.ERROR))]).fails
    assert not examine(base((), ()), [Check("one", "", run(Severity.WARNING))]).fails
