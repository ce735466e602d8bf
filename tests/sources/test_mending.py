from __future__ import annotations

import io
import json
import tracemalloc
from typing import TYPE_CHECKING

import ijson  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.errors import SourceError
from harvest.sources import SourceOptions, format_named
from harvest.sources.mending import mended_json, mended_xml
from tests.sources.recorder import Recorder

if TYPE_CHECKING:
    from pathlib import Path


class Pieces(io.RawIOBase):
    """Gives its bytes in pieces of given sizes, so that every cut is tried."""

    def __init__(self, data: bytes, size: int) -> None:
        self.data, self.size = data, size

    def read(self, size: int = -1) -> bytes:
        piece, self.data = self.data[: self.size], self.data[self.size :]
        return piece


def mended(data: bytes, size: int) -> bytes:
    return mended_json(Pieces(data, size)).read()  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 11, 12, 13, 1000])
@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (rb'["\ud83d"]', rb'["\ufffd"]'),
        (rb'["\udc00 x"]', rb'["\ufffd x"]'),
        (rb'["\ud83d\ude00"]', rb'["\ud83d\ude00"]'),
        (rb'["\ud83d\ud83d\ude00"]', rb'["\ufffd\ud83d\ude00"]'),
        (rb'["\\ud83d"]', rb'["\\ud83d"]'),
        (rb'["\\\ud83d\n"]', rb'["\\\ufffd\n"]'),
        (rb'["\u00e9\uD83D\uDE00"]', rb'["\u00e9\uD83D\uDE00"]'),
        (b'["no escape at all"]', b'["no escape at all"]'),
    ],
)
def test_halves_become_a_replacement_character(given_: bytes, expected: bytes, size: int) -> None:
    assert mended(given_, size) == expected


@given(
    st.lists(st.text(st.characters(codec=None) | st.sampled_from('\ud83d\ude00\\u"d8'))), st.integers(1, 40)
)
def test_what_comes_out_can_be_parsed_and_whole_text_is_unchanged(texts: list[str], size: int) -> None:
    out = mended(json.dumps(texts).encode(), size)
    found = list(ijson.items(io.BytesIO(out), "item"))
    assert [str(text) for text in found] == json.loads(out)
    for before, after in zip(texts, found, strict=True):
        if before.isprintable():
            assert after == before


@pytest.mark.parametrize("size", [1, 2, 5, 7, 16, 1000])
@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (b'<row Body="a&#x1A;b" />', b'<row Body="a&#xFFFD;b" />'),
        (b'<row Body="a&#0;&#31;b" />', b'<row Body="a&#xFFFD;&#xFFFD;b" />'),
        (b'<row Body="a\x0bb" />', b'<row Body="a&#xFFFD;b" />'),
        (b'<row Body="a&#xD83D;b" />', b'<row Body="a&#xFFFD;b" />'),
        (
            b'<row Body="&#xA;&#9;&#x1F600;&amp;&#xE9;&lt;" />',
            b'<row Body="&#xA;&#9;&#x1F600;&amp;&#xE9;&lt;" />',
        ),
        (b'<row Body="AT&T & more', b'<row Body="AT&T & more'),
    ],
)
def test_what_no_xml_may_hold_is_replaced(given_: bytes, expected: bytes, size: int) -> None:
    assert mended_xml(Pieces(given_, size)).read() == expected  # type: ignore[arg-type]


def test_one_impossible_character_does_not_cost_the_dump(tmp_path: Path) -> None:
    rows = [
        f'<row Id="{n}" PostTypeId="1" CreationDate="2026-01-0{n}T03:04:05.000" Title="t" OwnerUserId="7"'
        f' Body="{body}" />'
        for n, body in ((1, "one"), (2, "two&#x1A;"), (3, "x" * 11_000_000), (4, "four"))
    ]
    file = tmp_path / "Posts.xml"
    file.write_text("<posts>" + "".join(rows) + "</posts>")
    found = Recorder()
    posts = list(format_named("stackexchange").read(file, SourceOptions(name="se"), found))
    assert [post.id for post in posts] == ["1", "2", "4"]  # the third is longer than a post may be
    assert len(found.rows) == 1


def test_a_cut_off_emoji_costs_nothing_else(tmp_path: Path) -> None:
    page = [
        {"id": str(n), "author_id": "7", "text": f"hello {n}", "created_at": "2026-01-02T03:04:05Z"}
        for n in (11, 12, 13)
    ]
    page[1]["text"] = "cut \ud83d"
    file = tmp_path / "page.json"
    file.write_text(json.dumps(page))
    posts = list(format_named("x").read(file, SourceOptions(name="x"), Recorder()))
    assert [post.id for post in posts] == ["11", "12", "13"]


@pytest.mark.parametrize("name", ["discourse", "x", "github-discussions"])
def test_a_file_nested_beyond_reason_is_refused_before_it_takes_all_memory(name: str, tmp_path: Path) -> None:
    file = tmp_path / "deep.json"
    file.write_text("[" * 3000 + "]" * 3000)
    tracemalloc.start()
    with pytest.raises(SourceError):
        list(format_named(name).read(file, SourceOptions(name="s"), Recorder()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
