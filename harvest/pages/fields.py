"""The front matter of an answer page: one row per field, and nothing else knows the fields.

To add a field to the page: add it to `harvest.model.Answer`, add its row here, and describe it in
`docs/handbook/pages.md` (a test compares the three). The order of the rows is the order in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from harvest import nodes
from harvest.model import Credit, Kind, SourceRef, State, Waiver

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

    import yaml

GENERATED: Final = "generated"
"""The last line of the front matter: the digest of the page as Harvest wrote it. Not part of the answer."""


class Inline(list[str]):
    """A list to be written on one line: `[a, b]`."""


@dataclass(frozen=True, slots=True)
class Codec:
    """How one type of value is read from YAML and written to it."""

    read: Callable[[yaml.Node], object]
    """Raises `nodes.LineError`."""
    write: Callable[[Any], object]
    """To what the YAML emitter takes. Empty results are left out of the file."""
    schema: Mapping[str, Any]
    """The JSON Schema of what `read` takes, as an editor's YAML 1.2 reads it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the front matter."""

    name: str
    """In the file and in the data class."""
    codec: Codec
    doc: str
    """One line for the person who edits the page."""
    required: bool = False


def _whole_from_one(node: yaml.Node) -> int:
    number = nodes.whole(node)
    if number < 1:
        raise nodes.LineError(nodes.line_of(node), "a number of 1 or more belongs here")
    return number


def _title(node: yaml.Node) -> str:
    title = nodes.text(node)
    if not title.strip():
        raise nodes.LineError(nodes.line_of(node), "a page needs a title")
    return title


def _any_case(word: str) -> str:
    """A pattern for the word however its letters are written: JSON Schema has no flags."""
    return "".join(f"[{letter.upper()}{letter}]" for letter in word)


def _same(value: object) -> object:
    return value


def _one_of(among: type[StrEnum]) -> Codec:
    return Codec(lambda node: nodes.choice(node, among), str, {"enum": [str(member) for member in among]})


def _records(build: Callable[..., object], rows: tuple[Field, ...]) -> Codec:
    return Codec(
        lambda node: tuple(build(**read_record(item, rows)) for item in nodes.items(node)),
        lambda records: [write_record(record, rows) for record in records],
        {"type": "array", "items": record_schema(rows)},
    )


def record_schema(rows: tuple[Field, ...], also: tuple[str, ...] = ()) -> dict[str, Any]:
    """The JSON Schema of a mapping with these fields. What may be left out may be left empty."""
    properties: dict[str, Any] = {}
    for row in rows:
        schema = dict(row.codec.schema)
        if not row.required:
            schema = {"anyOf": [schema, {"type": "null"}]}
        properties[row.name] = {"description": row.doc, **schema}
    properties |= {name: {**_TYPED, "description": "Written by Harvest: leave it alone."} for name in also}
    return {
        "type": "object",
        "properties": properties,
        "required": [row.name for row in rows if row.required],
        "additionalProperties": False,
    }


_TYPED: Final = {"type": ["string", "number", "boolean"]}
"""Any text: `title: No` and `tags: [404]` are the texts that they are, whatever YAML takes them for."""
_TITLE: Final = {"anyOf": [{"type": "string", "pattern": r"\S"}, {"type": ["number", "boolean"]}]}
_DAY: Final = {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"}
_COUNT: Final = {
    "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 999_999_999},
        {"type": "string", "pattern": "^[+]?0*[1-9][0-9]*$", "maxLength": 10},
    ]
}
_YES_NO: Final = {
    "anyOf": [
        {"type": "boolean"},
        {"type": "string", "pattern": f"^({'|'.join(map(_any_case, nodes.YES))})$"},
    ]
}

TITLE: Final = Codec(_title, _same, _TITLE)
TEXT: Final = Codec(nodes.text, _same, _TYPED)
TEXTS: Final = Codec(nodes.texts, list, {"type": "array", "items": _TYPED})
WORDS: Final = Codec(nodes.texts, Inline, {"type": "array", "items": _TYPED})
DAY: Final = Codec(nodes.day, _same, _DAY)
COUNT: Final = Codec(_whole_from_one, _same, _COUNT)
YES_NO: Final = Codec(nodes.yes_no, _same, _YES_NO)

