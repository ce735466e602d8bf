"""What is kept between builds changes nothing but the time: the same index, to the byte."""

from __future__ import annotations

import gc
import os
import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest import engine
from harvest.errors import PageError
from harvest.model import Answer, Kind, Passage, Section, State
from harvest.pages.parse import parse
from harvest.pages.render import render
from harvest.search import Index, page_of, reading
from harvest.search.export import Export, Shown, export
from harvest.search.kept import Kept, Lines, load, save
from harvest.search.uncollected import uncollected
from harvest.vocabulary_file import Term, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from harvest.search import Page
    from harvest.search.reading import Text

DAY: Final = date(2026, 3, 9)
KNOWN: Final = Vocabulary((Term(we_say="sync conflict", they_say=("everything twice", "doubles")),))
WORDS: Final = [
    "album",
    "frame",
    "upload",
    "uplaod",
    "写真を印刷",
    "E-1402",
    "don't",
    "Größe",
    "the",
    "not",
    "😀",
]
PHRASES: Final = ["it does not work", "everything twice", "frame is dark"]


def text_of(title: str, asked: Sequence[str], body: str, state: State = State.REVIEWED) -> str:
    passages = (Passage(body),) if body else ()
    return render(
        Answer(
            title=title,
            kind=Kind.FIX,
            state=state,
            asked_as=tuple(asked),
            topic="Albums",
            confirmed_by=("f:1",) if len(title) % 2 else (),
            sections=(Section("", passages),) if passages else (),
            updated=DAY,
            review_by=DAY,
        )
    )


SAYING = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
ASKED = st.lists(st.sampled_from(PHRASES), max_size=2, unique=True)
PAGES = st.builds(text_of, SAYING, ASKED, SAYING, st.sampled_from(State))
SITES = st.dictionaries(st.sampled_from("abcdefgh"), PAGES, max_size=8)


def published(page: Page) -> bool:
    return page.state != State.RETIRED


def texts_of(site: dict[str, str]) -> list[Text]:
    return [(f"answers/{name}.md", text) for name, text in sorted(site.items())]


def exported(index: Index) -> Export:
    return export(index, [Shown(f"{page.ref}/", page.kind, str(page.confirmed)) for page in index.pages])


def anew(texts: Sequence[Text], wanted: Callable[[Page], bool] = published) -> Export:
    """A full build in one process, by what an index is: pages in, nothing kept."""
    pages = [page_of(path, parse(text, path).answer) for path, text in texts]
    return exported(Index([page for page in pages if wanted(page)], KNOWN))


@given(st.lists(st.tuples(SITES, st.booleans()), min_size=1, max_size=5))
@settings(deadline=None)
def test_builds_one_after_the_other_give_the_bytes_of_a_full_one(
    builds: list[tuple[dict[str, str], bool]],
) -> None:
    """Pages come, go, change and come back; some builds want all pages, some the published ones."""
    with tempfile.TemporaryDirectory() as folder:
        for site, everything in builds:
            wanted = (lambda _: True) if everything else published
            texts = texts_of(site)
            index = Index.of(texts, wanted, KNOWN, file=Path(folder) / "pages")
            assert exported(index) == anew(texts, wanted)


def test_what_is_learnt_of_kept_pages_is_what_a_full_build_learns(tmp_path: Path) -> None:
    things, said = ("cash", "album", "frame", "printer"), ("kindly", "soon", "tonight", "abroad")
    site = {
        thing: text_of(
            f"Number {at}",
            [f"{thing} {one} {n}" for one in (said[at], *said) for n in range(2)],
            " ".join(f"lorem{n}" for n in range(100 * (4 - at))),
        )
        for at, thing in enumerate(things)
    }
    file, texts = tmp_path / "pages", texts_of(site)
    Index.of(texts[2:], published, KNOWN, file=file)
    index = Index.of(texts, published, KNOWN, file=file)
    untaught = Index([page_of(path, parse(text, path).answer) for path, text in texts], KNOWN, learning=False)
    assert dict(index.postings.all()) != dict(untaught.postings.all())
    assert exported(index) == anew(texts) == built(file, texts)


SITE: Final = {
    "a": text_of("Photos are there twice", ["everything twice", "two of each"], "Remove the doubles."),
    "b": text_of("Frame stays dark", ["it does not work"], "Turn it off and on."),
    "c": text_of("Album is empty", ["it does not work"], "Wait for the upload.", State.RETIRED),
}
TEXTS: Final = texts_of(SITE)


def built(file: Path, texts: Sequence[Text] = TEXTS, *, keep: bool = True) -> Export:
    return exported(Index.of(texts, published, KNOWN, file=file, keep=keep))


def never(function: object, parts: Sequence[object], /) -> list[object]:
    assert not parts, "nothing is left to be read"
    return []


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "work" / "search" / "pages"
    built(path)
    return path


