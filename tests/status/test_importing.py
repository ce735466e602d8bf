"""`harvest status import`: what another status page has told, told here again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from harvest import cli
from harvest.errors import HarvestError
from harvest.status import importing
from harvest.status.importing import Moved
from harvest.status.model import Condition, Impact, Kind, Phase
from harvest.status.reading import read
from harvest.status.site import build
from tests.status import busy
from tests.status.site import NOON, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from click.testing import Result

    from harvest.status.model import Incident

STATUS = """\
name: Kettle Works
url: https://status.kettle-status.example/
components:
  - {id: uploads, name: Uploads}
  - {id: web, name: Website}
speakers:
  - {key: ada, name: Ada Quill, role: Head of support}
"""


def part(name: str, new: str, old: str = "operational") -> dict[str, str]:
    return {"code": "x1", "name": name, "old_status": old, "new_status": new}


def update(at: str, status: str, body: str, *parts: dict[str, str]) -> dict[str, Any]:
    return {
        "id": at,
        "status": status,
        "body": body,
        "created_at": at,
        "display_at": at,
        "affected_components": list(parts) or None,
    }


OUTAGE: dict[str, Any] = {
    "id": "tk5n8x7w24h",
    "name": "Photos do not upload",
    "status": "resolved",
    "impact": "major",
    "created_at": "2026-02-01T09:05:00.000Z",
    "started_at": "2026-02-01T08:50:00.000Z",
    "resolved_at": "2026-02-01T10:00:30.700Z",
    "incident_updates": [
        update("2026-02-01T10:00:30.700Z", "resolved", "It is over.", part("Uploads", "operational")),
        update(
            "2026-02-01T04:30:00-05:00", "identified", "A disk.<br />See <a href='https://a.example/'>it</a>."
        ),
        update("2026-02-01T09:05:00.000Z", "investigating", "## We look", part("Uploads", "major_outage")),
    ],
}
WORK: dict[str, Any] = {
    "id": "m4intenance",
    "name": "New servers",
    "status": "completed",
    "impact": "maintenance",
    "scheduled_for": "2026-02-03T02:00:00Z",
    "scheduled_until": "2026-02-03T04:00:00Z",
    "incident_updates": [
        update("2026-02-03T03:50:00Z", "completed", "", part("Website", "operational", "under_maintenance")),
        update("2026-02-03T02:00:00Z", "in_progress", "We begin.", part("Website", "under_maintenance")),
        update("2026-02-01T12:00:00Z", "scheduled", "We will.", part("Website", "operational")),
    ],
}


def moved(*trees: object) -> Moved:
    found = Moved()
    for tree in trees:
        importing.read(found, "a.json", json.dumps(tree).encode(), SETTINGS)
    return found


def only(row: dict[str, Any]) -> Incident:
    found = moved({"incidents": [row]})
    assert found.problems == []
    (incident,) = found.incidents.values()
    return incident


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli.main, ["status", "--folder", str(folder), "import", *words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "status"
    made.mkdir()
    (made / "status.yml").write_text(STATUS)
    return made


def test_an_incident_is_told_again(folder: Path, tmp_path: Path) -> None:
    saved = tmp_path / "incidents.json"
    saved.write_text(json.dumps({"page": {}, "incidents": [OUTAGE]}))
    done = run(folder, str(saved))
    assert (done.exit_code, done.stdout) == (0, "incidents/2026-02-01-photos-do-not-upload-tk5n8x7w24h\n")
    text = (folder / f"{done.stdout.strip()}.md").read_text()
    assert text == (
        "---\ntitle: Photos do not upload\nimpact: major\nstarted: 2026-02-01 08:50 UTC\n---\n"
        "## 2026-02-01 09:05 UTC investigating\ncomponents: uploads major_outage\n\n#### We look\n\n"
        "## 2026-02-01 09:30 UTC identified\n\nA disk.\nSee [it](https://a.example/).\n\n"
        "## 2026-02-01 10:00:30 UTC resolved\ncomponents: uploads operational\n\nIt is over.\n"
    )


def test_what_is_there_stays_and_a_dry_run_writes_nothing(folder: Path, tmp_path: Path) -> None:
    saved = tmp_path / "all.json"
    saved.write_text(json.dumps([WORK, OUTAGE, OUTAGE]))  # as those who own a page get it
    dry = run(folder, "--dry-run", str(saved))
    assert "2 would be written" in dry.stderr
    assert not list(folder.glob("*/*"))
    first = run(folder, str(saved))
    assert first.stdout == dry.stdout
    assert sorted(first.stdout.split()) == sorted(
        f"{path.parent.name}/{path.stem}" for path in folder.glob("*/*.md")
    )
    (mended,) = folder.glob("incidents/*.md")
    mended.write_text(mended.read_text().replace("A disk", "A plug"))
    mended.rename(mended.with_name("2026-02-01-another-name-tk5n8x7w24h.md"))
    again = run(folder, str(saved))
    assert (again.exit_code, again.stdout) == (0, "")
    assert "0 written, 2 there already" in again.stderr
    assert len(list(folder.glob("*/*.md"))) == 2


def test_planned_work_is_maintenance() -> None:
    found = only(WORK)
    assert (found.kind, found.impact, found.phase) == (Kind.MAINTENANCE, Impact.MAINTENANCE, Phase.COMPLETED)
    assert (found.until or NOON) - found.started == timedelta(hours=2)
    assert found.updates[-1].text == importing.WORDLESS
    assert [dict(each.components) for each in found.updates] == [
        {"website": Condition.OPERATIONAL},
        {"website": Condition.MAINTENANCE},
        {"website": Condition.OPERATIONAL},
    ]


def test_old_reports_are_as_bad_as_they_say_on_the_whole() -> None:
    updates = [{**each, "affected_components": None} for each in OUTAGE["incident_updates"]]
    found = only({**OUTAGE, "incident_updates": updates, "components": [{"name": "uploads"}]})
    assert found.updates[0].components == {"uploads": Condition.PARTIAL}
    updates = [{**each, "affected_components": None} for each in WORK["incident_updates"]]
    work = {**WORK, "impact": "none", "incident_updates": updates, "components": [{"name": "Website"}]}
    assert only(work).updates[0].components == {"website": Condition.MAINTENANCE}
    silent = only({"id": "a", "name": "x", "started_at": "2026-02-01T08:50:00Z", "status": "resolved"})
    assert [(each.phase, each.text) for each in silent.updates] == [(Phase.RESOLVED, "x")]


def test_it_was_over_when_they_say_so() -> None:
    assert only(OUTAGE).ended is None
    early = only({**OUTAGE, "resolved_at": "2026-02-01T09:45:00Z"})
    assert early.finished == early.ended == NOON.replace(month=2, hour=9, minute=45)
    going_on = only({**OUTAGE, "incident_updates": OUTAGE["incident_updates"][1:]})
    assert (going_on.over, going_on.ended) == (False, None)


def test_what_cannot_be_understood_is_left_out_alone(folder: Path, tmp_path: Path) -> None:
    saved = tmp_path / "incidents.json"
    update_ = OUTAGE["incident_updates"][2]
    rows = [
        {**OUTAGE, "id": "undated", "incident_updates": [{**update_, "display_at": "", "created_at": None}]},
        {**OUTAGE, "id": ""},
        {**OUTAGE, "id": "huge", "incident_updates": [{**update_, "body": "x" * 1_000_000}]},
        ["no", "incident"],
        {
            **OUTAGE,
            "incident_updates": [{**update_, "affected_components": [part("Kiosk: old", "major_outage")]}],
        },
    ]
    saved.write_text(json.dumps({"incidents": rows}))
    done = run(folder, str(saved))
    assert done.exit_code == 1
    assert len(list(folder.glob("incidents/*.md"))) == 1
    for says in (
        "Photos do not upload: has an update without a time (it is left out)",
        "Photos do not upload: has no id",
        "-huge: is too big for an incident",
        "a row: is not told as Statuspage tells incidents",
        "Photos do not upload: goes on and names Kiosk: old, which status.yml does not have (it is written w",
        '1 of them name a part that status.yml does not have: - {id: kiosk-old, name: "Kiosk: old"}',
        "1 written, 1 there already or left out",
    ):
        assert says in done.stderr


def test_what_is_over_keeps_the_parts_that_are_no_more(folder: Path, tmp_path: Path) -> None:
    saved = tmp_path / "incidents.json"
    first = {**OUTAGE["incident_updates"][2], "affected_components": [part("Fax & Telex", "major_outage")]}
    saved.write_text(json.dumps([{**OUTAGE, "incident_updates": [OUTAGE["incident_updates"][0], first]}]))
    done = run(folder, str(saved))
    assert done.exit_code == 0
    assert '- {id: fax-telex, name: "Fax & Telex"}' in done.stderr
    (path,) = folder.glob("incidents/*.md")
    assert "components: fax-telex major_outage\n" in path.read_text()
    built = CliRunner().invoke(
        cli.main, ["status", "--folder", str(folder), "build", "--output", str(tmp_path / "s")]
    )
    assert built.exit_code == 0, built.stderr


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<html>", "a.json:1: is no JSON"),
        (b'{"page": {}}', "holds no list of incidents"),
        (b'{"incidents": 3}', "holds no list of incidents"),
        (b"7", "holds no list of incidents"),
        (b"\xff\xfe", "is no JSON"),
    ],
)
def test_a_file_of_something_else_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(HarvestError) as error:
        importing.read(Moved(), "a.json", data, SETTINGS)
    assert says in str(error.value)


def test_a_file_that_is_not_there_is_one_line(folder: Path) -> None:
    done = run(folder, str(folder / "none.json"))
    assert (done.exit_code, "none.json: cannot be read: No such file" in done.stderr) == (2, True)


def test_our_own_json_can_be_taken_over() -> None:
    """What we publish is Statuspage's: with every incident, update and time."""
    files = build(busy.BUSY, busy.contents(), NOON)
    names = ("incidents", "scheduled-maintenances")
    found = Moved()
    for name in names:
        importing.read(found, name, files[f"api/v2/{name}.json"], busy.BUSY)
    assert (found.problems, found.unknown) == ([], {})
    assert shape(found.incidents.values()) == shape(busy.contents().incidents)


