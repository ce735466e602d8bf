"""Personal data planted in every format comes out nowhere but in the lake, by the real command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from harvest.sources import FORMATS
from tests.end_to_end.archives import ARCHIVES, Person, Talk
from tests.search.export import reading

if TYPE_CHECKING:
    from pathlib import Path

    from tests.end_to_end.conftest import Desk

pytestmark = pytest.mark.slow

ASKER = Person(880_011_223, "wilma_oakes77", "Wilhelmina Oakes")
HELPER = Person(880_011_224, "gideonhelps", "Gideon Thrale")

CANARIES = {
    "e-mail": ("You can write to wren.canary@example.org.", "wren.canary"),
    "phone": ("Call me on +44 7700 900123.", "900123"),
    "card": ("I paid with 4111 1111 1111 1111.", "1111 1111"),
    "IP address": ("My address was 81.2.69.142 then.", "69.142"),
    "order number": ("It was order #FL-20391.", "20391"),
    "case number": ("The case number is 8837-2212.", "2212"),
    "account number": ("My account number is 00451877.", "451877"),
    "handle": ("Ask @thistle_finch about it.", "thistle_finch"),
    "token": ("See https://kettle.example/reset?token=wrenToken99x for it.", "wrentoken99x"),
    "home folder": (r"They are in C:\Users\Bartholomew\Pictures here.", "bartholomew"),
    "other home folder": ("They are in /home/ambrosius/pictures too.", "ambrosius"),
}
"""A sentence for each kind, and the piece of it (small letters) that must not be left."""
NAMES = ("marguerite", "thaddeus", "wilhelmina", "oakes", "wilma_oakes77")
TELLING = (*(telling for _, telling in CANARIES.values()), *NAMES)

WAY_BACK = f"https://social.example/@{ASKER.handle}/"
"""The address of a post at Mastodon names who wrote it, and a page leads back to its conversation."""

PLANTED = " ".join(sentence for sentence, _ in CANARIES.values())
OURS = "Our help desk is help@fernlight.example, +44 20 7946 0123 and @FernlightHelp."
TALK = Talk(
    asker=ASKER,
    helper=HELPER,
    title="The Frame stops updating its pictures, write to wren.canary@example.org",
    question="Hi Marguerite,\n\nhow do I get my Frame to show new pictures again? It stopped after an update."
    f" {PLANTED}\n\nCheers,\nThaddeus",
    answer="Hi Wilhelmina,\n\nopen Settings, tap Network, and switch Wi-Fi off and on again. Then hold the "
    "power button for ten seconds until the light turns green, and the Frame loads new pictures within a "
    f"minute. {OURS} {PLANTED}\n\nBest wishes,\nThaddeus",
    thanks=f"Thank you Marguerite, that worked! New pictures show up again. {PLANTED}\n\nCheers,\nWilhelmina",
)


def plant(desk: Desk, formats: tuple[str, ...]) -> None:
    desk.options(
        sources=[{"name": name, "format": name, "url": "https://forum.example"} for name in formats],
    )
    for name in formats:
        folder = desk.folder.parent / "archives" / name
        folder.mkdir(parents=True)
        ARCHIVES[name](TALK, folder)


def leaks(text: str, telling: tuple[str, ...] = TELLING) -> list[str]:
    small = text.lower().replace(WAY_BACK, "")
    return [piece for piece in telling if piece in small]


def files_outside_the_lake(desk: Desk) -> dict[str, str]:
    lake = desk.folder / ".harvest" / "lake"
    return {
        str(path.relative_to(desk.folder)): read(path)
        for path in desk.folder.rglob("*")
        if path.is_file() and lake not in path.parents
    }


def read(path: Path) -> str:
    """The text of a file; the files of the search are packed, and must not leak either."""
    return reading.text(path) if path.suffix == ".bin" else path.read_bytes().decode("utf-8", "replace")


def test_every_format_has_an_archive_here() -> None:
    assert list(ARCHIVES) == [known.name for known in FORMATS]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == "discourse" else pytest.mark.slow) for name in ARCHIVES]
)
def test_nothing_planted_leaves_the_lake(fernlight: Desk, name: str) -> None:
    plant(fernlight, (name,))
    said = ""
    for words in (
        ("import", str(fernlight.folder.parent / "archives" / name)),
        ("candidates", "--all"),
        ("candidates", "--all", "--json"),
        ("draft",),
    ):
        done = fernlight.done(*words)
        said += done.stdout + done.stderr
    pages = fernlight.pages()
    assert len(pages) == 1, said
    page = next(iter(pages.values())).decode()
    assert "Wi-Fi off and on" in page
    assert all(
        contact in page for contact in ("help@fernlight.example", "+44 20 7946 0123", "@FernlightHelp")
    )
    written = files_outside_the_lake(fernlight)
    assert {file: found for file, text in written.items() if (found := leaks(text))} == {}
    assert leaks(said) == []
    assert leaks(json.dumps(sorted(written))) == []  # file names


@pytest.mark.parametrize("name", ["stackexchange", "jsonl"])
@pytest.mark.slow
def test_the_credit_line_is_the_one_exception(fernlight: Desk, name: str) -> None:
    plant(fernlight, (name,))
    fernlight.done("import", str(fernlight.folder.parent / "archives" / name))
    fernlight.done("draft")
    (page,) = (text.decode() for text in fernlight.pages().values())
    lines = [line for line in page.splitlines() if "Gideon Thrale" in line]
    if name == "stackexchange":  # CC BY-SA asks for the public name
        assert [line.split("Gideon")[0] for line in lines] == ["  - name: ", "With thanks to ["]
    else:
        assert lines == []


def test_bad_rows_do_not_leak_their_text(fernlight: Desk) -> None:
    bad = [
        json.dumps({"id": f"wren.canary@example.org {number}", "body": PLANTED}) for number in range(3)
    ] + [
        json.dumps({"id": "1", "author": {"key": PLANTED}, "created": PLANTED, "body": PLANTED}),
        json.dumps({"id": "2", "created": "2026-03-02T09:00:00Z", "body": PLANTED, PLANTED: 1}),
        PLANTED,
        '{"id": "3", "body": "' + PLANTED,
    ]
    good = {"id": "9", "author": {"key": "a"}, "created": "2026-03-02T09:00:00Z", "body": "Hello"}
    archive = fernlight.write("../bad.jsonl", "\n".join([json.dumps(good), *bad]))
    done = fernlight.done("import", "--from", "jsonl", archive)
    rows = (fernlight.folder / ".harvest/quarantine/jsonl.jsonl").read_text(encoding="utf-8")
    assert len(rows.splitlines()) == len(bad)
    assert leaks(rows + done.stdout + done.stderr) == []


@pytest.mark.slow
def test_nothing_planted_reaches_the_site(fernlight: Desk) -> None:
    plant(fernlight, tuple(ARCHIVES))
    fernlight.done("import", fernlight.folder.parent / "archives")
    fernlight.done("draft")
    site = fernlight.build()
    assert any("Wi-Fi off and on" in path.read_text() for path in site.rglob("index.html"))
    assert any("Wi-Fi off and on" in read(path) for path in site.rglob("*.bin"))
    written = files_outside_the_lake(fernlight)
    assert {file: found for file, text in written.items() if (found := leaks(text))} == {}


@pytest.mark.slow
def test_nothing_planted_reaches_a_proposal(fernlight: Desk) -> None:
    plant(fernlight, ("jsonl",))
    archive = fernlight.folder.parent / "archives/jsonl/talk.jsonl"
    fernlight.done("import", archive)
    fernlight.done("draft")
    (page,) = fernlight.answers.glob("*.md")
    page.write_text(page.read_text().replace("Still stuck?", "Still no luck?"))
    archive.write_text(archive.read_text().replace("ten seconds", "twelve seconds"))
    fernlight.done("import", archive)
    assert "proposed" in fernlight.done("draft").stdout
    (proposal,) = (fernlight.folder / ".harvest/proposals").rglob("*.md")
    assert "twelve seconds" in proposal.read_text()
    assert leaks(proposal.read_text()) == []
