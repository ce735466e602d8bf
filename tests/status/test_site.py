"""The pages: what they say, in which language, what they weigh, and that damage is told and hides nothing."""

from __future__ import annotations

import gzip
import re
import tomllib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urljoin

import brotli
import pytest
from lxml import html

from harvest.errors import ConfigError, HarvestError, Mistake
from harvest.status import history
from harvest.status.folder import Contents
from harvest.status.model import Condition, Impact, Incident, Kind, Party, Phase, Update
from harvest.status.site import build, policy, words
from harvest.status.site.markup import html as marked
from harvest.status.site.pages import percent
from tests.status import busy
from tests.status.site import NOON, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
STORY = Incident(
    id="2026-03-01-kettles",
    kind=Kind.INCIDENT,
    title="Kettles do not boil",
    started=NOON - HOUR,
    speaker="ada",
    workaround="Use a *pan*.",
    cause=Party(name="Example Power", url="https://power.example/now"),
    discussion="https://forum.kettle.example/t/1",
    titles={"de": "Kessel kochen nicht"},
    updates=(
        Update(
            at=NOON - 50 * MINUTE,
            phase=Phase.INVESTIGATING,
            text="All kettles are cold.",
            components={"uploads": Condition.MAJOR},
            texts={"de": "Alle Kessel sind kalt."},
        ),
        Update(
            at=NOON - 40 * MINUTE,
            phase=Phase.IDENTIFIED,
            text="Only red kettles are cold.",
            by="bo",
            corrects=NOON - 50 * MINUTE,
            next=NOON + 10 * MINUTE,
        ),
    ),
)


def site(
    *incidents: Incident, problems: tuple[HarvestError, ...] = (), late: timedelta = 0 * HOUR
) -> Mapping[str, bytes]:
    return build(SETTINGS, Contents(incidents, problems), NOON + late)


def text(files: Mapping[str, bytes], path: str = "index.html") -> str:
    """What is read on a page, on one line."""
    tree = html.fromstring(files[path])
    for each in found(tree, "//style | //script | //head/title"):
        each.drop_tree()
    return " ".join(str(tree.xpath("string()")).split())


def found(page: bytes | html.HtmlElement, query: str) -> list[Any]:
    """What an XPath that gives nodes or texts finds."""
    tree = html.fromstring(page) if isinstance(page, bytes) else page
    return list(cast(list[Any], tree.xpath(query)))


@pytest.fixture(scope="module")
def worst_day() -> Mapping[str, bytes]:
    return build(busy.BUSY, busy.contents(), NOON)


def test_the_same_input_gives_the_same_bytes() -> None:
    assert site(STORY) == site(STORY)


def test_the_answer_comes_first() -> None:
    read = text(site(STORY))
    parts = [
        "Part of the service is down",
        "Uploads: down",
        "Kettles do not boil",
        "What you can do meanwhile",
        "Use a pan.",
        "Next update by 2026-03-01 12:10 UTC.",
        "Speaking for us: Ada Quill, Head of support",
        "Involves a service of Example Power",
        "Where it is being talked about",
        "Cause found",
        "Bo Reed, Engineer on call",
        "Only red kettles are cold.",
        "All kettles are cold.",
        "Parts of the service",
    ]
    places = [read.index(part) for part in parts]
    assert places == sorted(places)


def test_the_service_is_down_where_all_of_it_is_or_somebody_says_so() -> None:
    everything = {component.id: Condition.MAJOR for component in SETTINGS.components}
    first = STORY.updates[0]
    for incident, headline in (
        (STORY, "Part of the service is down"),
        (replace(STORY, impact=Impact.CRITICAL), "The service is down"),
        (replace(STORY, updates=(replace(first, components=everything),)), "The service is down"),
    ):
        page = site(incident)["index.html"]
        assert found(page, "//h1/text()") == [headline]
        assert f"Status: {headline}" in site(incident)["text.txt"].decode()


def test_a_promise_that_was_not_kept_is_told() -> None:
    read = text(site(STORY, late=11 * MINUTE))
    assert "The next update was promised by 2026-03-01 12:10 UTC and is late. We are sorry." in read
    assert "Next update by" not in read


