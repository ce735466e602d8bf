"""Rows of a CSV file, or of every CSV in a zip archive, one at a time."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from harvest.errors import SourceError
from harvest.sources.fields import MAX_BODY
from harvest.sources.files import (
    HEAD,
    as_utf8,
    buffered,
    csv_members,
    is_zip,
    opened,
    text_only,
    undecodable,
    zip_damage,
)

if TYPE_CHECKING:
    import _csv
    from collections.abc import Iterator
    from pathlib import Path

    from harvest.sources.options import Report

_FIELD_LIMIT: Final = 4 * MAX_BODY
"""Characters of one field. A quotation mark that is never closed swallows the lines after it; this is
where it stops, so that memory stays flat."""

_FOREIGN_SHARE: Final = 0.1
"""With more than this share of undecodable lines at its beginning, a file is in another encoding."""


def header(head: bytes) -> frozenset[str]:
    """Return the column names in the beginning of a CSV file; empty if there are none."""
    sample = as_utf8(io.BytesIO(head), head).read().decode("utf-8", "replace")
    try:
        return frozenset(name.strip() for name in next(csv.reader(io.StringIO(sample, newline="")), ()))
    except csv.Error:
        return frozenset()


def rows(path: Path, columns: tuple[str, ...], report: Report) -> Iterator[tuple[int, str, dict[str, str]]]:
    """Yield (line, label, row) for each row with content; `label` opens a reason ("a.csv: " in an archive).

    Lines are 1-based and are where a row begins. Bad rows (undecodable bytes, wrong number of fields, a
    quotation mark never closed) are reported. Raises `SourceError` for a file that is no CSV with `columns`.
    """
    with opened(path) as stream:
        head = stream.peek(HEAD)
        if not is_zip(head):
            yield from _rows_of(stream, path, "", columns, report)
            return
    members = 0
    with zip_damage(path):
        for name, member in csv_members(path):
            members += 1
            yield from _rows_of(buffered(member), f"{path}:{name}", f"{name}: ", columns, report)
    if not members:
        raise SourceError("there is no CSV in this archive", where=path, todo="unpack it and name its files")


def _rows_of(
    stream: io.BufferedReader, where: Path | str, label: str, columns: tuple[str, ...], report: Report
) -> Iterator[tuple[int, str, dict[str, str]]]:
    head = _start(stream)
    if not head:
        raise SourceError("the file is empty", where=where, todo="export it again")
    text_only(head, where)
    _mostly_utf8(head, where)
    csv.field_size_limit(max(csv.field_size_limit(), _FIELD_LIMIT))  # of the process: never lower another's
    with io.TextIOWrapper(as_utf8(stream, head), "utf-8", errors="surrogateescape", newline="") as text:
        yield from _checked(csv.reader(text, strict=True), where, label, columns, report)


def _checked(
    reader: _csv.Reader, where: Path | str, label: str, columns: tuple[str, ...], report: Report
) -> Iterator[tuple[int, str, dict[str, str]]]:
    try:
        names = [name.strip() for name in next(reader, [])]
    except csv.Error:
        names = []
    if missing := [name for name in columns if name not in names]:
        raise SourceError(
            f"no column {', '.join(missing)} in the first line",
            where=where,
            line=1,
            todo="name the right format with --from, or export it again",
        )
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            report.bad(line, f"{label}{_reason(error)}")
            continue
        if not any(row):  # a spreadsheet saves its empty million
            continue
        if len(row) != len(names):
            report.bad(
                line, f"{label}{len(row)} fields instead of {len(names)} (cut off, or a comma not quoted)"
            )
        elif not _decoded(row):
            report.bad(line, f"{label}not UTF-8 (save the file as UTF-8)")
        else:
            yield line, label, dict(zip(names, row, strict=True))


def _start(stream: io.BufferedReader) -> bytes:
    """Return what can be seen without moving; a zip member's buffer may give less than 64 kB."""
    return stream.peek(HEAD)[:HEAD]


def _mostly_utf8(head: bytes, where: Path | str) -> None:
    """Tell a file in another encoding (an error) from one bad byte in a long file (a bad row)."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    lines = head.split(b"\n")
    if len(lines) > 1 and len(head) >= HEAD // 2:
        lines.pop()  # cut off anywhere
    foreign = sum(not _utf8(line) for line in lines)
    if foreign > len(lines) * _FOREIGN_SHARE:
        offset, line = undecodable(io.BytesIO(head)) or (0, 1)
        raise SourceError(f"not UTF-8 (byte {offset:,})", where=where, line=line, todo="save it as UTF-8")


def _utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decoded(row: list[str]) -> bool:
    """Whether no field holds a byte that was not UTF-8 (kept by the reader as a lone surrogate)."""
    try:
        for field in row:
            if not field.isascii():
                field.encode()
    except UnicodeEncodeError:
        return False
    return True


def _reason(error: csv.Error) -> str:
    message = str(error)
    if "unexpected end of data" in message:
        return "a quotation mark is opened and never closed (the file is cut off?)"
    if "field larger" in message:
        return f"a field of more than {_FIELD_LIMIT:,} characters (a quotation mark never closed?)"
    return "quotation marks that do not match"
