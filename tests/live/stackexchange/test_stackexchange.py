"""Stack Exchange, fetched: by tag, a hundred at a time, while questions move; waits, refusals, gzip."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from harvest.errors import ConfigError
from harvest.lake import Lake
from tests.live.faults import FAULTS, Faulty
from tests.live.harness import Base, mostly_slow
from tests.live.serving import serving
from tests.live.stackexchange.standin import SOURCES, START, Exchange, comment, invented, kettles
from tests.sources.recorder import read, real

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.model import Post

ALL = "- {name: stack, format: stackexchange, fetch: {site: kettles}}"
KEYED = "- {name: stack, format: stackexchange, fetch: {site: kettles, token: !ENV SE_KEY}}"
LATER = START + 1_000_000


def asked(base: Base, method: str = "/2.3/questions") -> list[dict[str, str]]:
    """The parameters of the requests to a method, without those that all have."""
    common = {"site", "filter", "pagesize", "sort", "order"}
    found = [dict(request.url.params) for request in base.asked if request.url.path == method]
    return [{name: value for name, value in each.items() if name not in common} for each in found]


def held(base: Base, question: int) -> dict[str, Post]:
    (posts,) = Lake(base.config.lake).conversation([f"stack:{question}"]).values()
    return {post.id: post for post in posts}


def reasons(base: Base) -> list[str]:
    """Why rows are in quarantine."""
    lines = (base.folder / ".harvest" / "quarantine" / "stack.jsonl").read_text().splitlines()
    return [json.loads(line)["reason"] for line in lines]


def ask_again(base: Base, *questions: int) -> None:
    """Pages that rely on questions."""
    for number in questions:
        url = f"https://kettles.example/questions/{number}"
        base.rely_on(f"stack:{number}", [str(number)], url, page=f"kettle-{number}")


def test_everything_is_fetched_once_and_then_only_what_it_takes_to_know(tmp_path: Path) -> None:
    base, exchange = Base(tmp_path, SOURCES), kettles()
    first = base.one(exchange.answer)
    assert (first.new, first.failed, first.unfinished) == (230 * 3, None, "")
    assert [request.url.path for request in base.asked] == ["/2.3/filters/create", *["/2.3/questions"] * 4]
    assert [each["tagged"] for each in asked(base)] == ["kettle", "kettle", "kettle", "tea;cups"]
    second = base.one(exchange.answer)
    assert (second.new, second.changed, second.deleted) == (0, 0, 0)
    assert asked(base) == [{"tagged": "kettle", "page": "1"}, {"tagged": "tea;cups", "page": "1"}]
    assert len(base.asked) == 2


def test_without_tags_it_is_the_whole_site(tmp_path: Path) -> None:
    base = Base(tmp_path, ALL)
    assert base.one(kettles(9).answer).new == 27
    assert asked(base) == [{"page": "1"}]


def test_a_live_answer_and_a_saved_page_give_the_same_posts(tmp_path: Path) -> None:
    pages = []
    base, exchange = Base(tmp_path / "live", ALL), kettles(5)

    def saved(request: httpx.Request) -> httpx.Response:
        answer = exchange.answer(request)
        pages.append(answer.json())
        return answer

    base.one(saved)
    posts, report = read("stackexchange", tmp_path / "page.json", pages[-1])
    assert not report.rows
    live = {post.id: post for number in range(1, 6) for post in held(base, number * 100).values()}
    assert {(p.id, p.body, p.title, p.url, p.licence, p.parent, p.accepted, p.author) for p in posts} == {
        (p.id, p.body, p.title, p.url, p.licence, p.parent, p.accepted, p.author) for p in live.values()
    }
    question, answer, thanks = (live[id_] for id_ in ("300", "301", "c301"))
    assert (question.title, question.licence, question.accepted) == (
        "Kettle 3 doesn't boil",
        "CC-BY-SA-4.0",
        "301",
    )
    assert (question.author.name, answer.parent, thanks.parent) == ("Bo & Co", "300", "301")


def test_questions_that_move_while_they_are_read_are_not_lost(tmp_path: Path) -> None:
    """After the second page some that were not read yet go to the top; some are deleted, read and unread."""
    base, exchange = Base(tmp_path, ALL), kettles()
    lists = 0

    def moving(request: httpx.Request) -> httpx.Response:
        nonlocal lists
        answer = exchange.answer(request)
        lists += request.url.path == "/2.3/questions"
        if lists == 2:
            for id_ in (100, 1000, 2000):
                exchange.questions[id_]["last_activity_date"] = LATER
            for id_ in (1500, *range(22_000, 23_000, 100)):
                exchange.questions.pop(id_, None)
        return answer

    assert base.one(moving).failed is None
    assert base.one(exchange.answer).failed is None
    (source,) = Lake(base.config.lake).sources()
    assert source.conversations == 229


def test_more_news_than_a_page_has_is_read_down_to_where_the_last_walk_began(tmp_path: Path) -> None:
    base, exchange = Base(tmp_path, ALL), kettles()
    base.one(exchange.answer)
    for n in range(1, 131):
        exchange.questions[n * 100] |= {"body": "<p>Edited.</p>", "last_activity_date": LATER + n}
    assert base.one(exchange.answer).changed == 130
    assert [each.get("max") for each in asked(base)] == [None, str(LATER + 32)]


def test_a_run_that_was_cut_off_goes_on_where_it_was(tmp_path: Path) -> None:
    calm = Base(tmp_path / "calm", ALL)
    exchange = kettles()
    calm.one(exchange.answer)
    base = Base(tmp_path / "cut", ALL, requests=2)
    assert base.one(exchange.answer).unfinished
    for id_ in (100, 200, 22_900):
        exchange.questions[id_]["last_activity_date"] = LATER
    for _ in range(2):
        assert base.one(exchange.answer).failed is None
    (first, *_) = asked(base)
    assert "max" not in first  # the walk is through: the next begins at the top
    while base.one(exchange.answer).unfinished:
        pass
    assert base.rows() == calm.rows()


def test_more_questions_in_one_second_than_a_page_has(tmp_path: Path) -> None:
    """A bulk edit: the bound cannot move, so the pages under it are counted."""
    questions = [invented(n, (), at=START) for n in range(1, 260)]
    questions += [invented(n, (), at=START - n) for n in range(260, 300)]
    base = Base(tmp_path, ALL)
    assert base.one(Exchange(questions).answer).new == 299
    bound = str(START + 1)
    assert asked(base) == [
        {"page": "1"},
        {"max": bound, "page": "1"},
        {"max": bound, "page": "2"},
        {"max": bound, "page": "3"},
    ]


def test_nothing_older_than_since_is_asked_for(tmp_path: Path) -> None:
    base = Base(tmp_path, ALL.replace("kettles}", "kettles, since: 2025-10-10}"))
    old = int(datetime(2025, 10, 1, tzinfo=UTC).timestamp())
    exchange = Exchange([invented(1, at=old), invented(2, at=LATER)])
    for _ in range(2):
        base.one(exchange.answer)
        (params,) = asked(base)
        assert params["min"] == str(int(datetime(2025, 10, 10, tzinfo=UTC).timestamp()))
    (source,) = Lake(base.config.lake).sources()
    assert source.conversations == 1


def test_what_was_edited_replaces_and_what_was_deleted_goes(tmp_path: Path) -> None:
    base, exchange = Base(tmp_path, ALL), Exchange([invented(7, ("Descale it.", "Buy one."), at=START)])
    base.one(exchange.answer)
    question = exchange.questions[700]
    question["answers"][0] |= {"body": "<p>Descale it with vinegar.</p>", "last_edit_date": LATER}
    del question["answers"][1]
    question |= {"answer_count": 1, "last_activity_date": LATER}
    result = base.one(exchange.answer)
    assert (result.new, result.changed, result.deleted) == (0, 1, 1)
    assert held(base, 700)["701"].body == "<p>Descale it with vinegar.</p>"
    assert "702" not in held(base, 700)


def test_new_comments_and_an_accepted_answer_are_seen_though_they_move_nothing(tmp_path: Path) -> None:
    question = invented(7, at=START, accepted_answer_id=None)
    base, exchange = Base(tmp_path, ALL), Exchange([question])
    base.one(exchange.answer)
    question["accepted_answer_id"] = 701
    question["answers"][0]["comments"].append(comment(702, 701, "It works, thank you!", LATER))
    question["answers"][0]["comment_count"] = 2
    result = base.one(exchange.answer)
    assert (result.new, result.changed) == (1, 1)
    assert held(base, 700)["700"].accepted == "701"


def test_what_pages_rely_on_is_looked_at_a_hundred_at_a_time(tmp_path: Path) -> None:
    """It is no longer among the newest; deleted questions do not come back, moved ones say where they are."""
    base, exchange = Base(tmp_path, ALL), kettles()
    base.one(exchange.answer)
    ask_again(base, 100, 200, 300, 400)
    del exchange.questions[100]
    exchange.questions[200]["migrated_to"] = {"on_date": LATER, "question_id": 9, "other_site": None}
    exchange.questions[300]["body"] = "<p>Solved by descaling.</p>"
    run = base.run(exchange.answer)
    (result,) = run.sources
    assert (result.deleted, result.changed) == (6, 1)
    assert set(run.pages) == {"answers/kettle-100.md", "answers/kettle-200.md"}
    assert len(base.asked) == 2
    assert base.asked[-1].url.path == "/2.3/questions/100;200;300;400"
    assert result.skipped == (("question that was moved to another site", 1),)


def test_answers_and_comments_that_do_not_stand_inside_are_fetched(tmp_path: Path) -> None:
    def many() -> Exchange:
        question = invented(7, [f"Reply {n}." for n in range(12)], at=START)
        question["comments"] = [comment(750 + n, 700, f"Which kettle? {n}", START + n) for n in range(5)]
        question["comment_count"] = 5
        return Exchange([question, *kettles(3).questions.values()])

    calm, base = Base(tmp_path / "calm", ALL), Base(tmp_path / "short", ALL)
    calm.one(many().answer)
    exchange = many()
    exchange.nested = 0
    assert base.one(exchange.answer).new == 1 + 12 + 6 + 9
    assert base.rows() == calm.rows()
    paths = [request.url.path for request in base.asked[2:]]
    assert paths[0].endswith("/answers")
    assert paths[1].endswith("/comments")
    assert len(paths) == 2


def test_it_waits_as_an_answer_asks_before_the_same_method_is_called(tmp_path: Path) -> None:
    base, exchange = Base(tmp_path, ALL), kettles()
    exchange.backoff = {"questions": 10, "filters/create": 400}
    assert base.one(exchange.answer).failed is None
    assert [each for each in base.clock.slept if each > 1] == [10, 10]


def test_a_spent_quota_ends_the_run_until_the_next_day(tmp_path: Path) -> None:
    base, exchange = Base(tmp_path, ALL), kettles()
    exchange.quota = 2
    result = base.one(exchange.answer)
    assert (result.failed, result.new) == (None, 300)
    assert result.until == datetime(2026, 3, 3, tzinfo=UTC)
    base.one(exchange.answer)
    assert base.asked == []
    base.clock.time = datetime(2026, 3, 3, tzinfo=UTC)
    later = base.one(exchange.answer)  # it is not given out yet; the API says when
    assert later.until == base.clock.now() + timedelta(hours=1)
    assert len(base.asked) == 1
    base.clock.time += timedelta(hours=1)
    exchange.quota = 300
    assert base.one(exchange.answer).new == 390


def refusing(number: int, name: str, message: str) -> httpx.Response:
    return httpx.Response(400, json={"error_id": number, "error_message": message, "error_name": name})


@pytest.mark.parametrize(
    ("sources", "refusal", "says"),
    [
        (ALL, (403, "access_denied", "page above 25 requires access token or app key"), "`fetch: token`"),
        (ALL, (405, "key_required", "`key` is required"), "a `fetch: token`"),
        (ALL, (404, "no_method", "no method found with this name"), "no method found"),
        (ALL, (500, "internal_error", "oops"), "answers 500: oops"),
        (ALL, (503, "temporarily_unavailable", "back soon"), "answers 503: back soon"),
        (
            KEYED,
            (403, "access_denied", "no s3cret"),
            "does not let the `fetch: token` of the source stack see",
        ),
        (
            KEYED,
            (400, "bad_parameter", "`key` doesn't match a known application"),
            "correct the `fetch: token`",
        ),
    ],
)
def test_a_refusal_says_what_to_do(
    tmp_path: Path, sources: str, refusal: tuple[int, str, str], says: str
) -> None:
    base = Base(tmp_path, sources, {"SE_KEY": "s3cret"})
    result = base.one(lambda _: refusing(*refusal))
    assert says in str(result.failed)
    assert "s3cret" not in str(result.failed)
    assert len(base.asked) == (5 if refusal[0] >= 500 else 1)


def test_the_wait_of_a_throttle_is_waited_and_then_it_goes_on(tmp_path: Path) -> None:
    base, exchange = Base(tmp_path, ALL), kettles(3)
    throttled = "too many requests from this IP, more requests available in 77 seconds"
    answers = iter([refusing(502, "throttle_violation", throttled)])
    result = base.one(lambda request: next(answers, None) or exchange.answer(request))
    assert (result.failed, result.new) == (None, 9)
    assert 77 in base.clock.slept


def test_a_site_and_a_tag_that_do_not_exist(tmp_path: Path) -> None:
    base = Base(tmp_path / "site", ALL.replace("kettles", "kettle"))
    failed = base.one(kettles(3).answer).failed
    assert "No site found for name `kettle`" in str(failed)
    assert "correct the `fetch: site` of the source stack" in str(failed)
    base = Base(tmp_path / "tag", SOURCES.replace("tea;cups", "tea;c#"))
    result = base.one(kettles(4).answer)
    assert "the site kettles has no tag 'c#'" in str(result.failed)
    assert base.asked[-1].url.raw_path.startswith(b"/2.3/tags/tea;c%23/info?")
    assert result.new == 12  # what the other tag gave is there


def test_a_tag_without_questions_is_no_mistake(tmp_path: Path) -> None:
    base = Base(tmp_path, SOURCES.replace("kettle, ", ""))
    exchange = Exchange([invented(1, at=START, tags=["tea"]), invented(2, at=START, tags=["cups"])])
    for requests in (3, 1):
        result = base.one(exchange.answer)
        assert (result.failed, result.new, len(base.asked)) == (None, 0, requests)


def test_the_key_goes_along_and_is_never_shown(tmp_path: Path) -> None:
    base, exchange = Base(tmp_path, KEYED, {"SE_KEY": "ke-y"}), kettles(3)
    assert base.one(exchange.answer).new == 9
    assert all(request.url.params["key"] == "ke-y" for request in base.asked)
    failed = base.one(lambda _: httpx.Response(500)).failed
    assert "ke-y" not in str(failed)


def test_a_bad_row_costs_one_row_and_is_named_without_its_words(tmp_path: Path) -> None:
    odd = invented(2, ("Secret words.",), at=START)
    odd["answers"][0]["creation_date"] = "yesterday"
    nobody = {"user_type": "does_not_exist", "display_name": "user17"}
    base = Base(tmp_path, ALL)
    exchange = Exchange([invented(1, at=START, owner=nobody), odd])
    result = base.one(exchange.answer)
    assert (result.new, result.bad) == (5, 1)
    (reason,) = reasons(base)
    assert reason == "question 200: creation_date is not a number of seconds since 1970"
    assert held(base, 100)["100"].author.name == "user17"
    assert base.one(exchange.answer).deleted == 0


@pytest.mark.slow
@pytest.mark.parametrize("what", ["503", "429 for a day", "half an answer", "400", "JSON that is cut"])
def test_a_fault_at_any_request_loses_nothing(tmp_path: Path, what: str) -> None:
    def make() -> Exchange:
        exchange = kettles(120)
        exchange.nested = 0
        return exchange

    calm = Base(tmp_path / "calm", SOURCES)
    assert calm.one(make().answer).new == 360
    rows, requests = calm.rows(), len(calm.asked)
    assert requests == 8
    for at in range(1, requests + 1):
        base = Base(tmp_path / f"stormy-{at}", SOURCES)
        broken = base.one(Faulty(make().answer, FAULTS[what], at=at, times=1000))
        base.clock.time = broken.until or base.clock.time
        mended = base.one(make().answer)
        assert (mended.failed, mended.unfinished) == (None, "")
        assert base.rows() == rows


def _instead(exchange: Exchange, path: str, answer: httpx.Response) -> Any:
    return lambda request: answer if request.url.path == path else exchange.answer(request)


def strange(items: Any, **more: Any) -> httpx.Response:
    return httpx.Response(200, json={"items": items, "has_more": False, **more})


STRANGE = [
    strange(None),
    strange({}),
    strange([None, 7, "x", []]),
    strange([], has_more="yes"),
    strange([{}], backoff="soon", quota_remaining="none"),
    strange([{"question_id": {}, "answers": 7, "comments": {"a": 1}, "answer_count": 3}]),
    strange([{"question_id": 5, "answers": [None, {"answer_id": []}], "last_activity_date": "x"}]),
    strange([{"filter": ""}]),
    strange([{"filter": ["x"]}]),
]


@pytest.mark.parametrize("answer", mostly_slow(STRANGE, STRANGE[3:6]))
def test_nothing_that_a_server_sends_breaks_it(tmp_path: Path, answer: httpx.Response) -> None:
    base, exchange = Base(tmp_path, ALL), kettles(3)
    base.one(exchange.answer)
    ask_again(base, 100)
    for path in ("/2.3/questions", "/2.3/questions/100"):
        base.one(_instead(exchange, path, answer))
    other = Base(tmp_path / "new", ALL)
    other.one(lambda _: answer)
    assert other.rows() == []


def test_packed_answers_over_a_real_connection(tmp_path: Path) -> None:
    exchange = kettles()
    with serving(exchange.answer) as server:
        sources = ALL.replace("kettles}", f"kettles, api: '{server.base}/2.3', internal: true}}")
        base = Base(tmp_path / "real", sources)
        result = base.one(transport=httpx.AsyncHTTPTransport)
        assert (result.failed, result.new) == (None, 690)
        params = {"base": "none", "include": ".items", "unsafe": "false"}
        with httpx.stream("GET", f"{server.base}/2.3/filters/create", params=params) as answer:
            assert answer.headers["content-encoding"] == "gzip"
            assert b"".join(answer.iter_raw())[:2] == b"\x1f\x8b"
    calm = Base(tmp_path / "calm", ALL)
    calm.one(kettles().answer)
    assert base.rows() == calm.rows()


def test_recorded_pages_over_a_real_connection(tmp_path: Path) -> None:
    """Pages of the real API, the first of which asks to wait."""
    folder = real("stackexchange/api_pages/tests/data/stackexchange/stackexchange_question_page").parent
    names = ("stackexchange_question_backoff_page", "stackexchange_question_page_2")
    pages = [json.loads((folder / name).read_text()) for name in names]
    made = {"items": [{"filter": "!made"}], "has_more": False}
    waiting = iter([made, *pages])
    with serving(lambda _: httpx.Response(200, json=next(waiting))) as server:
        sources = ALL.replace("kettles}", f"kettles, api: '{server.base}/2.3', internal: true}}")
        base = Base(tmp_path, sources)
        result = base.one(transport=httpx.AsyncHTTPTransport)
        assert server.asked == 3
    assert result.failed is None
    bodiless = {"question 1: no body (ask the API with a filter that includes it)"}
    assert set(reasons(base)) == bodiless  # comments, which were recorded without
    wanted = {
        str(post.get("answer_id") or post["question_id"])
        for page in pages
        for item in page["items"]
        for post in (item, *item.get("answers", []))
    }
    assert wanted <= {row[1] for row in base.rows()}
    assert any(0 < each <= pages[0]["backoff"] for each in base.clock.slept)


def test_a_source_without_its_site_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match='"site" is missing'):
        Base(tmp_path, "- {name: stack, format: stackexchange, fetch: {}}")
