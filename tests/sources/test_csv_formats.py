"""Kitsune and Customer-Support-on-Twitter, and what is true of every CSV."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from harvest.errors import SourceError
from harvest.model import Markup
from harvest.sources import guess
from tests.sources.recorder import at, read, real

if TYPE_CHECKING:
    from pathlib import Path

QUESTIONS = (
    "id,created,updated,title,content,tags,product,topic,locale,creator,is_spam,solution,link,num_votes\n"
)
ANSWERS = "id,question_id,created,updated,content,creator,is_spam,num_helpful,link\n"
TWEETS = "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id\n"
NOON = "Tue Oct 31 12:00:00 +0000 2017"


def question(number: int, **over: str) -> str:
    row = {
        "created": "2025-01-02 03:04:05 -0700",
        "updated": "2025-01-02 12:00:00 +0000",
        "title": '"Kettle, cold"',
        "content": "<p>It stays cold.</p>",
        "tags": "kettle;heat;",
        "product": "kettle-one",
        "topic": "heating",
        "locale": "en-US",
        "creator": "ada",
        "is_spam": "false",
        "solution": "11",
        "link": "",
        "num_votes": "3",
    } | over
    return ",".join([str(number), *row.values()]) + "\n"


def test_a_question_with_its_own_utc_offset(tmp_path: Path) -> None:
    posts, report = read(
        "kitsune", tmp_path / "q.csv", QUESTIONS + question(7), url="https://help.example.org/"
    )
    (post,) = posts
    assert not report.rows
    assert (post.id, post.conversation, post.parent, post.accepted) == ("q7", "q7", "", "11")
    assert post.created == at("2025-01-02T10:04:05+00:00")
    assert post.version == at("2025-01-02T12:00:00+00:00")
    assert (post.title, post.tags, post.lang, post.score) == ("Kettle, cold", ("kettle", "heat"), "en-US", 3)
    assert post.markup is Markup.HTML
    assert post.url == "https://help.example.org/questions/7"


def test_an_answer_belongs_to_its_question(tmp_path: Path) -> None:
    row = "11,7,2025-01-02 11:00:00 +0000,2025-01-02 11:00:00 +0000,<p>Descale it.</p>,bo,false,2,\n"
    posts, _ = read("kitsune", tmp_path / "a.csv", ANSWERS + row, url="https://h.example.org/t/{id}")
    (post,) = posts
    assert (post.id, post.conversation, post.parent, post.score) == ("11", "q7", "q7", 2)
    assert post.url == "https://h.example.org/t/7#answer-11"


def test_no_site_is_assumed(tmp_path: Path) -> None:
    (post,), _ = read("kitsune", tmp_path / "q.csv", QUESTIONS + question(7))
    assert post.url == ""


def test_spam_is_skipped_and_a_link_in_the_file_wins(tmp_path: Path) -> None:
    text = QUESTIONS + question(1, is_spam="true") + question(2, link="https://h.example.org/q/2")
    posts, report = read("kitsune", tmp_path / "q.csv", text, url="https://other.example.org")
    assert [post.url for post in posts] == ["https://h.example.org/q/2"]
    assert report.notes == ["spam"]


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({"created": "yesterday"}, "created is not a date"),
        ({"created": "2025-01-02 03:04:05"}, "created has no UTC offset"),
        ({"created": "2925-01-02 03:04:05 +0000"}, "created is not a plausible date"),
        ({"created": "0001-01-01 03:04:05 +1400"}, "created is not a plausible date"),
        ({"created": "2025-02-30 03:04:05 +0000"}, "created is not a date"),
        ({"creator": ""}, "no creator"),
        ({"creator": "ada,extra"}, "15 fields instead of 14"),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_read(
    tmp_path: Path, over: dict[str, str], reason: str
) -> None:
    posts, report = read(
        "kitsune", tmp_path / "q.csv", QUESTIONS + question(1) + question(2, **over) + question(3)
    )
    assert [post.id for post in posts] == ["q1", "q3"]
    ((line, said),) = report.rows
    assert line == 3
    assert reason in said


def test_the_line_is_where_a_row_of_several_lines_begins(tmp_path: Path) -> None:
    text = QUESTIONS + question(1, content='"one\ntwo\nthree"') + question(2, creator="")
    _, report = read("kitsune", tmp_path / "q.csv", text)
    assert report.rows == [(5, "no creator")]


@pytest.mark.parametrize(
    "tail", ["9,2025-01-02 03:0", '9,2025-01-02 03:04:05 +0000,2025-01-02 03:04:05 +0000,t,"<p>cut o']
)
def test_a_last_row_cut_off_is_a_bad_row(tmp_path: Path, tail: str) -> None:
    posts, report = read("kitsune", tmp_path / "q.csv", QUESTIONS + question(1) + tail)
    assert len(posts) == 1
    assert report.rows[0][0] == 3


def test_one_byte_that_is_not_utf8_costs_one_row(tmp_path: Path) -> None:
    rows = [question(number).encode() for number in range(1, 100)]
    rows[50] = question(51, creator="Zo\xeb").encode("latin-1")
    posts, report = read("kitsune", tmp_path / "q.csv", QUESTIONS.encode() + b"".join(rows))
    assert len(posts) == 98
    assert report.rows == [(52, "not UTF-8 (save the file as UTF-8)")]


def test_a_file_in_another_encoding_is_refused_with_the_place(tmp_path: Path) -> None:
    text = QUESTIONS + question(1, creator="Ada") + question(2, creator="Zo\xeb")
    with pytest.raises(SourceError, match=r"q\.csv:3: not UTF-8 \(byte \d+\) \(save it as UTF-8\)"):
        read("kitsune", tmp_path / "q.csv", text.encode("latin-1"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom"])
def test_every_unicode_encoding_that_says_so(tmp_path: Path, encoding: str) -> None:
    text = QUESTIONS + question(1, creator="Zoë 😀")
    data = b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16-le-bom" else text.encode(encoding)
    path = tmp_path / "q.csv"
    (post,), _ = read("kitsune", path, data)
    assert post.author.name == "Zoë 😀"
    assert guess(path).name == "kitsune"


def test_a_field_of_three_million_characters_is_a_post(tmp_path: Path) -> None:
    posts, _ = read("kitsune", tmp_path / "q.csv", QUESTIONS + question(1, content="x" * 3_000_000))
    assert len(posts[0].body) == 3_000_000


def test_a_body_longer_than_the_documented_maximum_is_quarantined(tmp_path: Path) -> None:
    posts, report = read(
        "kitsune", tmp_path / "q.csv", QUESTIONS + question(1, content="x" * 4_000_001) + question(2)
    )
    assert [post.id for post in posts] == ["q2"]
    assert report.rows == [(2, "content has 4,000,001 characters, more than 4,000,000")]


def test_nul_is_replaced(tmp_path: Path) -> None:
    (post,), _ = read("kitsune", tmp_path / "q.csv", QUESTIONS + question(1, content="a\0b"))
    assert post.body == "a\ufffdb"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "the file is empty"),
        (b"\0" * 4096, "bytes are zero"),
        (b"%PDF-1.7 ...", "this is a PDF"),
        (b"\x1f\x8b\x08\0\0", "this is a gzip archive"),
        (b"id,title\n1,2\n", "no column created, content, creator in the first line"),
        (b"PK\x03\x04 and nothing", "the zip archive is damaged"),
    ],
)
def test_a_file_that_cannot_be_this_format(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "q.csv"
    with pytest.raises(SourceError, match=what) as caught:
        read("kitsune", path, content)
    assert str(path) in str(caught.value)
    assert caught.value.todo


def test_replies_by_parent_and_by_list(tmp_path: Path) -> None:
    """9 answers 8 and says so; 10 does not, but 8 lists it."""
    text = (
        TWEETS
        + f'8,105,True,{NOON},my kettle is cold,"9,10",\n'
        + f"10,KettleCo,False,{NOON},2/2 and wait,,\n"
        + f"9,KettleCo,False,{NOON},1/2 descale it,,8.0\n"
    )
    posts, report = read("twcs", tmp_path / "t.csv", text.replace("\n", "\r\n"))
    assert not report.rows
    assert {post.id: post.parent for post in posts} == {"8": "", "9": "8", "10": "8"}
    staff = {post.id: post.author.staff for post in posts}
    assert staff == {"8": False, "9": True, "10": True}
    assert {post.conversation for post in posts} == {""}


def test_damage_done_by_a_spreadsheet(tmp_path: Path) -> None:
    text = (
        TWEETS
        + f"1.15E+18,105,TRUE,{NOON},hello,,\n"
        + f"2,105,TRUE,{NOON},hello,,1.15E+18\n"
        + f'"15,761,574",105,TRUE,{NOON},hello,,\n'
        + f'3,KettleCo,FALSE,{NOON},hello,"15,761,574",\n'
        + f"761,105,TRUE,{NOON},not a child of 3,,\n"
        + ",,,,,,\n" * 10
        + "4,,,,,,\n"
    )
    posts, report = read("twcs", tmp_path / "t.csv", text)
    assert {post.id: post.parent for post in posts} == {"3": "", "761": ""}
    assert [line for line, _ in report.rows] == [2, 3, 4, 17]
    assert all("damaged by a spreadsheet" in reason for _, reason in report.rows[:3])
    assert report.rows[3][1] == "nothing but an id"


def test_only_ids_of_x_lead_to_x(tmp_path: Path) -> None:
    """The published set replaced the ids by small numbers; those are other people's tweets."""
    text = TWEETS + f"20,105,True,{NOON},a,,\n925331516421046272,105,True,{NOON},b,,\n"
    posts, _ = read("twcs", tmp_path / "t.csv", text)
    assert [post.url for post in posts] == ["", "https://x.com/i/web/status/925331516421046272"]


