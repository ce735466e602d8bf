"""JSON in the three shapes it is saved in: one array, one document, or one object per line."""

from __future__ import annotations

import io
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import ijson  # type: ignore[import-untyped]

from harvest.errors import SourceError
from harvest.sources.files import HEAD, as_utf8, opened, text_only, utf8_only
from harvest.sources.mending import mended_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from harvest.sources.options import Report

MAX_OBJECT: Final = 64 * 2**20
"""Bytes of one line, or of a file that is one single object. Both must fit into memory as a whole."""

MAX_DEPTH: Final = 200
"""Levels of lists and objects inside each other."""

_EVENTS: Final = 4000
"""How many parser events of a file's beginning are looked at to see what is in it."""

_DAMAGE: Final = (ijson.JSONError, ValueError, ArithmeticError, RecursionError)


@lru_cache(maxsize=4)
def shape(head: bytes) -> frozenset[str]:
    """Return the dotted paths of the keys in the beginning of a JSON file, e.g. `data.item.text`.

    `item` stands for the elements of a list; a list around everything is left out. Empty: not JSON.
    """
    data = as_utf8(io.BytesIO(head), head).read()
    if data.lstrip()[:1] not in (b"{", b"["):
        return frozenset()
    for piece in (data, *data.splitlines()[1:20]):  # the first line of a stream may be a broken one
        if paths := _paths(piece):
            return paths
    return frozenset()


def _paths(data: bytes) -> frozenset[str]:
    found: set[str] = set()
    mended = mended_json(io.BytesIO(data))
    try:
        events = ijson.parse(_shallow(ijson.basic_parse(mended, multiple_values=True)))
        for count, (prefix, event, value) in enumerate(events):
            if event == "map_key":
                # of a list around everything, only what is in it counts
                inner = "" if prefix == "item" else prefix.removeprefix("item.")
                found.add(f"{inner}.{value}" if inner else str(value))
            if count > _EVENTS:
                break
    except _DAMAGE:
        pass  # the beginning of a file ends in the middle of something
    return frozenset(found)


def objects(
    path: Path, report: Report, mine: Callable[[Path, bytes], bool] | None = None
) -> Iterator[tuple[int, str, dict[str, object]]]:
    """Yield (number, label, object) for every object in the file, whatever its shape.

    The number is the line, or in an array the item, and then `label` says so ("item 3: ") to open a
    reason with. What is no JSON object is reported as bad. Raises `SourceError` when the file is no JSON,
    is cut off in an array or a document, is not UTF-8 or UTF-16, or is JSON that is not `mine`.
    """
    with opened(path) as raw:
        head = raw.peek(HEAD)[:HEAD]
        text_only(head, path)
        if mine and shape(head) and not mine(path, head):
            raise SourceError(
                "this is JSON, but not in the format it is read as",
                where=path,
                todo="leave --from out, or name the right format",
            )
        stream = as_utf8(raw, head)
        start = stream.peek(HEAD)[:HEAD].lstrip()
        if start[:1] == b"[" and not _one_per_line(start):
            yield from _array(stream, path, report)
        elif start[:1] == b"{" and _one_document(start):
            yield 1, "", _document(stream, path)
        elif any(line[:1] in (b"{", b"[") for line in start.splitlines()):
            yield from _lines(stream, path, report)
        else:
            utf8_only(path)
            raise SourceError("this is not JSON", where=path, todo="name the right format with --from")


def elements(path: Path, prefix: str) -> Iterator[dict[str, object]]:
    """Yield the objects at one place of a document (`users.item`), one at a time. Raises `SourceError`."""
    with opened(path) as raw:
        try:
            events = _shallow(ijson.basic_parse(mended_json(as_utf8(raw, raw.peek(HEAD)))))
            for value in ijson.items(ijson.parse(events), prefix):
                if isinstance(value, dict):
                    yield value
        except _DAMAGE as error:
            raise SourceError(
                "not JSON, or cut off", where=path, todo="export or download it again"
            ) from error


