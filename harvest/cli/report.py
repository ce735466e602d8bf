"""What `harvest check` prints: for people, for annotations of a pull request, as SARIF, as JSON.

Everything in it may be a stranger's words. For people, control characters are made visible; annotations are
escaped as the runner asks for; the others are ASCII JSON. The same findings give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from rich.text import Text

from harvest import __version__
from harvest.checks import ABOUT_WAIVERS, CHECKS, WAIVER, Finding, Severity
from harvest.cli.terminal import ERR, OUT, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from harvest.checks import Report, Waived
    from harvest.findability import Held, Move
    from harvest.pipeline.checking import Checked

SARIF_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
HANDBOOK: Final = "docs/handbook/checks.md"
_STYLES: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def rules() -> tuple[tuple[str, str], ...]:
    """Id and meaning of every check, in their order; `waiver` last."""
    return (*((check.id, check.about) for check in CHECKS), (WAIVER, ABOUT_WAIVERS))


@dataclass(frozen=True, slots=True)
class Place:
    """Where the docs folder is, for whoever reads the paths."""

    docs: Path
    root: Path
    """The repository."""

    def here(self, path: str) -> str:
        """For people: relative to the current folder where it lies below."""
        return self._relative(path, os.getcwd())  # noqa: PTH109 — as the shell has it

    def in_repository(self, path: str) -> str:
        """Relative to the root of the repository, with `/`."""
        return self._relative(path, str(self.root)).replace(os.sep, "/")

    def _relative(self, path: str, to: str) -> str:
        whole = os.path.normpath(self.docs / path)
        below = os.path.relpath(whole, to)
        return whole if below.startswith("..") else below


# ── for people ───────────────────────────────────────────────────────────────────────────────────


def say_checks() -> None:
    """A line for each check."""
    width = max(len(id_) for id_, _ in rules())
    for id_, about in rules():
        OUT.print(Text(f"{id_:<{width}}  {about}"), soft_wrap=True)


def say_report(report: Report, place: Place) -> None:
    """A line for each finding, those of a page together."""
    before = ""
    for finding in report.findings:
        if before and finding.path != before:
            OUT.print()
        before = finding.path
        where = place.here(finding.path) + (f":{finding.line}" if finding.line else "")
        OUT.print(
            inert(f"{where}: ")
            + Text(f"{finding.severity}: ", style=_STYLES[finding.severity])
            + inert(f"{_sentence(finding)} ")
            + Text(f"[{finding.check}]", style="dim"),
            soft_wrap=True,
        )


def inert(text: str) -> Text:
    """As `shown`; nor can the runner of a pull request take it for a command of its older kind."""
    return shown(text.replace("##[", "## ["))


def say_counts(checked: Checked) -> None:
    """On standard error: how many, of how many pages; what was waived, and why; what could not be tried."""
    report = checked.report
    for address, why in checked.unsure:
        ERR.print(inert(f"nobody knows whether this link works: {address} {why}"))
    waived = Counter((each.finding.check, each.reason) for each in report.waived)
    for (id_, reason), count in sorted(waived.items()):
        ERR.print(inert(f"waived: {id_}, {_many(count, 'finding')}: {reason}"))
    found = Counter(finding.severity for finding in report.findings)
    pages = len(checked.known.changed)
    told = f"{_many(found[Severity.ERROR], 'error')} and {_many(found[Severity.WARNING], 'warning')}"
    ERR.print(shown(f"{_many(pages, 'page')} looked at: {told if found else 'nothing to say'}"))


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _sentence(finding: Finding) -> str:
    return finding.what + (f" ({finding.todo})" if finding.todo else "")


# ── for a pull request on GitHub ─────────────────────────────────────────────────────────────────


def as_annotations(report: Report, place: Place) -> str:
    """A workflow command for each finding. GitHub shows ten errors and ten warnings of a step."""
    return "".join(f"{annotation(finding, place)}\n" for finding in report.findings)


def annotation(finding: Finding, place: Place) -> str:
    """One line, whatever is in it: a `::` or a line end of a stranger's stays text."""
    properties = {"file": place.in_repository(finding.path)}
    if finding.line:
        properties["line"] = str(finding.line)
    properties["title"] = finding.check
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{finding.severity} {listed}::{_data(_sentence(finding))}"


def _data(text: str) -> str:
    """What follows the last `::` of a workflow command."""
    visible = "".join(part if part in "\r\n" else shown(part).plain for part in text)
    return visible.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


# ── for machines ─────────────────────────────────────────────────────────────────────────────────


def as_json(checked: Checked, place: Place) -> str:
    """One object; the fields are in the handbook. ASCII: a terminal obeys none of it."""
    report, found = checked.report, checked.findability
    moved = found.moved
    return json.dumps(
        {
            "findings": [_finding(finding, place) for finding in report.findings],
            "waived": [
                {**_finding(each.finding, place), "reason": each.reason, "everywhere": each.everywhere}
                for each in report.waived
            ],
            "unsure": [{"address": address, "why": why} for address, why in checked.unsure],
            "pages": len(checked.known.changed),
            "findability": {
                "queries": [_held(each) for each in found.held],
                "moved": None if moved is None else [_moved(move) for move in moved],
            },
        },
        indent=2,
    )


def _finding(finding: Finding, place: Place) -> dict[str, Any]:
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "path": place.in_repository(finding.path),
        "line": finding.line,
        "what": finding.what,
        "todo": finding.todo,
    }


def _held(held: Held) -> dict[str, Any]:
    return {"query": held.golden.query, "rank": held.rank, "page": held.page, "holds": held.holds}


def _moved(move: Move) -> dict[str, Any]:
    change = "lost" if move.lost else "win" if move.better else "down"
    instead = str(move.winner) if move.lost and move.winner else ""
    return {
        "query": move.golden.query,
        "before": move.before,
        "after": move.after,
        "change": change,
        "instead": instead,
    }


def as_sarif(report: Report, place: Place) -> str:
    """A SARIF 2.1.0 log (OASIS): one run, a rule for each check, paths relative to the repository."""
    ids = [id_ for id_, _ in rules()]
    seen: Counter[str] = Counter()
    rows: list[tuple[Finding, Waived | None]] = [(finding, None) for finding in report.findings]
    rows += [(each.finding, each) for each in report.waived]
    results = [_result(finding, waived, ids, place, seen) for finding, waived in rows]
    driver = {
        "name": "harvest check",
        "semanticVersion": __version__,
        "rules": [
            {
                "id": id_,
                "shortDescription": {"text": about},
                "help": {"text": f"See {HANDBOOK} for what it asks and how it is switched off."},
            }
            for id_, about in rules()
        ],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _result(
    finding: Finding, waived: Waived | None, ids: Sequence[str], place: Place, seen: Counter[str]
) -> dict[str, Any]:
    path = place.in_repository(finding.path)
    where: dict[str, Any] = {"artifactLocation": {"uri": quote(path), "uriBaseId": "%SRCROOT%"}}
    if finding.line:
        where["region"] = {"startLine": finding.line}
    known_by = "\0".join((finding.check, path, finding.what))
    seen[known_by] += 1  # what stands on a page twice is two things
    mark = hashlib.sha256(f"{known_by}\0{seen[known_by]}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": ids.index(finding.check),
        "level": finding.severity.value,
        "message": {"text": _sentence(finding)},
        "locations": [{"physicalLocation": where}],
        "partialFingerprints": {"harvest/v1": mark},
    }
    if waived:
        kind = "external" if waived.everywhere else "inSource"
        result["suppressions"] = [{"kind": kind, "justification": waived.reason}]
    return result
