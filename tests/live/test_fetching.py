"""`harvest fetch` as a whole: several sources, budgets over several runs, what pages rely on, dry runs."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest
from click.testing import CliRunner

from harvest import cli
from harvest.cli import fetched
from harvest.errors import FetchError, LakeError
from harvest.lake import Lake
from harvest.model import SourceRef
from harvest.pages.render import render
from harvest.pipeline.fetching import Run
from harvest.pipeline.standing import standing
from harvest.pipeline.visiting import Fetched
from harvest.progress import Progress
from tests.lifecycle.conftest import kettle
from tests.live.discourse.standin import SOURCES, Forum, invented, kettles
from tests.live.faults import FAULTS
from tests.live.harness import Base

if TYPE_CHECKING:
    from pathlib import Path

TWO = SOURCES + SOURCES.replace("name: forum", "name: other").replace("forum.example", "other.example")


def small() -> Forum:
    return Forum([invented(7, ["Descale it."]), invented(8, ["Buy a new one."])])


def page_about(topic: int, *posts: int) -> str:
    reference = SourceRef(
        url=f"https://forum.example/t/{topic}",
        thread=f"forum:{topic}",
        posts=tuple(str(post) for post in posts),
        digest="sha256:0123456789abcdef",
        asked=date(2026, 2, 1),
    )
    return render(kettle(sources=(reference,)))


def test_one_failing_source_never_stops_the_others(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, TWO), small()

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "other.example":
            return httpx.Response(500)
        return forum.answer(request)

    good, bad = base.run(answer).sources
    assert (good.new, good.failed) == (4, None)
    assert "answers 500" in str(bad.failed)


def test_a_mistake_of_ours_in_one_source_does_not_hide_the_others(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, TWO), small()

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "other.example":
            raise ZeroDivisionError
        return forum.answer(request)

    run = base.run(answer)
    assert [type(mistake) for mistake in run.broken] == [ZeroDivisionError]
    assert run.sources[0].new == 4


def test_a_wait_that_was_asked_for_is_kept_by_the_next_run(tmp_path: Path) -> None:
    base = Base(tmp_path, SOURCES)
    put_off = base.one(FAULTS["429 for a day"])
    assert put_off.until == base.clock.now() + timedelta(days=1)
    early = base.one(small().answer)
    assert base.asked == []
    assert "asked to wait until 2026-03-03 09:00 UTC" in early.unfinished
    (told,) = standing(base.config, base.clock.now())
    assert told.free == put_off.until
    base.clock.time += timedelta(days=1)
    began = base.clock.now()
    assert base.one(small().answer).new == 4
    (told,) = standing(base.config, base.clock.now())
    assert (told.free, told.through, told.posts) == (None, began, 4)


def test_a_wait_written_down_by_a_wrong_clock_is_not_kept(tmp_path: Path) -> None:
    base = Base(tmp_path, SOURCES)
    base.clock.time += timedelta(days=400)
    base.one(FAULTS["429 for a day"])
    base.clock.time -= timedelta(days=400)
    assert standing(base.config, base.clock.now())[0].free is None
    assert base.one(small().answer).new == 4


def test_pages_whose_posts_are_gone_are_named_once(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), small()
    base.run(forum.answer)
    answers = tmp_path / "docs" / "answers"
    answers.mkdir()
    (answers / "kettle.md").write_text(page_about(7, 7001, 7002))
    (answers / "other.md").write_text(page_about(8, 8001))
    del forum.topics["7"]
    run = base.run(forum.answer)
    assert run.pages == {"answers/kettle.md": ("forum:7001", "forum:7002")}
    assert base.run(forum.answer).pages == {}
    assert [request.url.path for request in base.asked] == ["/latest.json", "/t/7.json", "/t/8.json"]


def test_what_comes_back_after_everything_was_gone_counts_again(tmp_path: Path) -> None:
    """A forum that answers 404 for a day, in the middle of a move."""
    base, forum = Base(tmp_path, SOURCES), small()
    base.run(forum.answer)
    before = base.rows()
    answers = tmp_path / "docs" / "answers"
    answers.mkdir()
    (answers / "kettle.md").write_text(page_about(7, 7001, 7002))
    (answers / "other.md").write_text(page_about(8, 8001))
    moved = base.one(
        lambda request: httpx.Response(404) if "/t/" in request.url.path else forum.answer(request)
    )
    assert (moved.deleted, moved.vanished) == (4, 2)
    back = base.one(forum.answer)
    assert (back.new, back.deleted, back.vanished) == (4, 0, 0)
    assert set(before) < set(base.rows())
    (held,) = Lake(base.config.lake).sources()
    assert held.posts == 4


def test_conversations_that_pages_rely_on_are_looked_at_in_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harvest.pipeline.fetching.AGAIN", 1)
    base, forum = Base(tmp_path, SOURCES), small()
    base.run(forum.answer)
    answers = tmp_path / "docs" / "answers"
    answers.mkdir()
    (answers / "kettle.md").write_text(page_about(7, 7001))
    (answers / "other.md").write_text(page_about(8, 8001))
    looked = []
    for _ in range(3):
        base.run(forum.answer)
        looked += [request.url.path for request in base.asked if request.url.path.startswith("/t/")]
    assert looked == ["/t/7.json", "/t/8.json", "/t/7.json"]


def test_since_reads_again_what_was_read_before(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), kettles()
    base.one(forum.answer)
    result = base.one(forum.answer, since=datetime(2026, 2, 20, tzinfo=UTC))
    assert (result.new, result.changed) == (0, 0)
    assert result.unchanged == result.posts > 46
    assert base.one(forum.answer).posts == 0


def test_since_leaves_alone_how_far_a_source_has_come(tmp_path: Path) -> None:
    calm = Base(tmp_path / "calm", SOURCES)
    calm.one(kettles().answer)
    base, forum = Base(tmp_path / "since", SOURCES, requests=8), kettles()
    assert base.one(forum.answer).unfinished
    began = datetime(2026, 2, 20, tzinfo=UTC)
    while base.one(forum.answer, since=began).unfinished:
        pass
    before = base.rows()
    assert base.one(forum.answer, since=began).posts  # asked again, it reads again
    while base.one(forum.answer, since=began).unfinished:
        pass
    assert base.rows() == before
    while base.one(forum.answer).unfinished:
        pass
    assert base.rows() == calm.rows()
    kept = Lake(base.config.lake).cursors("forum")
    assert [key for key in kept if key.startswith("since ")] == []


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), small()
    before = sorted(tmp_path.rglob("*"))
    result = base.one(forum.answer, dry=True)
    assert result.found == {"7": "https://forum.example/t/7", "8": "https://forum.example/t/8"}
    assert sorted(tmp_path.rglob("*")) == before
    assert base.one(forum.answer).new == 4


def test_what_came_before_an_interruption_stays(tmp_path: Path) -> None:
    """Ctrl-C cancels what runs: the topics that were read are in the lake, the next run reads the rest."""
    calm = Base(tmp_path / "calm", SOURCES)
    calm.one(kettles().answer)
    base, forum = Base(tmp_path / "stopped", SOURCES), kettles()

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/t/20.json":
            raise asyncio.CancelledError
        return forum.answer(request)

    with pytest.raises(asyncio.CancelledError):
        base.run(answer)
    (held,) = Lake(base.config.lake).sources()
    assert held.posts > 10
    base.run(forum.answer)
    assert base.rows() == calm.rows()


def test_two_runs_at_a_time_are_one_too_many(tmp_path: Path) -> None:
    base = Base(tmp_path, SOURCES)
    with Lake(base.config.lake).alone(), pytest.raises(LakeError, match="another harvest is writing"):
        base.run(small().answer)
    assert base.asked == []


@pytest.mark.parametrize(
    ("names", "says"),
    [(["nobody"], "there is no source 'nobody'"), (["archive"], "the source archive has no `fetch`")],
)
def test_what_cannot_be_fetched(tmp_path: Path, names: list[str], says: str) -> None:
    base = Base(tmp_path, SOURCES + "- {name: archive, format: jsonl}\n")
    with pytest.raises(FetchError, match=says):
        base.run(small().answer, *names)


def test_the_command_says_what_went_wrong_and_ends_in_json(tmp_path: Path) -> None:
    """A host that does not answer, through the real command: exit code, one line, a summary for programs."""
    sources = "- {name: forum, format: discourse, url: 'http://127.0.0.1:9', fetch: {}}"
    base = Base(tmp_path, sources)
    config = ["--config", str(base.folder / "mkdocs.yml")]
    done = CliRunner().invoke(cli.main, [*config, "fetch", "--json"])
    assert done.exit_code == 2
    (line,) = done.stdout.splitlines()
    (told,) = json.loads(line)["sources"]
    assert told["failed"] == (
        "http://127.0.0.1:9/latest.json: leads to a private network (`fetch: internal: true` if it is yours)"
    )
    listed = CliRunner().invoke(cli.main, [*config, "sources"])
    assert listed.exit_code == 0
    assert "never through" in listed.stdout
    assert "leads to a private network" in listed.stdout


def test_a_budget_too_small_for_anything_says_so(tmp_path: Path) -> None:
    base = Base(tmp_path, SOURCES, requests=1)
    for _ in range(2):
        result = base.one(small().answer)
        assert "this run's 1 requests are spent, and nothing new was read" in result.unfinished
        assert "more `requests`" in result.unfinished


def test_posts_dated_in_the_future_are_bad(tmp_path: Path) -> None:
    """Beside them everything else would be old, and no edit of them would count."""
    base, forum = Base(tmp_path, SOURCES), small()
    first, second = forum.topics["7"]["post_stream"]["posts"]
    first["created_at"] = second["updated_at"] = "2099-01-01T00:00:00.000Z"
    result = base.one(forum.answer)
    assert (result.new, result.bad_reasons) == (2, (("dated in the future", 2),))
    first["created_at"] = second["updated_at"] = "2026-03-01T00:00:00.000Z"
    assert base.one(forum.answer, since=datetime(2026, 1, 1, tzinfo=UTC)).new == 2


@pytest.mark.parametrize("why", ["the budget is spent", "topics cannot be read"])
def test_a_turn_that_is_cut_off_goes_on_in_the_next_run(tmp_path: Path, why: str) -> None:
    base = Base(tmp_path, SOURCES)
    forum = Forum([invented(n, ["Descale it."]) for n in range(1, 9)])
    base.one(forum.answer)
    answers = tmp_path / "docs" / "answers"
    answers.mkdir()
    for number in forum.topics:
        (answers / f"{number}.md").write_text(page_about(int(number), int(number) * 1000 + 1))
    broken = {"1", "2", "3", "4"} if why == "topics cannot be read" else set()
    base.config = replace(
        base.config,
        sources=tuple(
            replace(one, fetch=replace(one.fetch, requests=100 if broken else 3) if one.fetch else None)
            for one in base.config.sources
        ),
    )
    looked = set()

    def answer(request: httpx.Request) -> httpx.Response:
        number = request.url.path.removeprefix("/t/").removesuffix(".json")
        if number in broken:
            return httpx.Response(400)
        looked.add(number)
        return forum.answer(request)

    for _ in range(5):
        base.one(answer)
    assert looked - {"/latest"} == set(forum.topics) - broken


def test_a_variable_that_is_not_set_is_told(tmp_path: Path) -> None:
    """Without its token a source may still show something: nobody would notice what is missing."""
    base = Base(tmp_path, SOURCES.replace("{}", "{token: !ENV FORUM_KEY}"))
    assert base.one(small().answer).unset
    other = Base(tmp_path / "set", SOURCES.replace("{}", "{token: !ENV FORUM_KEY}"), {"FORUM_KEY": "s3cret"})
    assert not other.one(small().answer).unset
    assert not Base(tmp_path / "none", SOURCES).one(small().answer).unset


def test_posts_of_a_source_that_was_renamed_are_listed(tmp_path: Path) -> None:
    """They count beside the new name's: nobody would know where they come from."""
    base = Base(tmp_path, SOURCES)
    base.run(small().answer)
    renamed = Base(tmp_path, SOURCES.replace("name: forum", "name: community"))
    new, old = standing(renamed.config, renamed.clock.now())
    assert (new.name, new.posts, old.name, old.format, old.posts) == ("community", 0, "forum", "", 4)
    listed = CliRunner().invoke(cli.main, ["--config", str(tmp_path / "mkdocs.yml"), "sources"])
    assert "not in mkdocs.yml" in listed.stdout