def _shallow(events: Iterator[tuple[str, object]]) -> Iterator[tuple[str, object]]:
    """The same events, refused where they go deeper than any export does.

    The parser keeps the path of every level: what is nested 100,000 deep would take all memory. Raises
    ValueError.
    """
    depth = 0
    for event, value in events:
        depth += (event in {"start_map", "start_array"}) - (event in {"end_map", "end_array"})
        if depth > MAX_DEPTH:
            raise ValueError("nested too deep")
        yield event, value


def _one_per_line(start: bytes) -> bool:
    """Whether lines that each hold a whole list or object follow each other (a bad first line included)."""
    first, _, rest = start.partition(b"\n")
    return bool(rest.lstrip()[:1] == b"{" and not first.rstrip().endswith((b"[", b",", b"{", b":")))


def _one_document(start: bytes) -> bool:
    """Whether an object is spread over many lines, rather than one object on each line."""
    lines = start.splitlines()
    begun = sum(len(line) > 1 and line[:1] == b"{" for line in lines)
    return len(lines) > 1 and begun <= 1 and not _is_json(lines[0])


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _array(
    stream: io.BufferedReader, path: Path, report: Report
) -> Iterator[tuple[int, str, dict[str, object]]]:
    number = 0
    events = _shallow(ijson.basic_parse(mended_json(stream)))
    items = ijson.items(ijson.parse(events), "item")  # numbers as Decimal: a long integer must not end it
    while True:
        number += 1
        try:
            value = next(items)
        except StopIteration:
            return
        except _DAMAGE as error:
            utf8_only(path)
            cut = isinstance(error, ijson.IncompleteJSONError) and "premature EOF" in str(error)
            raise SourceError(
                f"{'cut off' if cut else 'not JSON'} in or after item {number:,} of the list",
                where=path,
                todo="export or download it again",
            ) from error
        if isinstance(value, dict):
            yield number, f"item {number}: ", value
        else:
            report.bad(number, f"item {number}: not an object")


def _document(stream: io.BufferedReader, path: Path) -> dict[str, object]:
    data = stream.read(MAX_OBJECT + 1)
    if len(data) > MAX_OBJECT:
        raise SourceError(
            f"one single object of more than {MAX_OBJECT >> 20} MB", where=path, todo="save it as JSON Lines"
        )
    try:
        value = json.loads(data)
    except json.JSONDecodeError as error:
        raise SourceError(
            "not JSON, or cut off", where=path, line=error.lineno, todo="export or download it again"
        ) from error
    except UnicodeDecodeError as error:
        utf8_only(path)
        raise SourceError("not UTF-8", where=path, todo="save it as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise SourceError("nested or long beyond reason", where=path, todo="export it again") from error
    if not isinstance(value, dict):
        raise SourceError("not a JSON object", where=path, todo="export it again")
    return value


def _lines(
    stream: io.BufferedReader, path: Path, report: Report
) -> Iterator[tuple[int, str, dict[str, object]]]:
    number, good = 0, False
    while raw := stream.readline(MAX_OBJECT):
        number += 1
        if len(raw) == MAX_OBJECT and not raw.endswith(b"\n"):
            while (rest := stream.readline(MAX_OBJECT)) and not rest.endswith(b"\n"):
                pass
            report.bad(number, f"a line of more than {MAX_OBJECT >> 20} MB")
            continue
        if raw.isspace():
            continue
        try:
            value = json.loads(raw)
        except UnicodeDecodeError:
            report.bad(number, "not UTF-8 (save the file as UTF-8)")
        except (ValueError, RecursionError):
            report.bad(number, "not JSON, or cut off")
        else:
            good = True
            if isinstance(value, dict):
                yield number, "", value
            else:
                report.bad(number, "not an object")
    if not good:
        utf8_only(path)
        raise SourceError(
            "no line of this file is whole JSON", where=path, todo="export or download it again"
        )
