"""The front matter of an answer page, read into an `Answer`; every mistake is one line.

The theme puts what mkdocs reads from front matter into pages without escaping it. So mkdocs never
sees an answer's front matter: this module does, and what it returns is typed.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar, cast

import yaml

from harvest.errors import PageError
from harvest.model import Answer, Credit, Kind, SourceRef, State

if TYPE_CHECKING:
    from collections.abc import Mapping

_FRONT: Final = re.compile(r"---[ \t]*\r?\n(.*?\r?\n)?---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Choice = TypeVar("_Choice", bound=StrEnum)


def read(text: str, where: str) -> tuple[Answer, str]:
    """The page's front matter (without sections) and its body.

    `where` names the file in messages. Raises `PageError` for the first mistake.
    """
    found = _FRONT.match(text)
    if not found:
        raise PageError(
            "no front matter", where=where, todo="start the file with a line `---`, see the handbook"
        )
    try:
        meta = yaml.load(found.group(1) or "", _LOADER)  # noqa: S506 - a safe loader, the C one where there is one
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 0
        reason = getattr(error, "problem", None) or "not valid YAML"
        raise PageError(f"the front matter is not valid YAML: {reason}", where=where, line=line) from None
    except (ValueError, RecursionError, TypeError, AttributeError):
        raise PageError("the front matter holds a value that YAML cannot read", where=where) from None
    if not isinstance(meta, dict):
        raise PageError("the front matter is not a list of `key: value` lines", where=where)
    return _Fields(meta, where).answer(), text[found.end() :].replace("\r\n", "\n")


class _Fields:
    """Typed access to the front matter of one file."""

    def __init__(self, meta: Mapping[object, object], where: str, path: str = "") -> None:
        self.meta = meta
        self.where = where
        self.path = path

    def answer(self) -> Answer:
        """The whole page."""
        return Answer(
            title=self.text("title", required=True),
            kind=self.choice("kind", Kind, None),
            state=self.choice("state", State, State.DRAFT),
            asked_as=self.texts("asked_as"),
            also_called=self.texts("also_called"),
            product=self.text("product"),
            topic=self.text("topic"),
            tags=self.texts("tags"),
            sources=tuple(fields.source() for fields in self.mappings("sources")),
            confirmed_by=self.texts("confirmed_by"),
            askers=self.count("askers"),
            credits=tuple(fields.credit() for fields in self.mappings("credits")),
            updated=self.day("updated"),
            review_by=self.day("review_by"),
            redirect_from=self.texts("redirect_from"),
        )

    def source(self) -> SourceRef:
        """One of `sources`."""
        return SourceRef(
            url=self.text("url"),
            thread=self.text("thread"),
            posts=self.texts("posts"),
            digest=self.text("digest"),
            licence=self.text("licence"),
            asked=self.day("asked"),
            answered=self.day("answered") if "answered" in self.meta else None,
        )

    def credit(self) -> Credit:
        """One of `credits`."""
        return Credit(
            name=self.text("name", required=True), url=self.text("url"), staff=self.meta.get("staff") is True
        )

    def mistake(self, key: str, what: str, todo: str) -> PageError:
        """The error for one field. Never quotes the value: it may be somebody's words."""
        return PageError(f"`{self.path}{key}` {what}", where=self.where, todo=todo)

    def text(self, key: str, *, required: bool = False) -> str:
        """A string on one line; "" when absent."""
        value = self.meta.get(key)
        if value is None:
            value = ""
        if not isinstance(value, str):
            raise self.mistake(key, f"is {_called(value)}, not text", 'write it in quotes: "…"')
        value = " ".join(value.split())
        if required and not value:
            raise self.mistake(key, "is missing", "every page needs one")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; empty when absent."""
        value = self.meta.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.mistake(
                key, f"is {_called(value)}, not a list", "one per line, each with a dash before it"
            )
        for item in value:
            if not isinstance(item, str):
                raise self.mistake(key, f"holds {_called(item)}, not text", 'write each in quotes: - "…"')
        return tuple(cleaned for item in value if (cleaned := " ".join(item.split())))

    def mappings(self, key: str) -> list[_Fields]:
        """A list of `key: value` blocks; empty when absent."""
        value = self.meta.get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.mistake(
                key, "is not a list of `key: value` blocks", "see the page format in the handbook"
            )
        return [_Fields(item, self.where, f"{key}[{number}].") for number, item in enumerate(value, 1)]

    def choice(self, key: str, choices: type[_Choice], default: _Choice | None) -> _Choice:
        """One of an enumeration's values."""
        value = self.meta.get(key, default)
        if isinstance(value, str) and value in list(choices):
            return choices(value)
        allowed = ", ".join(choices)
        what = "is missing" if value is None else "is not one of the words it can be"
        raise self.mistake(key, what, f"write one of: {allowed}")

    def count(self, key: str) -> int:
        """A whole number of at least one; 1 when absent."""
        value = self.meta.get(key, 1)
        if type(value) is not int or value < 1:
            raise self.mistake(key, "is not a whole number of people", "write 1 or more")
        return value

    def day(self, key: str) -> date:
        """A date."""
        value = self.meta.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        what = "is missing" if value is None else f"is {_called(value)}, not a date"
        raise self.mistake(key, what, "write it as 2026-01-31")


def _called(value: object) -> str:
    """What a person would call a value of this type."""
    names = cast("dict[type, str]", {bool: "yes/no", int: "a number", float: "a number", list: "a list"})
    names |= {
        dict: "a block of `key: value`",
        str: "text",
        type(None): "empty",
        datetime: "a date with a time",
        date: "a date",
    }
    return names.get(type(value), "something else")