def test_a_correction_and_what_it_corrects_point_at_each_other() -> None:
    tree = html.document_fromstring(site(STORY)["incidents/2026-03-01-kettles/index.html"])
    first, second = (f"u20260301T{time}" for time in ("111000", "112000"))
    assert [each.get("id") for each in found(tree, "//ol/li")] == [second, first]
    assert found(tree, f"//li[@id='{second}']//a/@href") == [f"#{first}"]
    assert found(tree, f"//li[@id='{first}']//a/@href") == [f"#{second}"]
    assert "All kettles are cold." in str(tree.xpath("string()"))


def test_a_translation_is_shown_and_what_has_none_says_which_language_it_is() -> None:
    files = site(STORY)
    german = html.fromstring(files["de/index.html"])
    assert german.get("lang") == "de"
    assert "Kessel kochen nicht" in text(files, "de/index.html")
    assert "Was Sie inzwischen tun können" in text(files, "de/index.html")
    (english,) = found(german, "//div[@lang='en'][contains(., 'Only red')]")
    assert english.get("dir") == "ltr"
    assert not found(german, "//div[@lang][contains(., 'Alle Kessel')]")
    arabic = html.fromstring(files["ar/index.html"])
    assert (arabic.get("lang"), arabic.get("dir")) == ("ar", "rtl")


def test_a_variety_of_a_language_has_its_words_and_others_are_english() -> None:
    assert (words.of("pt-BR").lang, words.of("pt-BR")["now"]) == ("pt-BR", "Agora")
    assert (words.of("pl").lang, words.of("pl")["now"]) == ("en", "Now")