def test_a_zip_archive_is_read_in_place_over_a_million_empty_lines(tmp_path: Path) -> None:
    path = tmp_path / "saved.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("set/readme.txt", "hello")
        archive.writestr("__MACOSX/set/._t.csv", b"\0\1")
        archive.writestr(
            "set/t.csv",
            TWEETS + f"8,105,TRUE,{NOON},cold,,\r\nx y,1,TRUE,{NOON},c,,\r\n" + ",,,,,,\r\n" * 10**6,
        )
    assert guess(path).name == "twcs"
    posts, report = read("twcs", path)
    assert [post.id for post in posts] == ["8"]
    assert report.rows[0][1].startswith("set/t.csv: tweet_id is not an id")
    assert [file.name for file in tmp_path.iterdir()] == ["saved.zip"]


def test_an_archive_that_is_damaged_inside(tmp_path: Path) -> None:
    path = tmp_path / "saved.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "t.csv", TWEETS + "".join(f"{n},105,TRUE,{NOON},cold {n * n},,\r\n" for n in range(9000))
        )
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 50] = b"\xff" * 50
    with pytest.raises(SourceError, match="the zip archive is damaged"):
        read("twcs", path, bytes(data))


def test_an_archive_without_csv(tmp_path: Path) -> None:
    path = tmp_path / "saved.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(SourceError, match="no CSV in this archive"):
        read("twcs", path)


@pytest.mark.slow
def test_the_real_sets() -> None:
    posts, report = read("kitsune", real("sumo/questions.csv"))
    assert (len(posts), report.rows, report.notes.count("spam")) == (28_029, [], 358)
    posts, report = read("kitsune", real("sumo/answers.csv"))
    assert (len(posts), report.rows, report.notes.count("spam")) == (61_245, [], 96)
    for path in real("sumo/traps").glob("*.csv"):
        posts, report = read("kitsune", path)
        assert posts
        assert not report.rows
    posts, report = read("twcs", real("x/twcs.csv"))
    assert (len(posts), len(report.rows)) == (3_516, 1)
    assert all(post.url == "" for post in posts)
    posts, report = read("twcs", real("x/twcs_saved_by_excel.zip"))
    assert (len(posts), report.rows) == (1_092, [])
