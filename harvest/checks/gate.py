"""All checks over all pages, and what is waived: the decision that `harvest check` prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.checks.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from harvest.checks.knowledge import Knowledge
    from harvest.model import Waiver

WAIVER: Final = "waiver"
"""The id of what is wrong with a waiver. It cannot be waived."""


def always(_: Knowledge) -> bool:
    """A check that everything it looks at is always there for."""
    return True


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that pages are asked."""

    id: str
    about: str
    """One line for the handbook and for `--list`."""
    run: Callable[[Knowledge], Iterator[Finding]]
    asked: Callable[[Knowledge], bool] = always
    """Whether it can find all that it looks for, or needs more than there is (`--against`, `--links`)."""


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that somebody has given a reason for."""

    finding: Finding
    reason: str
    everywhere: bool
    """By the configuration, and not by the page itself."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, by path and line."""

    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...] = ()

    @property
    def fails(self) -> bool:
        """Whether anything is wrong that keeps a page from being merged."""
        return bool(self.failed)

    @property
    def failed(self) -> tuple[str, ...]:
        """The ids of the checks that found such a thing, sorted."""
        return tuple(sorted({each.check for each in self.findings if each.severity is Severity.ERROR}))


def examine(known: Knowledge, checks: Sequence[Check]) -> Report:
    """Run the checks in their order, and apply the waivers.

    A waiver switches off a check for a page, or for all. One that names no check, or has no reason, switches
    nothing off and fails; one that nothing needs any more is told. That is judged where everything that it
    could be about was looked at.
    """
    found = [finding for check in checks for finding in check.run(known)]
    if known.only is not None:
        found = [finding for finding in found if finding.path in known.only]
    ids = {check.id for check in checks}
    everywhere = {waiver.check: waiver for waiver in known.waive if _is_one(waiver, ids)}
    of_page = {
        (page.path, waiver.check): waiver
        for page in known.pages
        for waiver in page.answer.waive
        if _is_one(waiver, ids)
    }
    kept: list[Finding] = []
    waived: list[Waived] = []
    used: set[Waiver] = set()
    needed: set[tuple[str, str]] = set()
    for finding in found:
        key = finding.path, finding.check
        waiver = of_page.get(key) or everywhere.get(finding.check)
        if waiver is None:
            kept.append(finding)
            continue
        waived.append(Waived(finding, waiver.reason, key not in of_page))
        needed.add(key)
        if key not in of_page:
            used.add(waiver)
    full = {check.id for check in checks if check.asked(known)}
    kept += _of_pages(known, ids, full, needed)
    kept += _of_all(known, ids, full, used)
    return Report(
        tuple(sorted(kept, key=_order)), tuple(sorted(waived, key=lambda each: _order(each.finding)))
    )


def _is_one(waiver: Waiver, ids: set[str]) -> bool:
    return waiver.check in ids and bool(waiver.reason.strip())


def _order(finding: Finding) -> tuple[str, int, str, str, str, str]:
    return finding.path, finding.line, finding.check, finding.what, finding.todo, finding.severity


def _of_pages(
    known: Knowledge, ids: set[str], full: set[str], needed: set[tuple[str, str]]
) -> Iterator[Finding]:
    for page in known.changed:
        for waiver in _repeated(page.answer.waive):
            line = page.line_of("waive", waiver.check)
            yield from _wrong(waiver, ids, page.path, line)
            if _is_one(waiver, ids) and waiver.check in full and (page.path, waiver.check) not in needed:
                yield _unused(waiver, page.path, line)


def _of_all(known: Knowledge, ids: set[str], full: set[str], used: set[Waiver]) -> Iterator[Finding]:
    if known.only is not None:
        return
    for waiver in known.waive:
        yield from _wrong(waiver, ids, known.configuration, 0)
        looked_at_all = known.before is None and waiver.check in full
        if _is_one(waiver, ids) and looked_at_all and waiver not in used:
            yield _unused(waiver, known.configuration, 0)


def _repeated(waivers: Iterable[Waiver]) -> tuple[Waiver, ...]:
    """Each check's once: a waiver that is there twice is told once."""
    return tuple({waiver.check: waiver for waiver in waivers}.values())


def _wrong(waiver: Waiver, ids: set[str], path: str, line: int) -> Iterator[Finding]:
    if waiver.check not in ids:
        yield Finding(
            check=WAIVER,
            path=path,
            line=line,
            what=f'there is no check "{waiver.check}" to waive',
            todo="see `harvest check --list`",
        )
    elif not waiver.reason.strip():
        yield Finding(
            check=WAIVER,
            path=path,
            line=line,
            what=f"{waiver.check} is waived without a reason",
            todo="write the reason",
        )


def _unused(waiver: Waiver, path: str, line: int) -> Finding:
    return Finding(
        check=WAIVER,
        path=path,
        line=line,
        what=f"nothing needs the waiver of {waiver.check}",
        todo="take it out",
        severity=Severity.WARNING,
    )
