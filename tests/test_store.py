"""Pages on a real disk: whole or not at all, and never outside their folder."""

from __future__ import annotations

import os
import resource
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harvest.errors import PageError
from harvest.pages.merge import Keep, Propose, Write
from harvest.store import MAX_BYTES, read_pages, write_page

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "docs/answers").mkdir(parents=True)
    return tmp_path / "docs"


@pytest.fixture
def proposals(tmp_path: Path) -> Path:
    return tmp_path / ".harvest/proposals"


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_what_is_written_is_read(docs: Path, proposals: Path) -> None:
    for path, text in (("answers/b.md", "b\r\n"), ("answers/a.md", "ä\n"), ("answers/sub/c.md", "c")):
        assert write_page(docs, Write(path, text), proposals) == docs / path
    (docs / "answers/index.md").write_text("the list of answers")
    (docs / "answers/picture.png").write_bytes(b"\xff")
    assert read_pages(docs) == (("answers/a.md", "ä\n"), ("answers/b.md", "b\r\n"), ("answers/sub/c.md", "c"))


def test_no_folder_holds_no_pages(tmp_path: Path) -> None:
    assert read_pages(tmp_path) == ()


def test_a_docs_folder_that_is_not_there_is_a_mistake_and_not_an_empty_one(tmp_path: Path) -> None:
    """A mistyped `docs_dir` would have the whole index replaced by an empty one."""
    (tmp_path / "docs").write_text("mine")
    for name in ("docs", "dcos"):
        with pytest.raises(
            PageError, match=rf"{name}: there is no such folder \(see docs_dir in mkdocs.yml\)"
        ):
            read_pages(tmp_path / name)