def test_what_was_read_is_not_read_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "here", never)
    before = file.stat().st_mtime_ns
    assert built(file) == anew(TEXTS)
    assert file.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: data.replace(b"Photos", b"Videos"),
        lambda data: data.replace(b"harvest pages", b"harvest pagez", 1),
        lambda data: os.urandom(1000),
        lambda data: b"\n" * 500,
    ],
)
def test_a_broken_file_is_made_again(file: Path, harm: Callable[[bytes], bytes]) -> None:
    whole = file.read_bytes()
    file.write_bytes(harm(whole))
    assert built(file) == anew(TEXTS)
    assert file.read_bytes() == whole


def test_a_file_that_says_something_else_than_pages_is_read_anew(file: Path) -> None:
    reader = reading.reader_of(Index([], KNOWN).analysis.language, KNOWN)
    found = load(file, reader.version())
    heads = [b"", b"[]", b"{}", b"[1,2,3]", b'[{"title":"x","no":1},{},[]]', b"\xff"]
    for head in heads:
        save(
            file,
            reader.version(),
            Kept(found.entries, {d: each._replace(head=head) for d, each in found.texts.items()}),
        )
        assert built(file) == anew(TEXTS)


def test_a_phrase_that_another_page_has_too_changes_a_page_that_did_not(file: Path) -> None:
    texts = [*TEXTS, ("answers/d.md", text_of("Prints are dark", ["two of each"], "Use other paper."))]
    alone, together = (Index.of(each, published, KNOWN, file=file) for each in (TEXTS, texts))
    assert _level(alone, "two>of") > _level(together, "two>of")


def _level(index: Index, entry: str) -> int:
    """Of the first text."""
    return dict(index.postings.read(entry))[[page.ref for page in index.pages].index(TEXTS[0][0])]


def test_another_vocabulary_or_language_is_another_version(file: Path) -> None:
    other = Index.of(TEXTS, published, file=file)
    assert exported(other) == exported(Index(other.pages))
    german = Index.of(TEXTS, published, KNOWN, ["de"], file=file)
    assert exported(german) == exported(Index(german.pages, KNOWN, ["de"]))
    assert built(file) == anew(TEXTS)


def test_what_is_used_no_more_goes(file: Path) -> None:
    reader = reading.reader_of(Index([], KNOWN).analysis.language, KNOWN)
    built(file, TEXTS[1:])
    found = load(file, reader.version())
    assert len(found.texts) == 2
    assert not {entry for entry in found.entries if entry.startswith(b"photo")}
    built(file, [])
    assert load(file, reader.version()) == ([], {})


def test_another_folder_may_look_and_not_keep(file: Path) -> None:
    before = file.read_bytes()
    assert built(file, TEXTS[:1], keep=False) == anew(TEXTS[:1])
    assert file.read_bytes() == before


def test_a_disk_that_takes_nothing_costs_the_time_only(tmp_path: Path) -> None:
    (tmp_path / "work").write_text("no folder", encoding="utf-8")
    assert built(tmp_path / "work" / "search" / "pages") == anew(TEXTS)


def test_a_crash_while_it_is_written_leaves_the_one_before(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = file.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(
            Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device"))
        )
        built(file, TEXTS[:1])
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["pages"]


def test_what_a_killed_build_left_goes_after_an_hour(file: Path) -> None:
    old, new = (file.with_name(f".pages.{number}.tmp") for number in (1, 2))
    for path in (old, new):
        path.write_bytes(b"half")
    long_ago = file.stat().st_mtime - 2 * 3600
    os.utime(old, (long_ago, long_ago))
    built(file, TEXTS[:1])
    assert sorted(path.name for path in file.parent.iterdir()) == [".pages.2.tmp", "pages"]


def test_processes_read_what_one_process_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With so many pages the work is shared out; who reads a page is not to be seen in the index."""
    site = {
        f"{n:03}": text_of(f"Frame {n} stays dark", [f"dark {n % 7}"], f"Turn it {n % 5}") for n in range(12)
    }
    monkeypatch.setattr(reading, "PART", 5)
    monkeypatch.setattr(reading, "MANY", 10)
    run = partial(engine.run, workers=2)
    index = Index.of(texts_of(site), published, KNOWN, run=run, file=tmp_path / "pages")
    assert exported(index) == anew(texts_of(site))


def test_the_first_page_that_cannot_be_read_is_told(file: Path) -> None:
    texts = [*TEXTS, ("answers/d.md", "no page"), ("answers/e.md", "none either")]
    with pytest.raises(PageError, match=r"answers/d\.md"):
        built(file, texts)


def test_lines_are_kept_as_they_are(tmp_path: Path) -> None:
    kept = Kept([b"a", b"b>c"], {b"12": Lines(b"12", b"{}", b"1 2", b"00ff", b"AB"), b"34": Lines(b"34")})
    save(tmp_path / "pages", "v", kept)
    assert load(tmp_path / "pages", "v") == kept
    assert load(tmp_path / "pages", "w") == ([], {})


def test_the_collector_rests_and_works_again() -> None:
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="broken"), uncollected():
        raise ValueError("broken")
    assert gc.isenabled()
