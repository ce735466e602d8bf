"""Sets of questions that are the same, read: StackFAQ files and sheets. What is wrong is said with its place.

A StackFAQ file is JSON, a list of `question`, its re-phrasings `rephr`, and an `answer` (a text or several).
A sheet is CSV with the columns `text` and `category`.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from harvest.errors import HarvestError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NO_PHRASE: Final = "*"
"""Stands in StackFAQ where a phrasing was left out."""
COLUMNS: Final = ("text", "category")


@dataclass(frozen=True, slots=True)
class Entry:
    """A question of a StackFAQ file."""

    question: str
    rephrased: tuple[str, ...]
    """Those that were left out are not here."""
    answer: str
    """"" for none; several are joined by line ends."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one file; raises HarvestError, which ends in `todo`: what to name instead."""

    path: Path
    todo: str

    def text(self) -> str:
        """The whole file."""
        try:
            text = self.path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            raise self.error("there is no such file") from None
        except UnicodeDecodeError as error:
            raise self.error("is not UTF-8", error.object.count(b"\n", 0, error.start) + 1) from None
        except OSError as error:
            what = "is a folder" if self.path.is_dir() else f"cannot be read: {error.strerror}"
            raise self.error(what) from None
        if not text.strip():
            raise self.error("there is nothing in it")
        return text

    def entries(self) -> Iterator[Entry]:
        """Of a StackFAQ file."""
        try:
            found = json.loads(self.text())
        except RecursionError:
            raise self.error("nested too deeply") from None
        except json.JSONDecodeError as error:
            raise self.error(f"not JSON: {error.msg}", error.lineno) from None
        except ValueError:
            raise self.error("not JSON: a number in it is too long") from None
        if not isinstance(found, list):
            raise self.error("not a list of questions")
        for number, entry in enumerate(found, 1):
            try:
                yield _entry(entry)
            except ValueError as error:
                raise self.error(f"entry {number}{error}") from None

    def rows(self) -> Iterator[tuple[str, str]]:
        """Text and category of each row of a sheet."""
        rows = csv.DictReader(self.text().splitlines(keepends=True))
        try:
            missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
            if missing:
                raise self.error(f"there is no column {' and no '.join(missing)}")
            for row in rows:
                text, category = (row[name] for name in COLUMNS)
                if not text or not category:
                    raise self.error("there is no text or no category", rows.line_num)
                yield text, category
        except csv.Error as error:
            raise self.error(f"not a sheet: {error}", rows.line_num) from None

    def error(self, what: str, line: int = 0) -> HarvestError:
        """To be raised."""
        return HarvestError(what, where=self.path, line=line, todo=self.todo)


def _entry(entry: Any) -> Entry:
    """Raises ValueError that goes on after "entry 7"."""
    if not isinstance(entry, dict):
        raise ValueError(" is no object with question and rephr")  # noqa: TRY004 — a mistake of the file's
    question, rephrased, answer = (entry.get(name) for name in ("question", "rephr", "answer"))
    if not isinstance(question, str) or not question.strip():
        raise ValueError(": question is no text")
    if not isinstance(rephrased, list) or not all(isinstance(text, str | None) for text in rephrased):
        raise ValueError(": rephr is no list of texts")
    answers = answer if isinstance(answer, list) else [answer or ""]
    if not all(isinstance(text, str) for text in answers):
        raise ValueError(": answer is neither a text nor a list of texts")
    told = tuple(text for text in rephrased if text and text.strip() != NO_PHRASE)
    return Entry(question, told, "\n".join(answers))