def test_a_day_that_is_still_to_come_is_no_since(tmp_path: Path) -> None:
    base = Base(tmp_path, SOURCES)
    config = ["--config", str(base.folder / "mkdocs.yml")]
    done = CliRunner().invoke(cli.main, [*config, "fetch", "--since", "2999-01-01"])
    assert done.exit_code == 2
    assert "--since 2999-01-01: this day is still to come" in done.stderr


def test_while_it_runs_it_names_who_is_still_being_asked(tmp_path: Path) -> None:
    told: list[str] = []

    class Noted(Progress):
        def start(self, what: str, total: int | None = None) -> None:
            told.append(what)

        def about(self, what: str) -> None:
            told.append(what)

    base, forum = Base(tmp_path, TWO), small()

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(404) if request.url.host == "forum.example" else forum.answer(request)

    base.run(answer, progress=Noted())
    assert told[0] == "fetching forum, other"
    assert told[1] in {"fetching forum", "fetching other"}
    assert told[2] == "fetching"


def test_a_service_of_which_nothing_is_left_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    gone = Fetched(source="forum", deleted=9, vanished=3, quarantine=tmp_path)
    fetched.say_run(Run(sources=(gone,), pages={}), dry=False, quiet=True)
    assert "all 3 conversations" in capsys.readouterr().err
