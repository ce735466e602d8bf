"""Files of incidents: what can be understood is shown, and every mistake has its line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.status.model import Condition, Impact, Incident, Kind, Party, Phase, Update
from harvest.status.reading import read
from harvest.status.writing import entry, new, with_update
from tests.status.site import NOON, SETTINGS

WHOLE = """\
---
title: Photos do not upload
impact: major
started: 2026-03-01 11:40 UTC
speaker: ada
workaround: Keep the app open.
cause: {name: Example Cloud, url: "https://cloud.example/status"}
discussion: https://forum.example/t/1
translations:
  de: {title: Fotos laden nicht hoch, workaround: Lassen Sie die App offen.}
---
## 2026-03-01 12:00 UTC investigating
by: bo
next: 2026-03-01T13:00+00:00
components: uploads major_outage, website degraded_performance

We see that new photos wait on the phone.

- nothing is lost
```
## 2026-03-01 12:01 UTC investigating
```

### de
Neue Fotos warten auf dem Telefon.

## 2026-03-01 13:30 +01:00 identified
corrects: 2026-03-01 12:00 UTC
The website is fine.
"""


def test_of_two_words_in_one_minute_the_last_says_how_far_it_is() -> None:
    """Also for whether a part that is no more may be named."""
    text = WHOLE.partition("## ")[0] + (
        "## 2026-03-01 10:04 UTC monitoring\ncomponents: gone major_outage\n\nWe look.\n\n"
        "## 2026-03-01 10:04 UTC resolved\n\nIt is over.\n"
    )
    found, mistakes = read("x", Kind.INCIDENT, text, SETTINGS)
    assert (found.over, [each.what for each in mistakes if "gone" in each.what]) == (True, [])


def lines(text: str, kind: Kind = Kind.INCIDENT) -> list[str]:
    return [f"{mistake.line}: {mistake.what}" for mistake in read("one", kind, text, SETTINGS)[1]]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_everything_that_can_be_said(end: str) -> None:
    found, mistakes = read("uploads-fail", Kind.INCIDENT, WHOLE.replace("\n", end), SETTINGS)
    assert mistakes == ()
    assert found == Incident(
        id="uploads-fail",
        kind=Kind.INCIDENT,
        title="Photos do not upload",
        impact=Impact.MAJOR,
        started=NOON - timedelta(minutes=20),
        speaker="ada",
        workaround="Keep the app open.",
        cause=Party(name="Example Cloud", url="https://cloud.example/status"),
        discussion="https://forum.example/t/1",
        titles={"de": "Fotos laden nicht hoch"},
        workarounds={"de": "Lassen Sie die App offen."},
        updates=(
            Update(
                at=NOON,
                phase=Phase.INVESTIGATING,
                by="bo",
                next=NOON + timedelta(hours=1),
                components={"uploads": Condition.MAJOR, "website": Condition.DEGRADED},
                text="We see that new photos wait on the phone.\n\n- nothing is lost\n```\n"
                "## 2026-03-01 12:01 UTC investigating\n```",
                texts={"de": "Neue Fotos warten auf dem Telefon."},
            ),
            Update(
                at=NOON + timedelta(minutes=30),
                phase=Phase.IDENTIFIED,
                corrects=NOON,
                text="The website is fine.",
            ),
        ),
    )


MISTAKES = {
    "no title": (WHOLE.replace("title: Photos do not upload\n", ""), '1: "title" is missing'),
    "no front matter": ("## 2026-03-01 12:00 UTC investigating\nx\n", "1: there is no front matter"),
    "never closed": ("---\ntitle: x\n", "1: there is no front matter"),
    "not yaml": (WHOLE.replace("impact: major", "impact: [major"), "not valid YAML"),
    "impact": (WHOLE.replace("impact: major", "impact: majr"), '3: impact: unknown value "majr"'),
    "no zone": (WHOLE.replace("11:40 UTC", "11:40"), "4: started: a time belongs here"),
    "no such day": (
        WHOLE.replace("2026-03-01 11:40", "2026-02-30 11:40"),
        "4: started: there is no such time",
    ),
    "speaker": (WHOLE.replace("by: bo", "by: boo"), '13: unknown speaker "boo": did you mean "bo"?'),
    "component": (WHOLE.replace("uploads major", "upload major"), '15: unknown component "upload"'),
    "condition": (WHOLE.replace("major_outage", "broken"), '15: unknown condition "broken"'),
    "field": (WHOLE.replace("by: bo", "form: bo"), '13: unknown key "form"'),
    "phase": (
        WHOLE.replace("UTC investigating\nby", "UTC investigatin\nby"),
        '12: unknown phase "investigatin"',
    ),
    "heading": (WHOLE.replace("## 2026-03-01 13:30 +01:00 identified", "## later"), "27: an update begins"),
    "says nothing": (WHOLE.replace("The website is fine.", ""), "27: this update says nothing"),
    "before updates": (WHOLE.replace("---\n##", "---\nHello\n##"), "12: this belongs to no update"),
    "ends before": (
        WHOLE.replace("speaker: ada", "ended: 2026-02-01 00:00 UTC"),
        "ended: 2026-02-01 00:00 UTC is before",
    ),
    "corrects nothing": (
        WHOLE.replace("corrects: 2026-03-01 12:00", "corrects: 2026-03-01 12:02"),
        "nothing was said at",
    ),
    "next in the past": (WHOLE.replace("13:00+00:00", "11:00+00:00"), "is not after"),
    "no update": ("---\ntitle: x\n---\n", "there is no update"),
    "maintenance's phase": (
        WHOLE.replace("+01:00 identified", "+01:00 completed"),
        '27: unknown phase "completed"',
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_has_its_line_and_the_rest_is_shown(name: str) -> None:
    text, mistake = MISTAKES[name]
    found, mistakes = read("photos-wait", Kind.INCIDENT, text, SETTINGS)
    assert any(mistake in f"{each.line}: {each.what}" for each in mistakes), lines(text)
    assert found.damaged
    assert found.title
    assert found.phase


def test_what_cannot_be_understood_leaves_the_phase_as_it_was() -> None:
    """A mistyped "monitoring" must not make an outage look as if it had only begun, or were over."""
    text = WHOLE + "\n## 2026-03-01 14:00 UTC monitorin\nWe watch it.\n"
    found, _ = read("one", Kind.INCIDENT, text, SETTINGS)
    assert [update.phase for update in found.updates] == ["investigating", "identified", "identified"]


def test_a_correction_by_hand_finds_what_was_said_in_the_minute_that_the_page_shows() -> None:
    found, mistakes = read("one", Kind.INCIDENT, WHOLE.replace("12:00 UTC inv", "12:00:37 UTC inv"), SETTINGS)
    assert mistakes == ()
    assert found.updates[1].corrects == found.updates[0].at


def test_without_a_title_the_name_of_the_file_stands_there_without_its_day() -> None:
    for name, title in (("2026-11-27-photos-wait", "photos wait"), ("photos-wait", "photos wait")):
        assert read(name, Kind.INCIDENT, "---\ntitle: Pho", SETTINGS)[0].title == title
    assert read("2026-11-27", Kind.INCIDENT, "", SETTINGS)[0].title == "2026 11 27"


def test_two_people_whose_words_git_could_not_merge_are_both_heard_and_no_mark_is_shown() -> None:
    mine = "## 2026-03-01 14:00 UTC monitoring\nWe watch it.\n"
    theirs = "## 2026-03-01 14:05 UTC resolved\nIt is over.\n"
    text = f"{WHOLE}\n<<<<<<< HEAD\n{mine}=======\n{theirs}>>>>>>> bo\n"
    found, mistakes = read("one", Kind.INCIDENT, text, SETTINGS)
    assert [update.text for update in found.updates[2:]] == ["We watch it.", "It is over."]
    assert [each.what.split(":")[0] for each in mistakes] == ["git could not merge what two people wrote"]
    heading = "\nA heading of Markdown\n=======\nText."
    assert read("one", Kind.INCIDENT, WHOLE + heading, SETTINGS)[1] == ()


hostile = st.sampled_from(
    ["---", "## ", "### de", "```", "by: ada", "## 2026-03-01 12:00 UTC resolved", "\0", "é"]
)
anything = st.one_of(st.text(), st.lists(st.one_of(hostile, st.text())).map("\n".join), st.just(WHOLE))


@given(anything, anything, st.sampled_from(Kind))
def test_whatever_is_in_a_file_it_is_an_incident(text: str, more: str, kind: Kind) -> None:
    found, mistakes = read("one", kind, text + more, SETTINGS)
    assert found.title
    assert bool(mistakes) is found.damaged
    assert all(1 <= mistake.line <= (text + more).count("\n") + 2 for mistake in mistakes)


words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12)
said = words.filter(lambda text: not text.startswith(("#", "```", "~~~")))
times = st.integers(0, 10_000).map(lambda minutes: NOON + timedelta(minutes=minutes))
updates = st.lists(
    st.builds(
        Update,
        at=times,
        phase=st.sampled_from([Phase.INVESTIGATING, Phase.MONITORING, Phase.RESOLVED]),
        text=said.map(lambda text: f"It is: {text}"),
        by=st.sampled_from(["", "ada", "bo"]),
        components=st.dictionaries(
            st.sampled_from(["uploads", "website"]), st.sampled_from(Condition), max_size=2
        ),
        texts=st.dictionaries(st.sampled_from(["de", "ar"]), said, max_size=2),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda update: update.at,
).map(lambda found: tuple(sorted(found, key=lambda update: update.at)))
incidents = st.builds(
    Incident,
    id=st.just("one"),
    kind=st.just(Kind.INCIDENT),
    title=words,
    impact=st.sampled_from([Impact.MINOR, Impact.MAJOR, Impact.CRITICAL]),
    started=st.just(NOON),
    updates=updates,
    speaker=st.sampled_from(["", "ada"]),
    workaround=st.one_of(st.just(""), words),
    titles=st.dictionaries(st.sampled_from(["de", "ar"]), words, max_size=2),
)


@given(incidents)
def test_what_is_written_is_read_back(incident: Incident) -> None:
    assert read("one", Kind.INCIDENT, new(incident), SETTINGS) == (incident, ())


@given(incidents, updates)
def test_an_update_is_added_and_nothing_changes(incident: Incident, more: tuple[Update, ...]) -> None:
    text = new(incident)
    longer = with_update(text, more[0])
    assert longer.startswith(text)
    found, _ = read("one", Kind.INCIDENT, longer, SETTINGS)
    assert found.updates == tuple(sorted((*incident.updates, more[0]), key=lambda update: update.at))


def test_an_update_keeps_the_line_ends_of_its_file() -> None:
    update = Update(at=NOON, phase=Phase.RESOLVED, text="Over.")
    text = with_update(WHOLE.replace("\n", "\r\n").rstrip(), update)
    assert "\n" not in text.replace("\r\n", "")
    assert text.replace("\r\n", "\n").endswith(f"fine.\n\n{entry(update)}")
