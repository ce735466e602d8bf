"""What programs read: valid for every title a fuzzer can think of, in the shape that their clients expect."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar
from lxml import etree, html

from harvest.status.folder import Contents
from harvest.status.model import (
    OF_INCIDENTS,
    OF_MAINTENANCE,
    Component,
    Condition,
    Impact,
    Incident,
    Kind,
    Party,
    Phase,
    Update,
)
from harvest.status.site import build, clean
from tests.status import busy
from tests.status.site import NOON, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

ATOM = "{http://www.w3.org/2005/Atom}"
LINKS = (
    "[x](javascript:alert(1)) ",
    "]]>",
    "</title><script>",
    "\u202eabc",
    "\x00\x0b\x1b",
    "\ud800",
    "\ufffe",
    "\U0001f3f3\ufe0f\u200d\U0001f308" * 90,
)

titles = st.one_of(st.text(), st.text(st.characters(codec=None), max_size=300), st.sampled_from(LINKS))
moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
names = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
parts = st.dictionaries(st.sampled_from(["uploads", "website", "gone"]), st.sampled_from(Condition))


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    kind = draw(st.sampled_from(Kind))
    phases = OF_INCIDENTS if kind is Kind.INCIDENT else OF_MAINTENANCE
    times = sorted(draw(st.lists(moments, max_size=3)))
    updates = tuple(
        Update(
            at=at,
            phase=draw(st.sampled_from(phases)),
            text=draw(titles),
            by=draw(st.sampled_from(["", "bo", "nobody"])),
            next=draw(st.none() | moments),
            components=draw(parts),
            corrects=draw(st.none() | st.sampled_from(times)),
            texts={"ar": draw(titles)},
        )
        for at in times
    )
    return Incident(
        id=draw(names),
        kind=kind,
        title=draw(titles),
        impact=draw(st.sampled_from(Impact)),
        started=draw(moments),
        until=draw(st.none() | moments),
        ended=draw(st.none() | moments),
        updates=updates,
        workaround=draw(titles),
        cause=draw(st.none() | st.builds(Party, name=titles, url=titles)),
        discussion=draw(titles),
        titles={"ar": draw(titles)},
        damaged=draw(st.booleans()),
    )


def read_all(files: Mapping[str, bytes]) -> None:
    """Every file, by the strictest reader there is; raises whatever that raises."""
    for path, content in files.items():
        if path.endswith((".atom", ".rss", ".svg")):
            etree.fromstring(content, etree.XMLParser(resolve_entities=False))
        elif path.endswith(".json"):
            json.loads(content)
        elif path.endswith(".ics"):
            Calendar.from_ical(content)
            assert all(len(line) <= 75 for line in content.split(b"\r\n"))
            assert b"\n" not in content.replace(b"\r\n", b"")
        elif path.endswith(".html"):
            tree = html.fromstring(content)
            assert (tree.xpath("count(//script)"), tree.xpath("count(//style)")) == (1, 1)
            assert tree.xpath("//a[not(starts-with(@href, 'http')) and contains(@href, ':')]") == []
        text = content.decode("utf-8")
        assert not set(text) & set("\x00\x0b\x1b\u202e\ufffe")


presents = st.datetimes(datetime(1970, 6, 1), datetime(9000, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


@given(st.lists(incidents(), max_size=3), titles, presents)
@example([replace(busy.planned(), title="]]>" * 400_000)], "\x00", NOON)
def test_every_file_is_valid_whatever_is_typed(found: list[Incident], name: str, now: datetime) -> None:
    shown = replace(
        SETTINGS,
        name=name,
        components=(Component(id="uploads", name=name, group=name), *SETTINGS.components[1:]),
    )
    unique = {(each.kind, each.id): each for each in found}
    files = build(shown, Contents(tuple(unique.values()), ()), now)
    read_all(files)
    assert all(path.isascii() for path in files)


@given(st.text(st.characters(codec=None)), st.integers(1, 50))
def test_what_is_cut_is_short_and_whole(text: str, most: int) -> None:
    line = clean.line(text, most)
    assert len(line) <= most
    assert "\n" not in line
    line.encode("utf-8")
    assert clean.line(line, most) == line


def test_a_title_of_a_megabyte_is_cut_not_in_the_middle_of_a_character() -> None:
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
    cut = clean.line(family * 200_000)
    assert len(cut) <= clean.LINE
    assert cut.removesuffix("…").replace(family, "") == ""
    files = build(SETTINGS, Contents((replace(busy.planned(), title="e\u0301" * 500_000),), ()), NOON)
    assert max(map(len, files.values())) < 20_000


# ── Statuspage's public API v2 ───────────────────────────────────────────────────────────────────

PAGE = {"id": str, "name": str, "url": str, "time_zone": str, "updated_at": str}
COMPONENT = {
    "id": str,
    "name": str,
    "status": str,
    "created_at": str,
    "updated_at": str,
    "position": int,
    "description": (str, type(None)),
    "showcase": bool,
    "start_date": (str, type(None)),
    "group_id": (str, type(None)),
    "page_id": str,
    "group": bool,
    "only_show_if_degraded": bool,
}
UPDATE = {
    "id": str,
    "status": str,
    "body": str,
    "incident_id": str,
    "created_at": str,
    "updated_at": str,
    "display_at": str,
    "affected_components": (list, type(None)),
    "deliver_notifications": bool,
    "custom_tweet": (str, type(None)),
    "tweet_id": (str, type(None)),
}
INCIDENT = {
    "id": str,
    "name": str,
    "status": str,
    "created_at": str,
    "updated_at": str,
    "monitoring_at": (str, type(None)),
    "resolved_at": (str, type(None)),
    "impact": str,
    "shortlink": str,
    "started_at": str,
    "page_id": str,
    "incident_updates": list,
    "components": list,
    "reminder_intervals": (str, type(None)),
}
MAINTENANCE = {**INCIDENT, "scheduled_for": str, "scheduled_until": str}
FILES = {
    "summary": {"components", "incidents", "scheduled_maintenances", "status"},
    "status": {"status"},
    "components": {"components"},
    "incidents": {"incidents"},
    "incidents/unresolved": {"incidents"},
    "scheduled-maintenances": {"scheduled_maintenances"},
    "scheduled-maintenances/upcoming": {"scheduled_maintenances"},
    "scheduled-maintenances/active": {"scheduled_maintenances"},
}


def has_shape(found: dict[str, Any], shape: dict[str, Any]) -> None:
    assert set(found) - {"components"} == set(shape) - {"components"}
    for key, kind in shape.items():
        assert isinstance(found[key], kind), key
        if key.endswith("_at") and found[key]:
            assert datetime.fromisoformat(found[key]).tzinfo


def api(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files[f"api/v2/{name}.json"])
    return found


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    running = replace(busy.planned(Phase.IN_PROGRESS), id="running")
    off = replace(busy.planned(Phase.CANCELLED), id="off")
    everything = (*busy.open_ones(), *busy.past(60), busy.planned(), running, off)
    return build(busy.BUSY, Contents(everything, ()), NOON)


@pytest.mark.parametrize("name", FILES)
def test_the_shape_is_statuspages(files: Mapping[str, bytes], name: str) -> None:
    found = api(files, name)
    assert set(found) == {"page", "generated_at", "valid_until", *FILES[name]}
    has_shape(found["page"], PAGE)
    for component in found.get("components", ()):
        has_shape(component, COMPONENT)
        assert ("components" in component) == component["group"]
    for kind, shape in (("incidents", INCIDENT), ("scheduled_maintenances", MAINTENANCE)):
        assert found.get(kind) != []
        for incident in found.get(kind, ()):
            has_shape(incident, shape)
            for update in incident["incident_updates"]:
                has_shape(update, UPDATE)
            for component in incident["components"]:
                has_shape(component, COMPONENT)


def test_lists_hold_what_their_names_say(files: Mapping[str, bytes]) -> None:
    def ids(name: str, kind: str = "scheduled_maintenances") -> list[str]:
        return [each["id"] for each in api(files, name)[kind]]

    assert len(ids("incidents", "incidents")) == 50
    assert len(ids("incidents/unresolved", "incidents")) == 10
    assert ids("incidents/unresolved", "incidents") == ids("summary", "incidents")
    assert ids("scheduled-maintenances/upcoming") == ["maintenance-2026-03-02-new-halls"]
    assert ids("scheduled-maintenances/active") == ["maintenance-running"]
    assert set(ids("summary")) == {"maintenance-2026-03-02-new-halls", "maintenance-running"}
    statuses = {
        each["id"]: each["status"] for each in api(files, "scheduled-maintenances")["scheduled_maintenances"]
    }
    assert statuses["maintenance-off"] == "completed"  # the word that programs know


def test_groups_name_their_members_and_are_as_their_worst(files: Mapping[str, bytes]) -> None:
    found = {each["id"]: each for each in api(files, "components")["components"]}
    groups = [each for each in found.values() if each["group"]]
    assert [each["name"] for each in groups] == ["Photos", "Devices"]
    for group in groups:
        assert [found[each]["group_id"] for each in group["components"]] == [group["id"]] * len(
            group["components"]
        )
    assert groups[0]["status"] == "major_outage"
    assert [each["position"] for each in found.values()] == list(range(1, len(found) + 1))


def test_ids_stay_when_something_is_added() -> None:
    incident = busy.open_ones(1)[0]
    later = replace(
        incident, updates=(*incident.updates, Update(at=NOON, phase=Phase.RESOLVED, text="Over."))
    )
    before, after = (
        api(build(busy.BUSY, Contents((each,), ()), NOON), "incidents") for each in (incident, later)
    )
    (one,), (two,) = before["incidents"], after["incidents"]
    assert one["id"] == two["id"]
    assert two["incident_updates"][1:] == one["incident_updates"]
    assert (one["resolved_at"], two["resolved_at"]) == (None, "2026-03-01T12:00:00.000Z")
    assert two["incident_updates"][-1]["affected_components"] == [
        {
            "code": "uploads",
            "name": "Uploads",
            "old_status": "operational",
            "new_status": "major_outage",
        }
    ]


def test_programs_find_an_update_where_nothing_was_said() -> None:
    silent = replace(busy.open_ones(1)[0], updates=(), damaged=True)
    (found,) = api(build(busy.BUSY, Contents((silent,), ()), NOON), "summary")["incidents"]
    (update,) = found["incident_updates"]
    has_shape(update, UPDATE)
    assert (update["body"], update["status"]) == (silent.title, "investigating")


# ── feeds and the calendar ───────────────────────────────────────────────────────────────────────


def test_feeds_have_what_their_formats_ask_for(files: Mapping[str, bytes]) -> None:
    atom = etree.fromstring(files["history.atom"])
    assert [atom.findtext(ATOM + name) is not None for name in ("id", "title", "updated")] == [True] * 3
    entries = atom.findall(ATOM + "entry")
    ids = [entry.findtext(ATOM + "id") for entry in entries]
    assert len(set(ids)) == len(ids) == 25
    assert all(str(each).startswith(busy.BUSY.url) for each in ids)
    rss = etree.fromstring(files["history.rss"])
    assert [item.findtext("guid") for item in rss.iter("item")] == ids
    feed = json.loads(files["feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in feed["items"]] == ids
    assert feed["_harvest"]["valid_until"] == "2026-03-01T13:00:00.000Z"
    content = entries[0].findtext(ATOM + "content")
    assert content == feed["items"][0]["content_html"]
    assert html.fragments_fromstring(str(content))


def events(*found: Incident) -> dict[str, Any]:
    files = build(SETTINGS, Contents(found, ()), NOON)
    calendar = Calendar.from_ical(files["maintenance.ics"])
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def test_an_event_keeps_its_name_and_counts_up() -> None:
    uid = "maintenance-2026-03-02-new-halls@status.kettle-status.example"
    first = events(busy.planned())[uid]
    off = events(busy.planned(Phase.CANCELLED))[uid]
    assert (first["SEQUENCE"], str(first["STATUS"])) == (0, "CONFIRMED")
    assert (off["SEQUENCE"], str(off["STATUS"])) == (1, "CANCELLED")
    assert first["DTSTART"].dt == NOON + timedelta(hours=14)
    assert first["DTEND"].dt == NOON + timedelta(hours=16)
    assert off["DTSTAMP"].dt > first["DTSTAMP"].dt


def test_text_of_a_calendar_comes_back_as_it_was() -> None:
    title = "Semi; comma, back\\slash — " + "ünï" * 40
    (event,) = events(replace(busy.planned(), title=title)).values()
    assert str(event["SUMMARY"]) == f"Kettle Works: {title}"


def test_an_end_before_the_start_is_left_out() -> None:
    (event,) = events(replace(busy.planned(), until=NOON - timedelta(days=1))).values()
    assert "DTEND" not in event


def test_the_badge_says_how_everything_is(files: Mapping[str, bytes]) -> None:
    badge = etree.fromstring(files["badge.svg"])
    assert badge.findtext("{http://www.w3.org/2000/svg}title") == "Kettle Works: The service is down"


def test_the_text_has_what_matters(files: Mapping[str, bytes]) -> None:
    lines = files["text.txt"].decode().splitlines()
    assert lines[0] == "Kettle Works · Status: The service is down"
    assert "  What you can do meanwhile:" in lines
    assert sum("is late" in line for line in lines) == 10
