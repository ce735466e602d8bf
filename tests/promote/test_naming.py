"""What people call a conversation, and what they are told when there is none of that name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from harvest.config import Company, Config, Source
from harvest.errors import SourceError
from harvest.lake import Lake
from harvest.model import Author, Markup, Post
from harvest.pipeline.naming import find_threads

if TYPE_CHECKING:
    from pathlib import Path

DAY = datetime(2026, 3, 2, tzinfo=UTC)
ADDRESSES = {
    "discourse": ("77", ("https://forum.example/t/77", "https://forum.example/t/77/2")),
    "qa": ("5", ("https://qa.example/q/5", "https://qa.example/a/6")),
    "moz": ("9", ("https://support.example/en-US/questions/9", "")),
}


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    root = tmp_path_factory.mktemp("named")
    sources = (
        Source(name="discourse", format="discourse", url="https://forum.example"),
        Source(name="qa", format="stackexchange", url="https://qa.example"),
    )
    config = Config(
        root=root,
        docs=root / "docs",
        site=root / "site",
        lake=root / "lake",
        company=Company(name="K"),
        sources=sources,
    )
    for source, (talk, urls) in ADDRESSES.items():
        put(config.lake, source, talk, urls)
    put(config.lake, "discourse", "88", ("https://forum.example/t/88",))
    put(config.lake, "discourse", "88", ("",), deleted=True)
    return config


def put(lake: Path, source: str, talk: str, urls: tuple[str, ...], *, deleted: bool = False) -> None:
    version = DAY.replace(hour=deleted)
    with Lake(lake).write(source, now=version) as batch:
        batch.begin("test")
        for number, url in enumerate(urls):
            post = Post(
                source=source,
                id=f"{talk}-{number}",
                conversation=talk,
                author=Author(key="ada"),
                created=DAY,
                version=version,
                body="Hello",
                markup=Markup.TEXT,
                url=url,
            )
            batch.add(replace(post, conversation="", body="", deleted=True) if deleted else post)


@pytest.mark.parametrize(
    ("name", "ref"),
    [
        ("discourse:77", "discourse:77"),
        ("discourse:77-1", "discourse:77"),
        ("https://forum.example/t/77", "discourse:77"),
        (" https://Forum.example/t/77/ ", "discourse:77"),
        ("https://forum.example/t/my-kettle-stops/77", "discourse:77"),
        ("https://forum.example/t/my-kettle-stops/77/2?u=ada", "discourse:77"),
        ("https://forum.example/t/77/41", "discourse:77"),
        ("https://qa.example/q/5", "qa:5"),
        ("https://qa.example/questions/5/my-kettle-stops#comment3_5", "qa:5"),
        ("https://qa.example/a/6", "qa:5"),
        ("https://support.example/en-US/questions/9?utm_source=x", "moz:9"),
    ],
)
def test_a_conversation_has_many_names(config: Config, name: str, ref: str) -> None:
    assert find_threads(config, [name]) == {name: ref}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("forum:77", "is not in the lake (bring it in"),
        ("discourse:7", "`harvest import --as discourse FILE`"),
        (
            "https://forum.example/t/other/7?u=ada",
            "save https://forum.example/t/other/7.json as a file, then `harvest",
        ),
        ("https://qa.example/q/50", "`harvest import --as qa FILE`"),
        ("https://elsewhere.example/t/77", "is not in the lake (bring it in"),
        ("", "is not in the lake"),
        ("discourse:88", "has been deleted or hidden where it was"),
        ("https://forum.example/t/gone/88", "has been deleted or hidden where it was"),
        ("x' OR 1=1 --", "is not in the lake"),
        ("http://[", "is not in the lake"),
    ],
)
def test_what_is_not_there_is_told(config: Config, name: str, told: str) -> None:
    (found,) = find_threads(config, [name]).values()
    assert isinstance(found, SourceError)
    assert told in str(found)
    assert "\n" not in str(found)