SOURCE_FIELDS: Final = (
    Field("url", TEXT, 'Where the conversation can be read and continued; "" where unknown.', required=True),
    Field("thread", TEXT, "The conversation's name in Harvest: the source, a colon, its id.", required=True),
    Field("posts", WORDS, "The ids of the posts that were used.", required=True),
    Field("digest", TEXT, "A fingerprint of those posts, so that a change is noticed.", required=True),
    Field("licence", TEXT, "The licence the posts were published under."),
    Field("asked", DAY, "The day on which it was asked.", required=True),
    Field("answered", DAY, "The day on which it was answered."),
)

CREDIT_FIELDS: Final = (
    Field("name", TEXT, "The public name (or pseudonym) of somebody who helped.", required=True),
    Field("url", TEXT, "Their public profile."),
    Field("staff", YES_NO, "True for the company's own people."),
)

WAIVER_FIELDS: Final = (
    Field("check", TEXT, "The id of the check, as `harvest check` prints it.", required=True),
    Field("reason", TEXT, "Why this page need not pass it.", required=True),
)

FIELDS: Final = (
    Field("title", TITLE, "The question or symptom, in the customers' words.", required=True),
    Field("kind", _one_of(Kind), "What kind of answer it is.", required=True),
    Field("state", _one_of(State), "Where the page is in its life; left out, it is a draft."),
    Field("asked_as", TEXTS, "How customers put it, word for word, personal data masked."),
    Field("also_called", TEXTS, "Other names for the thing that the page is about."),
    Field("product", TEXT, "The product it is about."),
    Field("topic", TEXT, "The topic under which the page is listed."),
    Field("tags", WORDS, "Free keywords."),
    Field("sources", _records(SourceRef, SOURCE_FIELDS), "The conversations that the answer comes from."),
    Field("confirmed_by", WORDS, "The posts in which somebody says that it worked."),
    Field("askers", COUNT, "How many different people had the problem."),
    Field("credits", _records(Credit, CREDIT_FIELDS), "Who helped."),
    Field("updated", DAY, "The day of the newest post that was used.", required=True),
    Field("review_by", DAY, "The day by which somebody should look at the page again.", required=True),
    Field("redirect_from", TEXTS, "Earlier addresses of the page."),
    Field("forced", TEXT, "Why somebody wanted the page though the judge did not."),
    Field("waive", _records(Waiver, WAIVER_FIELDS), "Checks that the page need not pass."),
)


def read_record(node: yaml.Node, rows: tuple[Field, ...], also: tuple[str, ...] = ()) -> dict[str, Any]:
    """The values of a mapping by field name; fields left out, or left empty, are not in it.

    `also` names keys that may stand there and are not read. Raises `nodes.LineError` for the first mistake.
    """
    values, mistakes = examine(node, rows, also)
    if mistakes:
        raise mistakes[0]
    return values


def examine(
    node: yaml.Node, rows: tuple[Field, ...], also: tuple[str, ...] = ()
) -> tuple[dict[str, Any], list[nodes.LineError]]:
    """The same with every mistake: a key that is unknown, twice there or missing, a value of the wrong type.

    Raises `nodes.LineError` for what is no mapping.
    """
    known = {row.name: row for row in rows}
    values: dict[str, Any] = {}
    mistakes: list[nodes.LineError] = []
    seen: set[str] = set()
    for key, line, value in nodes.entries(node):
        if key in seen:
            mistakes.append(nodes.LineError(line, f'"{key}" is there twice'))
        elif key in known:
            seen.add(key)
            try:
                if not nodes.is_null(value) or known[key].required:
                    values[key] = known[key].codec.read(value)
            except nodes.LineError as error:
                mistakes.append(nodes.LineError(error.line, f"{key}: {error.what}"))
        elif key in also:
            seen.add(key)
        else:
            mistakes.append(nodes.LineError(line, nodes.unknown("key", key, (*known, *also))))
    mistakes += [
        nodes.LineError(nodes.line_of(node), f'"{row.name}" is missing: {row.doc}')
        for row in rows
        if row.required and row.name not in seen
    ]
    return values, mistakes


def write_record(record: object, rows: tuple[Field, ...]) -> dict[str, object]:
    """What the YAML emitter takes, in the order of the rows; empty values of optional fields left out."""
    written: dict[str, object] = {}
    for row in rows:
        value = getattr(record, row.name)
        plain = None if value is None else row.codec.write(value)
        if row.required or plain not in (None, "", [], False):
            written[row.name] = plain
    return written