def shape(incidents: Iterable[Incident]) -> list[tuple[object, ...]]:
    return sorted(
        (
            *(each.kind, each.title, each.started, each.phase),
            tuple(update.at for update in each.updates),
            tuple(sorted(each.conditions.items())),
        )
        for each in incidents
    )


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.sampled_from(["2026-02-01T10:00:00Z", "resolved"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
KEYS = (
    "id",
    "name",
    "impact",
    "started_at",
    "resolved_at",
    "scheduled_for",
    "incident_updates",
    "components",
)


@given(
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4),
    st.dictionaries(
        st.sampled_from(["body", "status", "display_at", "affected_components"]), VALUES, max_size=2
    ),
)
def test_whatever_comes_is_understood_or_told(row: dict[str, Any], said: dict[str, Any]) -> None:
    updates = [{**OUTAGE["incident_updates"][0], **said}, OUTAGE["incident_updates"][2]]
    found = moved([{**OUTAGE, "incident_updates": updates, **row}, replace_id(OUTAGE)])
    written = list(importing.texts(found, (), SETTINGS))
    left_out = [each for each in found.problems if each.todo == "it is left out"]
    assert len(written) + len(left_out) == 2
    for kind, name, text in written:
        assert read(name, kind, text, SETTINGS)[1] == ()


def replace_id(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "id": "zzzz-another-one"}
