"""`harvest status`: from the keyboard to the file, also on a bad day."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from harvest import cli
from harvest.status.settings import FILE, KEYS, load
from harvest.status.starting import STATUS_YML

if TYPE_CHECKING:
    from click.testing import Result

STATUS = """\
name: Kettle Works
url: https://status.kettle-status.example/
components:
  - {id: uploads, name: Uploads}
speakers:
  - {key: ada, name: Ada Quill, role: Head of support}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "status.yml").write_text(STATUS)
    return tmp_path


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli.main, ["status", "--folder", str(folder), *words])


def opened(folder: Path, *more: str) -> Path:
    done = run(folder, "open", "Kettles do not boil", "--component", "uploads=major_outage", *more)
    assert done.exit_code == 0, done.output
    return folder / "incidents" / f"{done.stdout.strip()}.md"


def test_the_whole_story(folder: Path) -> None:
    path = opened(folder, "--workaround", "Use a pan.", "--third-party", "Example Power")
    text = path.read_text()
    assert "workaround: Use a pan.\n" in text
    assert "cause:\n  name: Example Power\n" in text
    assert "components: uploads major_outage\n" in text
    late = run(folder, "due")
    assert (late.exit_code, "in 2" in late.stdout or "in 30" in late.stdout) == (0, True)


def test_nothing_is_left_but_what_was_said(folder: Path) -> None:
    path = opened(folder)
    found = {each for each in folder.rglob("*") if each.is_file()}
    assert found == {folder / "status.yml", path}


def test_bad_input_is_one_line_and_writes_nothing(folder: Path) -> None:
    for words, says in (
        (("open", "x", "--component", "upload=major_outage"), 'unknown component "upload"'),
        (("open", "x", "--component", "uploads=broken"), 'unknown condition "broken"'),
        (("open", "x", "--by", "eve"), 'unknown speaker "eve"'),
        (("open", " "), "it needs a title"),
        (("open", "x", "--started", "yesterday"), "a time belongs here"),
        (("update", "nothing", "--text", "x"), "there is no incident 'nothing'"),
        (("maintenance", "x", "--from", "2h", "--until", "1h"), "before it begins"),
        (("open", "x", "--next", "2020-01-01 10:00 UTC"), "next: 2020-01-01 10:00 UTC is not after"),
        (("open", "x", "--discussion", "forum"), "discussion: an address that starts with https://"),
        (("open", "x", "--third-party", "Cloud", "--third-party-url", "cloud"), "url: an address that"),
        (("open", "x", "--third-party-url", "https://cloud.example/"), "whose address that is"),
    ):
        done = run(folder, *words)
        assert done.exit_code == 2
        assert says in done.stderr
    assert not list(folder.glob("*/*.md"))