@pytest.mark.parametrize("path", sorted(words.FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_language_says_everything_with_the_same_values(path: Path) -> None:
    english = words.of("en").table
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    assert list(table) == list(english)
    for key, said in table.items():
        assert sorted(re.findall(r"\{\w+\}", said)) == sorted(re.findall(r"\{\w+\}", english[key])), key


def test_every_word_is_used() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in words.FOLDER.parent.rglob("*")
        if path.suffix in {".py", ".html"}
    )
    phases = {*Phase, *Condition}
    assert [
        key for key in words.of("en").table if key not in phases and f'"{key}"' not in code.replace("'", '"')
    ] == []


def test_what_is_over_or_to_come_is_not_told_as_being_so() -> None:
    end = Update(at=NOON, phase=Phase.RESOLVED, text="Hot.", components={"uploads": Condition.OPERATIONAL})
    files = site(replace(STORY, updates=(*STORY.updates, end)), late=HOUR)
    read = text(files, f"incidents/{STORY.id}/index.html")
    assert "Affected: Uploads" in read
    assert "Uploads: down" not in read
    planned = replace(
        busy.planned(),
        updates=(
            Update(at=NOON, phase=Phase.SCHEDULED, text="x", components={"sync": Condition.MAINTENANCE}),
        ),
    )
    read = text(site(planned), "maintenance/index.html")
    assert "Affected: Syncing" in read
    assert "being worked on" not in read


def test_parts_without_a_group_do_not_seem_to_belong_to_one() -> None:
    read = text(site())
    assert read.index("Website") < read.index("Photos") < read.index("Uploads")


def test_the_formula_that_is_shown_is_the_one_that_is_used() -> None:
    assert words.of("en")["formula"] == f"Uptime = {history.FORMULA}"
    read = text(site(STORY), "history/2026-03/index.html")
    assert history.FORMULA in read
    assert "Uploads 91.667 %" in read  # one hour of the month's first twelve
    assert "Website 100 %" in read


def test_uptime_is_never_rounded_up_to_all() -> None:
    assert [percent(share) for share in (1, 0.9999999, 0.5)] == ["100 %", "99.999 %", "50.000 %"]


def test_what_is_over_moves_to_the_last_days_and_to_its_month() -> None:
    end = Update(at=NOON, phase=Phase.RESOLVED, text="Hot.", components={"uploads": Condition.OPERATIONAL})
    files = site(replace(STORY, updates=(*STORY.updates, end)), late=2 * HOUR)
    read = text(files)
    assert read.index("Everything works") < read.index("The last 7 days") < read.index("Kettles do not boil")
    assert "Kettles do not boil" in text(files, "history/2026-03/index.html")
    assert "Days with disruptions: 1 2026-03-01: down, 1 h down" in text(files, "history/index.html")
    assert "Kettles" not in text(site(STORY, late=2 * HOUR), "maintenance/index.html")


def test_a_damaged_incident_is_shown_as_far_as_it_goes() -> None:
    broken = replace(STORY, damaged=True)
    read = text(site(broken, problems=(ConfigError("x.md", (Mistake(1, "x"),)),)))
    assert "Part of this report cannot be shown" in read
    assert "Use a pan." in read
    assert "A report cannot be shown" not in read


def test_a_file_that_nobody_can_read_never_says_that_all_is_well() -> None:
    files = site(problems=(HarvestError("cannot be read", where="x.md"),))
    assert "Everything works" not in text(files)
    assert "A report cannot be shown at the moment." in text(files)
    assert "Not every report can be shown" in files["text.txt"].decode()
    assert "All Systems" not in files["api/v2/status.json"].decode()


def test_a_report_without_a_time_or_a_word_is_in_the_present_not_in_1970() -> None:
    nothing = replace(STORY, updates=(), started=NOON.replace(year=1970), damaged=True)
    files = site(nothing)
    assert "history/2026-03/index.html" in files
    assert not [path for path in files if "1970" in path]
    assert "Nothing has been said yet." in text(files)


def test_links_stay_within_the_site_wherever_it_lies(worst_day: Mapping[str, bytes]) -> None:
    for path, content in worst_day.items():
        if not path.endswith(".html") or path.endswith("404.html"):
            continue
        folder = path.rpartition("/")[0]
        for link in found(content, "//@href"):
            if link.startswith(("https://", "data:")):
                continue
            target = urljoin(f"http://x/deep/{folder}{'/' if folder else ''}", link).partition("#")[0]
            assert target.startswith("http://x/deep/"), (path, link)
            name = target.removeprefix("http://x/deep/")
            assert (f"{name}index.html" if name.endswith("/") or not name else name) in worst_day, (
                path,
                link,
            )


def test_a_page_that_does_not_exist_leads_home_from_any_depth() -> None:
    below = replace(SETTINGS, url="https://pages.example/status/")
    page = build(below, Contents((), ()), NOON)["de/404.html"].decode()
    assert 'href="/status/de/"' in page


def packed(content: bytes) -> tuple[int, int]:
    """As nginx packs it by gzip 6, and by brotli 6."""
    return len(gzip.compress(content, 6, mtime=0)), len(brotli.compress(content, quality=6))


def test_the_worst_day_is_small(worst_day: Mapping[str, bytes]) -> None:
    assert len(busy.BUSY.components) == 12
    assert [len(each.updates) for each in busy.open_ones()] == [5] * 10
    for path, content in worst_day.items():
        if path.endswith(".html"):
            home = path in {"index.html", "de/index.html", "ar/index.html"}
            assert max(packed(content)) <= (8_000 if home else 14_000), (path, packed(content))
    said = html.fromstring(worst_day["index.html"]).xpath("count(//article//ol/li)")
    assert said == 50


def test_one_request_is_all(worst_day: Mapping[str, bytes]) -> None:
    for path, content in worst_day.items():
        if path.endswith(".html"):
            tree = html.fromstring(content)
            assert found(tree, "//@src | //@srcset | //*[@style] | //iframe | //form | //img") == []
            assert found(tree, "//link[@rel='icon']/@href")[0].startswith("data:")
            (allowed,) = found(tree, "//meta[@http-equiv='Content-Security-Policy']/@content")
            assert allowed == policy(busy.BUSY.valid_minutes)
            assert "unsafe" not in allowed


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](data:text/html,x)", "<p>[x](data:text/html,x)</p>"),
        ("[x](/admin)", "<p>[x](/admin)</p>"),
        ("![a cat](https://cats.example/1.png)", '<p><a href="https://cats.example/1.png">a cat</a></p>'),
        (
            "See https://cats.example/a_b.",
            '<p>See <a href="https://cats.example/a_b">https://cats.example/a_b</a>.</p>',
        ),
        ("# Big", "<h4>Big</h4>"),
        ("`https://x.example`", "<p><code>https://x.example</code></p>"),
        ("[![x](https://a.example/i.png)](https://b.example/)", '<p><a href="https://b.example/">x</a></p>'),
    ],
)
def test_markdown_is_inert(typed: str, shown: str) -> None:
    assert marked(typed) == shown
