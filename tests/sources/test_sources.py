"""What holds for all formats: finding files, guessing, surviving anything, flat memory."""

from __future__ import annotations

import copy
import json
import re
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvest.errors import SourceError
from harvest.sources import FORMATS, SourceOptions, expand, format_named, guess
from tests.sources import test_csv_formats, test_forums, test_jsonl, test_mailbox, test_social, test_x
from tests.sources.recorder import Recorder, valid

if TYPE_CHECKING:
    from collections.abc import Callable

HANDBOOK = Path(__file__).parents[2] / "docs/handbook/sources.md"

SAMPLES: dict[str, Any] = {
    "x": {
        "data": [
            test_x.reply(
                referenced_tweets=[{"type": "replied_to", "id": "1"}], entities={"urls": [{"url": "u"}]}
            )
        ],
        "includes": {"users": test_x.USERS, "tweets": [test_x.post(edit_history_tweet_ids=[test_x.ROOT])]},
        "errors": [{"title": "Not Found Error"}],
    },
    "discourse": test_forums.topic(
        test_forums.spoken(1),
        test_forums.spoken(2, reply_to_post_number=1),
        accepted_answer={"post_number": 2},
    ),
    "stackexchange": {
        "items": [
            {
                "question_id": 1,
                "body": "b",
                "title": "t",
                "creation_date": 1459908076,
                "owner": {"user_id": 1},
                "answers": [{"answer_id": 2, "body": "b", "creation_date": 1459908076}],
            }
        ]
    },
    "github-discussions": test_forums.said(
        "ada",
        "b",
        0,
        id="7",
        title="t",
        comments=[test_forums.said("bo", "c", 1, replies=[])],
        answer={},
    ),
    "mastodon": {
        "ancestors": [test_social.status(1)],
        "descendants": [test_social.status(2, in_reply_to_id="1")],
    },
    "bluesky": {
        "thread": test_social.thread(
            test_social.view(1), test_social.thread(test_social.view(2, record=test_social.reply(1, 1)))
        )
    },
    "jsonl": json.loads(test_jsonl.line(tags=["a"], aliases=["b"], version="2027-01-01T00:00:00Z")),
}
junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(), max_size=9),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [path, *(deeper for key in keys for deeper in places(value[key], (*path, key)))]