def test_a_file_is_no_folder_of_pages(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("mine")
    with pytest.raises(PageError, match=r"answers: is a file and should be a folder \(move it away\)"):
        read_pages(tmp_path)


def test_a_folder_that_may_not_be_read_is_not_an_empty_one() -> None:
    with tempfile.TemporaryDirectory() as name:
        closed = Path(name, "answers/sub")
        closed.mkdir(parents=True)
        closed.chmod(0)
        Path(name).chmod(0o755)
        root = os.geteuid() == 0
        try:
            if root:
                os.seteuid(65534)
            with pytest.raises(PageError, match="sub: cannot be read: Permission denied"):
                read_pages(Path(name))
        finally:
            if root:
                os.seteuid(0)
            closed.chmod(0o755)


def test_the_folder_is_made(tmp_path: Path, proposals: Path) -> None:
    write_page(tmp_path / "docs", Write("answers/a.md", "a"), proposals)
    assert files(tmp_path) == ["docs/answers/a.md"]


def test_a_proposal_leaves_the_page_alone_and_goes_when_it_no_longer_applies(
    docs: Path, proposals: Path
) -> None:
    page = docs / "answers/a.md"
    page.write_text("a person's")
    written = write_page(docs, Propose("answers/a.md", "the machine's", "edited"), proposals)
    assert written == proposals / "a.md"
    assert written.read_text() == "the machine's"
    assert page.read_text() == "a person's"
    assert write_page(docs, Keep("answers/a.md", "unchanged"), proposals) is None
    assert files(proposals) == []
    assert page.read_text() == "a person's"


OUTSIDE = [
    "../a.md",
    "answers/../a.md",
    "answers/../../a.md",
    "/etc/a.md",
    "answers//a.md",
    "answers/./a.md",
    "a.md",
]


@pytest.mark.parametrize(
    "path", [*OUTSIDE, "answers", "answers/a", "other/a.md", "answers/a\\b.md", "answers/\0.md"]
)
def test_a_path_that_leads_out_is_refused(path: str, docs: Path, proposals: Path) -> None:
    for plan in (Write(path, "x"), Propose(path, "x", "edited"), Keep(path, "unchanged")):
        with pytest.raises(PageError, match="not a page in answers/"):
            write_page(docs, plan, proposals)
    assert files(docs.parent) == []


def test_no_link_is_followed(docs: Path, proposals: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret")
    (docs / "answers/a.md").symlink_to(secret)
    (docs / "answers/sub").symlink_to(tmp_path)
    with pytest.raises(PageError, match="symbolic link"):
        read_pages(docs)
    for path in ("answers/a.md", "answers/sub/new.md"):
        with pytest.raises(PageError, match="symbolic link"):
            write_page(docs, Write(path, "x"), proposals)
    assert secret.read_text() == "secret"
    assert not (tmp_path / "new.md").exists()


def test_the_folder_itself_may_not_be_a_link(tmp_path: Path, proposals: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/a.md").write_text("a")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/answers").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PageError, match="symbolic link"):
        read_pages(tmp_path / "docs")
    with pytest.raises(PageError, match="symbolic link"):
        write_page(tmp_path / "docs", Write("answers/b.md", "x"), proposals)
    assert files(tmp_path / "elsewhere") == ["a.md"]


def test_the_docs_folder_may_be_a_link(tmp_path: Path, proposals: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "docs").symlink_to(tmp_path / "elsewhere")
    write_page(tmp_path / "docs", Write("answers/b.md", "x"), proposals)
    assert read_pages(tmp_path / "docs") == (("answers/b.md", "x"),)


def test_a_page_in_another_encoding_is_told_with_its_line(docs: Path) -> None:
    (docs / "answers/a.md").write_bytes("one\ntwo\ndrei für\n".encode("latin-1"))
    with pytest.raises(PageError, match=r"a\.md:3: is not UTF-8 \(save it as UTF-8\)"):
        read_pages(docs)


def test_a_page_that_is_too_big_is_refused(docs: Path) -> None:
    (docs / "answers/a.md").write_bytes(b"x" * (MAX_BYTES + 1))
    with pytest.raises(PageError, match="too big"):
        read_pages(docs)


def test_a_page_that_is_a_folder_is_one_clear_line(docs: Path, proposals: Path) -> None:
    (docs / "answers/a.md").mkdir()
    with pytest.raises(PageError, match="cannot be read: Is a directory"):
        read_pages(docs)
    with pytest.raises(PageError, match="cannot be written: Is a directory"):
        write_page(docs, Write("answers/a.md", "x"), proposals)
    assert files(docs) == []


def test_a_file_where_the_folder_should_be_is_one_clear_line(tmp_path: Path, proposals: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/answers").write_text("")
    with pytest.raises(PageError, match=r"a\.md: cannot be written: "):
        write_page(tmp_path / "docs", Write("answers/a.md", "x"), proposals)


@pytest.fixture
def little_room() -> Iterator[None]:
    """The kernel takes 8 kB of a file and then refuses, as a full disk does: in the middle of a write."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("little_room")
def test_a_disk_that_refuses_leaves_the_old_page_whole(docs: Path, proposals: Path) -> None:
    write_page(docs, Write("answers/a.md", "old\n"), proposals)
    with pytest.raises(PageError, match=r"a\.md: cannot be written: .* run it again") as caught:
        write_page(docs, Write("answers/a.md", "new\n" * 10_000), proposals)
    assert "\n" not in str(caught.value)
    assert read_pages(docs) == (("answers/a.md", "old\n"),)
    assert files(docs) == ["answers/a.md"]


@pytest.fixture
def somebody_else() -> Iterator[Path]:
    """A docs folder that this process may read and not write, even where the tests run as root."""
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "docs/answers"
        answers.mkdir(parents=True)
        (answers / "a.md").write_text("old")
        Path(folder).chmod(0o755)
        answers.chmod(0o555)
        me = os.geteuid()
        if me == 0:
            os.seteuid(65534)
        yield answers.parent
        os.seteuid(me)
        answers.chmod(0o755)


def test_an_unwritable_folder_is_one_clear_line(somebody_else: Path) -> None:
    with pytest.raises(PageError) as caught:
        write_page(somebody_else, Write("answers/a.md", "new"), somebody_else / "proposals")
    assert str(caught.value).endswith(
        "a.md: cannot be written: Permission denied (check the folder and run it again)"
    )
    assert read_pages(somebody_else) == (("answers/a.md", "old"),)
    assert files(somebody_else) == ["answers/a.md"]