def test_a_command_writes_nothing_that_a_build_would_not_understand(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = opened(folder)
    monkeypatch.setattr("harvest.cli.clock.now", lambda: datetime(2126, 1, 1, tzinfo=UTC))
    before = path.read_text()
    for text, words, says in (
        (before, ("--phase", "in_progress"), 'unknown phase "in_progress": there is identified'),
        (
            before,
            ("--text", "x", "--next", "2026-01-01 10:00 UTC"),
            "next: 2026-01-01 10:00 UTC is not after",
        ),
        (f"{before}```\n", ("--text", "x"), "a code fence is never closed"),
    ):
        path.write_text(text)
        done = run(folder, "update", "kettles", *words)
        assert (done.exit_code, says in done.stderr) == (2, True), done.stderr
        assert path.read_text() == text


def test_what_is_wrong_in_a_file_already_does_not_keep_anybody_from_speaking(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = opened(folder)
    path.write_text(path.read_text().replace("speaker: ada", "speaker: eve\nspeeker: ada"))
    monkeypatch.setattr("harvest.cli.clock.now", lambda: datetime(2126, 1, 1, tzinfo=UTC))
    assert run(folder, "update", "kettles", "--text", "It boils.").exit_code == 0
    assert "It boils." in path.read_text()


def test_a_secret_that_is_not_set_stops_its_own_target_only(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KETTLE_TOKEN", raising=False)
    (folder / "site").mkdir()
    (folder / "status.yml").write_text(
        f"{STATUS}targets:\n"
        "  - {name: here, kind: folder, to: site/one}\n"
        "  - {name: pages, kind: git, to: 'https://git.invalid/a.git', options: {token: !ENV KETTLE_TOKEN}}\n"
    )
    opened(folder)
    done = run(folder, "publish")
    assert done.exit_code == 1
    assert "ok here" in done.stdout
    assert "FAILED pages: options: token is empty (set its environment variable" in done.stdout
    (folder / "status.yml").write_text((folder / "status.yml").read_text().replace("!ENV KETTLE_TOKEN", "''"))
    assert "options: " in run(folder, "due").stderr


def test_what_has_started_20m_started_20_minutes_ago(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harvest.cli.clock.now", lambda: datetime(2026, 11, 27, 10, 0, tzinfo=UTC))
    text = opened(folder, "--started", "20m", "--next", "1h").read_text()
    assert "started: 2026-11-27 09:40 UTC\n" in text
    assert "next: 2026-11-27 11:00 UTC\n" in text


def test_after_midnight_a_time_of_day_is_still_the_last_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harvest.cli.clock.now", lambda: datetime(2026, 11, 26, 23, 50, 7, tzinfo=UTC))
    path = opened(folder)
    monkeypatch.setattr("harvest.cli.clock.now", lambda: datetime(2026, 11, 27, 0, 5, tzinfo=UTC))
    done = run(folder, "update", "kettles", "--corrects", "23:50 UTC", "--text", "It is the plug.")
    assert done.exit_code == 0, done.stderr
    assert "corrects: 2026-11-26 23:50:07 UTC\n" in path.read_text()


def test_a_laptop_without_what_others_have_said_does_not_take_it_off_the_site(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    site, mine, stale = tmp_path / "hosts" / "one", tmp_path / "mine", tmp_path / "stale"
    site.parent.mkdir()
    for laptop in (mine, stale):
        laptop.mkdir()
        (laptop / "status.yml").write_text(f"{STATUS}targets: [{{name: here, kind: folder, to: {site}}}]\n")
    path = opened(mine)
    assert run(mine, "publish").exit_code == 0
    monkeypatch.setattr("harvest.cli.clock.now", lambda: datetime(2126, 1, 1, tzinfo=UTC))
    done = run(stale, "publish")
    assert done.exit_code == 2
    assert f"shows incidents/{path.stem}, of which there is no file here (get it first" in done.stdout
    assert (site / "incidents" / path.stem / "index.html").exists()
    path.write_bytes(b"\xff")  # damaged is not missing: that must not hold up the rest
    assert run(mine, "publish").exit_code == 1
    assert run(mine, "publish").exit_code == 1
    path.rename(stale / "gone.md")
    monkeypatch.setattr("harvest.cli.clock.now", lambda: datetime(2126, 1, 2, tzinfo=UTC))
    assert run(stale, "publish", "--force").exit_code == 0


def test_a_laptop_with_an_old_copy_does_not_take_words_off_the_site(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    site, old = tmp_path / "hosts" / "one", tmp_path / "old"
    site.parent.mkdir()
    (old / "incidents").mkdir(parents=True)
    for laptop in (folder, old):
        (laptop / "status.yml").write_text(f"{STATUS}targets: [{{name: here, kind: folder, to: {site}}}]\n")

    def at(hour: int) -> None:
        monkeypatch.setattr("harvest.cli.clock.now", lambda: datetime(2126, 1, 1, hour, tzinfo=UTC))

    at(1)
    path = opened(folder)
    copy = old / "incidents" / path.name
    copy.write_text(path.read_text())
    at(2)
    assert run(folder, "update", "kettles", "--text", "It is a plug.").exit_code == 0
    assert run(folder, "publish").exit_code == 0
    at(3)
    assert run(old, "update", "kettles", "--text", "We do not know yet.").exit_code == 0  # as many words
    for words in (("publish",), ("publish", "--dry-run")):
        done = run(old, *words)
        assert done.exit_code == 2
        assert f"shows incidents/{path.stem} with what was said at 2126-01-01 02:00 UTC" in done.stdout
    shown = site / "incidents" / path.stem / "index.html"
    assert "It is a plug." in shown.read_text()
    at(4)
    copy.write_text(copy.read_text().replace("impact: minor", "impact: huge"))
    assert run(old, "publish").exit_code == 1  # what a mistake hides nobody can tell: the news goes out
    at(5)
    copy.write_text(path.read_text())
    assert run(old, "publish", "--force").exit_code == 0
    assert "It is a plug." in shown.read_text()


def test_words_that_hurt_are_pointed_out(folder: Path) -> None:
    done = run(folder, "open", "Kettles do not boil", "--text", "You should have updated.")
    assert done.exit_code == 0
    assert "“You should have updated” blames the reader" in done.stderr


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        ("targets:\n  - {name: a, kind: folda, to: /a}\n", 'unknown kind of target "folda"'),
        ("service: not an address\n", "service: an address that starts with https://"),
        ("valid_minutes: soon\n", "valid_minutes: a whole number"),
        ("colour: red\n", 'unknown key "colour"'),
    ],
)
def test_a_mistake_in_the_settings_keeps_nobody_from_speaking(folder: Path, mistake: str, says: str) -> None:
    (folder / "status.yml").write_text(STATUS + mistake)
    path = opened(folder)
    assert path.exists()
    done = run(folder, "build", "--output", str(folder / "built"))
    assert (done.exit_code, says in done.stderr) == (1, True)
    assert "Kettles do not boil" in (folder / "built" / "index.html").read_text()


@pytest.mark.parametrize(
    "mistake",
    [
        "key: [status.pub]\n",  # would be published unsigned
        "lang: english please\n",
        "components: none\n",
        "components: [{id: A b, name: x}]\n",
    ],
)
def test_a_grave_mistake_stops_before_anything_is_said(folder: Path, mistake: str) -> None:
    key = mistake.partition(":")[0]
    text = STATUS if key != "components" else STATUS.partition("components:")[0] + "speakers: []\n"
    (folder / "status.yml").write_text(text + mistake)
    done = run(folder, "open", "Kettles do not boil")
    assert (done.exit_code, "status.yml:" in done.stderr) == (2, True)
    assert not list(folder.glob("*/*.md"))


def test_a_name_that_fits_two_is_not_guessed(folder: Path) -> None:
    opened(folder)
    second = opened(folder)
    assert second.stem.endswith("-2")
    done = run(folder, "resolve", "kettles")
    assert (done.exit_code, "fits 2 incidents" in done.stderr) == (2, True)


def test_part_of_a_name_means_what_is_still_going_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harvest.cli.clock.now", lambda: datetime(2026, 11, 26, 10, 0, tzinfo=UTC))
    old = opened(folder)
    monkeypatch.setattr("harvest.cli.clock.now", lambda: datetime(2026, 11, 26, 11, 0, tzinfo=UTC))
    assert run(folder, "resolve", "kettles").stdout.strip() == old.stem
    closed = old.read_text()
    monkeypatch.setattr("harvest.cli.clock.now", lambda: datetime(2026, 11, 27, 10, 0, tzinfo=UTC))
    for words in (("update", "kettles", "--text", "Still cold."), ("resolve", "kettles")):
        done = run(folder, *words)
        assert done.exit_code == 2
        assert f"no incident 'kettles' is going on (over: {old.stem}; its whole name" in done.stderr
    assert old.read_text() == closed
    new = opened(folder)
    monkeypatch.setattr("harvest.cli.clock.now", lambda: datetime(2026, 11, 27, 11, 0, tzinfo=UTC))
    assert run(folder, "update", "kettles", "--text", "Still cold.").stdout.strip() == new.stem
    assert run(folder, "postmortem", "kettles", "--text", "A plug.").stdout.strip() == old.stem
    monkeypatch.setattr("harvest.cli.clock.now", lambda: datetime(2026, 11, 27, 12, 0, tzinfo=UTC))
    late = ("--corrects", "2026-11-26 10:00 UTC", "--text", "It was the plug.")
    assert run(folder, "update", old.stem, *late).exit_code == 0
    assert run(folder, "resolve", "kettles").stdout.strip() == new.stem


def test_a_file_that_cannot_be_read_is_found_by_its_name(folder: Path) -> None:
    (folder / "incidents").mkdir()
    (folder / "incidents" / "broken.md").write_bytes(b"\xff")
    done = run(folder, "update", "broken", "--text", "x")
    assert (done.exit_code, "broken.md:1: not UTF-8" in done.stderr) == (2, True)


def test_a_mistake_in_one_file_does_not_hide_the_others(folder: Path) -> None:
    opened(folder)
    (folder / "incidents" / "broken.md").write_bytes(b"\xff")
    done = run(folder, "due")
    assert "broken.md:1: not UTF-8" in done.stderr
    assert "next update promised" in done.stdout


def test_a_folder_that_cannot_be_read_is_not_an_empty_one(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = opened(folder)
    real = os.scandir

    def denied(where: Any = ".") -> Any:
        if not isinstance(where, int) and Path(where) == path.parent:
            raise PermissionError(13, "Permission denied")
        return real(where)

    monkeypatch.setattr("os.scandir", denied)  # root may read everything
    done = run(folder, "build", "--output", str(tmp_path / "site"))
    assert done.exit_code == 1
    assert f"{path.parent}: cannot be read: Permission denied" in done.stderr
    assert "Not every report can be shown" in (tmp_path / "site" / "api/v2/status.json").read_text()
    assert run(folder, "due").exit_code == 1
    done = run(folder, "update", "kettles", "--text", "x")
    assert (done.exit_code, "cannot be read: Permission denied" in done.stderr) == (2, True)


def test_incidents_in_a_folder_of_their_own_are_not_passed_over(folder: Path) -> None:
    path = opened(folder)
    (path.parent / "2026").mkdir()
    path.rename(path.parent / "2026" / path.name)
    done = run(folder, "due")
    assert f"{path.parent / '2026'}: is not read (put its files right into incidents/)" in done.stderr
    assert done.exit_code == 1


@pytest.mark.parametrize("end", [".md.txt", ".MD", ".markdown"])
def test_a_file_that_an_editor_has_named_otherwise_is_not_passed_over(folder: Path, end: str) -> None:
    path = opened(folder)
    path.rename(path.with_name(path.stem + end))
    done = run(folder, "due")
    assert f"{path.stem}{end}: is not read (rename it: it must end in .md)" in done.stderr


def test_a_file_never_grows_beyond_what_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = opened(folder)
    path.write_text(path.read_text() + "x" * 999_500)
    before = path.read_bytes()
    monkeypatch.setattr("harvest.cli.clock.now", lambda: datetime(2126, 1, 1, tzinfo=UTC))
    done = run(folder, "update", "kettles", "--text", "y" * 1000)
    assert (done.exit_code, "is too big for an incident" in done.stderr) == (2, True)
    assert path.read_bytes() == before


def test_a_part_that_is_gone_does_not_damage_what_is_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    both = STATUS.replace("Uploads}\n", "Uploads}\n  - {id: fax, name: Fax}\n")
    (folder / "status.yml").write_text(both)
    path = opened(folder, "--component", "fax=partial_outage")
    (folder / "status.yml").write_text(STATUS)
    done = run(folder, "build", "--output", str(tmp_path / "site"))
    assert (done.exit_code, 'unknown component "fax": there is uploads' in done.stderr) == (1, True)
    page = (tmp_path / "site" / "index.html").read_text()
    assert "Uploads: down" in page  # what can be understood counts
    assert "fax" not in page
    monkeypatch.setattr("harvest.cli.clock.now", lambda: datetime(2126, 1, 1, tzinfo=UTC))
    assert run(folder, "resolve", "kettles").exit_code == 0
    done = run(folder, "build", "--output", str(tmp_path / "site"))
    assert (done.exit_code, "fax" in done.stderr) == (0, False)
    assert "Affected: Uploads, fax" in (tmp_path / f"site/incidents/{path.stem}/index.html").read_text()
    text = path.read_text()
    path.write_text(text.replace("fax partial", "f\x07x partial"))
    done = run(folder, "build", "--output", str(tmp_path / "site"))
    assert (done.exit_code, "unknown component" in done.stderr) == (1, True)


def test_a_full_disk_leaves_the_old_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = opened(folder)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("harvest.disk.os.fsync", full)
    done = run(folder, "resolve", path.stem)
    assert done.exit_code == 2
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.slow
def test_two_people_post_at_once_and_both_are_heard(folder: Path) -> None:
    path = opened(folder)

    def say(number: int) -> int:
        code = [sys.executable, "-m", "harvest", "status", "--folder", str(folder)]
        words = ["update", path.stem, "--text", f"person {number}"]
        done = subprocess.run([*code, *words], capture_output=True, check=False)
        return done.returncode

    with ThreadPoolExecutor(4) as people:
        codes = list(people.map(say, range(6)))
    said = [line for line in path.read_text().splitlines() if line.startswith("person")]
    assert codes == [0] * 6
    assert sorted(said) == [f"person {number}" for number in range(6)]


def test_what_is_dated_in_the_future_does_not_go_on_yet(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    site = tmp_path / "site"

    def built(day: str) -> tuple[int, str, str, dict[str, Any]]:
        moment = datetime.fromisoformat(f"{day}T10:00:00+00:00")
        monkeypatch.setattr("harvest.cli.clock.now", lambda: moment)
        done = run(folder, "build", "--output", str(site))
        summary = json.loads((site / "api/v2/summary.json").read_text())
        return done.exit_code, done.stderr, (site / "index.html").read_text(), summary

    (folder / "incidents").mkdir()
    head = "---\ntitle: Cold kettles\nimpact: major\n---\n"
    said = "## 2027-11-27 09:40 UTC investigating\ncomponents: uploads major_outage\n\nWe see this too.\n"
    path = folder / "incidents" / "cold.md"
    path.write_text(head + said)
    code, told, page, summary = built("2026-11-27")
    assert code == 1
    assert "cold.md:5: 2027-11-27 09:40 UTC is yet to come: it is 2026-11-27 10:00 UTC now" in told
    assert "Cold kettles" not in page
    assert summary["incidents"] == []
    assert summary["components"][0]["status"] == "operational"
    assert summary["status"]["description"] == "Not every report can be shown"
    assert json.loads((site / "banner.json").read_text())["title"] == {}
    code, told, page, summary = built("2027-11-27")
    assert (code, "yet to come" in told, len(summary["incidents"])) == (0, False, 1)
    assert "Cold kettles" in page
    assert built("2027-11-26")[3]["incidents"]  # somebody's clock, or a time zone: it goes on


def test_an_end_that_is_dated_in_the_future_ends_nothing_yet(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = opened(folder)
    (folder / "incidents" / "started.md").write_text(path.read_text().replace("started: 20", "started: 21"))
    with path.open("a") as file:
        file.write("\n## 2326-11-27 10:40 UTC resolved\n\nThis is over.\n")
    done = run(folder, "build", "--output", str(tmp_path / "site"))
    assert done.exit_code == 1
    assert "2326-11-27 10:40 UTC is yet to come" in done.stderr
    assert "started.md:1: started: 21" in done.stderr
    page = (tmp_path / "site" / "index.html").read_text()
    assert len(json.loads((tmp_path / "site/api/v2/incidents/unresolved.json").read_text())["incidents"]) == 2
    assert "This is over." not in page
    assert "Part of this report cannot be shown" in page
    assert "2126" not in page
    done = run(folder, "update", path.stem, "--text", "x")
    assert "something was said at 2326-11-27 10:40 UTC already" in done.stderr
    assert "mend its date in the file" in done.stderr


def test_a_site_is_built_and_a_mistake_in_one_file_is_told(folder: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    opened(folder)
    done = run(folder, "build", "--output", str(site))
    assert (done.exit_code, done.stdout) == (0, "")
    (folder / "incidents" / "typo.md").write_text("---\ntitle: Cold\nimpact: bad\n---\n")
    done = run(folder, "build", "--output", str(site))
    assert done.exit_code == 1
    assert "typo.md:3: " in done.stderr
    page = (site / "index.html").read_text()
    assert "Kettles do not boil" in page
    assert "Cold" in page
    assert "Part of this report cannot be shown" in page


def test_a_folder_of_others_is_refused_and_the_old_site_stays(folder: Path) -> None:
    opened(folder)
    done = run(folder, "build", "--output", str(folder))
    assert done.exit_code == 2
    assert "which is not of a built status site" in done.stderr
    assert (folder / "status.yml").exists()


def test_a_beginning_is_written_once_and_builds(tmp_path: Path) -> None:
    assert run(tmp_path / "new", "init").exit_code == 0
    assert run(tmp_path / "new", "build", "--output", str(tmp_path / "site")).exit_code == 0
    again = run(tmp_path / "new", "init")
    assert (again.exit_code, "is there already" in again.stderr) == (2, True)


def test_every_key_is_in_the_beginning_and_in_the_handbook(tmp_path: Path) -> None:
    """Also what stands there behind a # is right."""
    everything = re.sub(r"(?m)^( *)# (?=\S+:|  +\S|- )", r"\1", STATUS_YML)
    (tmp_path / FILE).write_text(everything)
    settings = load(tmp_path / FILE, {})
    assert len(settings.targets) == 2
    assert settings.languages
    handbook = (Path(__file__).parents[2] / "docs" / "handbook" / "status.md").read_text(encoding="utf-8")
    table = handbook.split("## status.yml")[1].split("\n## ")[0]
    assert re.findall(r"(?m)^\| `(\w+)` \|", table) == [key.name for key in KEYS]
    for key in KEYS:
        assert re.search(rf"(?m)^{key.name}:", everything), key.name


def test_the_sample_company_has_a_status_site(tmp_path: Path) -> None:
    sample = Path(__file__).parents[2] / "docs" / "status"
    done = run(sample, "build", "--output", str(tmp_path / "site"))
    assert done.exit_code == 0, done.stderr


def test_it_needs_nothing_heavy() -> None:
    code = (
        "import sys; from harvest import cli; import click.testing as t;"
        "t.CliRunner().invoke(cli.main, ['status', '--folder', '/nowhere', 'due']);"
        "import harvest.status.site;"
        "heavy = {'duckdb', 'pyarrow', 'mkdocs', 'whoosh', 'lxml', 'httpx', 'harvest.lake',"
        " 'harvest.config', 'harvest.model'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