@pytest.mark.parametrize("name", SAMPLES)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_value_in_any_place_crashes_or_gets_through(
    name: str, tmp_path: Path, data: st.DataObject
) -> None:
    value = copy.deepcopy(SAMPLES[name])
    *way, last = data.draw(st.sampled_from(places(value)[1:]))
    target = value
    for key in way:
        target = target[key]
    target[last] = data.draw(junk)
    path = tmp_path / "f.json"
    both = [json.dumps(SAMPLES[name]), json.dumps(value)]
    path.write_text(f"[{','.join(both)}]" if data.draw(st.booleans()) else "\n".join(both))
    for post in format_named(name).read(
        path, SourceOptions(name="s", url="https://h.example.org"), Recorder()
    ):
        valid(post)


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=300) | st.text(st.sampled_from('{}[]",:<>/?x1\n\ufeff'), max_size=80).map(str.encode)
)
def test_no_bytes_crash_any_format(known: Any, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "f"
    path.write_bytes(content)
    said = str(path)
    try:
        for post in known.read(path, SourceOptions(name="s"), Recorder()):
            valid(post)
    except SourceError as refused:
        said = str(refused)
    assert said.startswith(str(path))


def rows_of(name: str) -> tuple[str, Callable[[int], str], str]:
    """Beginning, one row, and end of a file in a format whose files grow."""
    if name == "kitsune":
        return test_csv_formats.QUESTIONS, test_csv_formats.question, ""
    if name == "twcs":
        noon = test_csv_formats.NOON
        return test_csv_formats.TWEETS, lambda n: f"{n},5,True,{noon},cold kettle {n},{n + 1},\n", ""
    if name == "stackexchange":
        row = '<row Id="{0}" PostTypeId="1" CreationDate="2018-01-01T00:00:00" OwnerUserId="{0}" Body="b"/>\n'
        return "<posts>\n", row.format, "</posts>"
    if name == "mailbox":
        return "", lambda n: test_mailbox.box(test_mailbox.mail(Message_ID=f"<{n}@k>")), ""
    if name == "jsonl":
        return "", lambda n: test_jsonl.line(id=str(n)) + "\n", ""
    one = {
        "x": test_x.post(),
        "github-discussions": SAMPLES["github-discussions"],
        "mastodon": test_social.status(1),
        "bluesky": test_social.view(1),
    }.get(name, SAMPLES["discourse"])
    return "[" + json.dumps(one), lambda n: ",\n" + json.dumps({**one, "id": str(n)}), "]"


GROWING = [known for known in FORMATS if known.name != "qapage"]
"""A page is one conversation and read whole; how large it may be is tested with the format."""


@pytest.mark.slow
@pytest.mark.parametrize("known", GROWING, ids=lambda known: known.name)
def test_memory_does_not_grow_with_the_input(known: Any, tmp_path: Path) -> None:
    begin, row, end = rows_of(known.name)
    peaks = []
    for count in (100, 1_000, 4_000):
        path = tmp_path / "big"
        with path.open("w") as file:
            file.write(begin)
            file.writelines(row(number) for number in range(10, count))
            file.write(end)
        tracemalloc.start()
        total = sum(1 for _ in known.read(path, SourceOptions(name="s"), Recorder()))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert total >= count - 10
    _, few, many = peaks  # the first reading fills what is kept for ever
    assert many < few * 1.05 + 30_000  # 25 bytes for each row more


def test_every_sample_is_recognised_by_exactly_its_own_format(tmp_path: Path) -> None:
    for name, value in SAMPLES.items():
        shapes = [(value, None), (value, 1), (value, 0), ([value], None), ([value], 0), ([value], 2)]
        for text in (json.dumps(one, indent=indent) for one, indent in shapes):
            path = tmp_path / "f"
            path.write_text(text)
            assert [known.name for known in FORMATS if known.recognises(path, text.encode())] == [name]
            report = Recorder()
            assert list(format_named(name).read(path, SourceOptions(name="s"), report)), text


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(SourceError, match=r"there is no format 'rss' \(use one of x, twcs, discourse"):
        format_named("rss")


def test_the_handbook_lists_every_format() -> None:
    formats = HANDBOOK.read_text(encoding="utf-8").partition("## What is left out")[0]
    listed = re.findall(r"^\| `([a-z-]+)` \|", formats, re.MULTILINE)
    assert listed == [known.name for known in FORMATS]


def test_what_cannot_be_guessed_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("hello")
    with pytest.raises(
        SourceError, match=r"notes\.txt: its first 64 kB .* \(name the format with --from: x, twcs"
    ):
        guess(path)


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
def test_missing_empty_or_a_folder(known: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    for name, what in (
        ("missing", "no such file"),
        ("empty", "the file is empty"),
        (".", "this is a folder"),
    ):
        with pytest.raises(SourceError, match=what):
            list(known.read(tmp_path / name, SourceOptions(name="s"), Recorder()))


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
def test_read_as_the_wrong_format_is_refused_at_once(known: Any, tmp_path: Path) -> None:
    """Not a hundred thousand bad rows."""
    path = tmp_path / "wrong"
    wrong = {"jsonl": "twcs"}.get(known.name, "jsonl")
    begin, row, end = rows_of(wrong)
    path.write_text(begin + "".join(row(number) for number in range(2, 99)) + end)
    assert guess(path).name == wrong
    report = Recorder()
    with pytest.raises(SourceError, match=r"not in the format|not JSON|no column"):
        list(known.read(path, SourceOptions(name="s"), report))
    assert not report.rows


def test_a_folder_is_walked_in_order_and_a_named_file_is_never_left_out(tmp_path: Path) -> None:
    for name in ("b/2.jsonl", "b/1.jsonl", "a.jsonl", ".hidden/x.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(test_jsonl.line())
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / "empty.jsonl").touch()
    inside = tuple(tmp_path / name for name in ("a.jsonl", "b/1.jsonl", "b/2.jsonl"))
    assert expand([tmp_path]) == inside
    assert expand([tmp_path / "notes.txt", tmp_path, tmp_path / "a.jsonl"]) == (
        tmp_path / "notes.txt",
        *inside,
    )
    with pytest.raises(SourceError, match="no such file or folder"):
        expand([tmp_path / "nowhere"])
    (tmp_path / "c").mkdir()
    with pytest.raises(SourceError, match="nothing in this folder is in a known format"):
        expand([tmp_path / "c"])
