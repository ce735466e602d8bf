"""The banner: what it says, and how big it is. That it harms no page: test_banner_in_a_browser.py."""

from __future__ import annotations

import json
import re
from typing import Any

from harvest.status import banner
from harvest.status.model import Condition, Impact, Incident, Kind, Phase, Update
from tests.status.site import NOON, SETTINGS


def incident(id_: str = "a", phase: Phase = Phase.INVESTIGATING, **fields: Any) -> Incident:
    update = Update(at=NOON, phase=phase, text="x", components=fields.pop("components", {}))
    known = {"kind": Kind.INCIDENT, "title": "Photos wait", "impact": Impact.MINOR, "started": NOON}
    return Incident(id=id_, updates=(update,), **{**known, **fields})


def data(*incidents: Incident) -> Any:
    return json.loads(banner.data(SETTINGS, incidents, NOON))


def test_nothing_is_said_while_nothing_is_wrong() -> None:
    planned = incident(kind=Kind.MAINTENANCE, phase=Phase.SCHEDULED, impact=Impact.MAINTENANCE)
    for known in ((), (planned,), (incident(phase=Phase.RESOLVED),), (incident(impact=Impact.NONE),)):
        said = data(*known)
        assert (said["title"], said["impact"]) == ({}, "none")
    assert said["generated_at"] == "2026-03-01T12:00:00Z"
    assert said["valid_until"] == "2026-03-01T13:00:00Z"


def test_the_worst_comes_first_and_the_others_are_counted() -> None:
    said = data(
        incident("a", title="Slow"),
        incident("b", title="Down", impact=Impact.MAJOR, titles={"de": "Aus"}, started=NOON),
        incident("c", Phase.IN_PROGRESS, kind=Kind.MAINTENANCE, impact=Impact.MAINTENANCE),
    )
    assert said["title"] == {
        "": "Kettle Works: Down (+2)",
        "en": "Kettle Works: Down (+2)",
        "de": "Kettle Works: Aus (+2)",
    }
    assert (said["link"], said["impact"]) == (SETTINGS.url, "major")


def test_an_incident_that_names_no_impact_but_a_broken_part_is_said() -> None:
    assert data(incident(impact=Impact.NONE, components={"uploads": Condition.MAJOR}))["impact"] == "critical"


def test_work_that_has_begun_is_said() -> None:
    working = incident(phase=Phase.IN_PROGRESS, kind=Kind.MAINTENANCE, impact=Impact.MAINTENANCE)
    assert data(working)["impact"] == "maintenance"


def test_a_title_of_any_length_in_any_number_of_languages_stays_small_enough_for_the_script() -> None:
    long = "\u202e\n字" * 400_000
    said = banner.data(SETTINGS, [incident(title=long, titles={f"x{n}": long for n in range(999)})], NOON)
    assert len(said.decode()) < 30_000
    line = json.loads(said)["title"][""]
    assert (len(line), line.isprintable()) == (banner.LONGEST, True)


def test_it_is_small_and_needs_no_new_browser() -> None:
    served = banner.script()
    assert len(served) < 1000
    text = served.decode()
    assert not re.search(r"=>|\b(let|const|await|async|class)\b|`|\?\.|\?\?|innerHTML|document\.write", text)
    assert "$" not in text
