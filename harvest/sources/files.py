"""Opening somebody else's file: what it is, how it is encoded, and one clear error when it is neither."""

from __future__ import annotations

import codecs
import io
import zipfile
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final, cast

from harvest.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from _typeshed import WriteableBuffer

HEAD: Final = 65_536
"""How many bytes a format may look at before it says whether the file is its own."""

_MAGIC: Final = {
    b"PK\x03\x04": "a zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ\x00": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstandard archive",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"SQLite format 3\x00": "a database",
    b"PAR1": "a Parquet file",
}


class _Utf8(io.RawIOBase):
    """A UTF-16 stream as UTF-8 bytes, so that every reader here knows only one encoding."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-16")(errors="replace")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        while not self._ready:
            chunk = self._stream.read(HEAD)
            self._ready = self._decoder.decode(chunk, final=not chunk).encode("utf-8", "replace")
            if not chunk and not self._ready:
                return 0
        count = min(len(view), len(self._ready))
        view[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count


def as_utf8(stream: IO[bytes], head: bytes) -> io.BufferedReader:
    """Return the stream as UTF-8 without a byte order mark; `head` is its already known beginning."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return io.BufferedReader(_Utf8(stream), HEAD)
    if head.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
    if isinstance(stream, io.BufferedReader):
        return stream
    return buffered(stream)


def buffered(stream: IO[bytes]) -> io.BufferedReader:
    """Return the stream with a buffer of 64 kB to peek into."""
    return io.BufferedReader(cast(io.RawIOBase, stream), HEAD)


def is_zip(head: bytes) -> bool:
    """Whether this is the beginning of a zip archive."""
    return head.startswith(b"PK\x03\x04")


@contextmanager
def opened(path: Path) -> Iterator[io.BufferedReader]:
    """Open a file for reading. Raises `SourceError` if it is missing, empty, a folder or unreadable."""
    try:
        if path.is_dir():
            raise SourceError(
                "this is a folder, not a file",
                where=path,
                todo="name the files in it, or guess the format by leaving --from out",
            )
        if path.exists() and not path.is_file():
            raise SourceError(
                "this is not a regular file", where=path, todo="save the data into a file first"
            )
        stream: io.BufferedReader = io.BufferedReader(io.FileIO(path), HEAD)
    except FileNotFoundError:
        raise SourceError("there is no such file", where=path, todo="check the spelling") from None
    except OSError as error:
        raise SourceError(
            f"cannot be opened ({error.strerror})", where=path, todo="check who may read it"
        ) from None
    with stream:
        try:
            if not stream.peek(1):
                raise SourceError("the file is empty", where=path, todo="export it again")
            yield stream
        except OSError as error:
            raise SourceError(
                f"cannot be read ({error.strerror})", where=path, todo="copy or export it again"
            ) from None


def head_of(path: Path) -> bytes:
    """Return the first 64 kB of a file, or of the first CSV in a zip archive. Raises `SourceError`."""
    with opened(path) as stream:
        head = stream.read(HEAD)
    if not is_zip(head):
        return head
    with zip_damage(path):
        for _, member in csv_members(path):
            return member.read(HEAD)
    return head


@contextmanager
def zip_damage(path: Path) -> Iterator[None]:
    """Turn what goes wrong inside a zip archive, while it is opened or read, into a `SourceError`."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise SourceError("the zip archive is damaged", where=path, todo="download it again") from error


def csv_members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield name and stream of each CSV in a zip archive, not unpacked; call it within `zip_damage`."""
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            name = info.filename
            # macOS adds a shadow of every file
            if not name.lower().endswith(".csv") or name.startswith("__MACOSX/"):
                continue
            try:
                member = archive.open(info)
            except RuntimeError as error:  # the only sign that zipfile gives of a password
                raise SourceError("the zip archive is locked", where=path, todo="unpack it first") from error
            with member:
                yield name, member


def text_only(head: bytes, where: Path | str) -> None:
    """Raise `SourceError` when this is no beginning of a text file."""
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            raise SourceError(f"this is {what}, not text", where=where, todo="unpack or export it first")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    nuls = head.count(0)
    if nuls > len(head) // 10:
        raise SourceError(
            f"{nuls:,} of the first {len(head):,} bytes are zero: no text, or UTF-16 that does not say so",
            where=where,
            todo="save it as UTF-8",
        )


def undecodable(stream: IO[bytes]) -> tuple[int, int] | None:
    """Return offset (0-based) and line (1-based) of the first byte that is not UTF-8; None if all are."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    offset, line = 0, 1
    while True:
        chunk = stream.read(1 << 20)
        kept = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return offset - kept + error.start, line + chunk[: max(0, error.start - kept)].count(b"\n")
        if not chunk:
            return None
        offset += len(chunk)
        line += chunk.count(b"\n")


def utf8_only(path: Path) -> None:
    """Raise `SourceError` with the place of the first byte that is not UTF-8, if there is one."""
    with opened(path) as stream:
        if stream.peek(2)[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return
        found = undecodable(stream)
    if found:
        offset, line = found
        raise SourceError(f"not UTF-8 (byte {offset:,})", where=path, line=line, todo="save it as UTF-8")
