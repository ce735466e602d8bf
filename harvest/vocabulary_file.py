"""`docs/vocabulary.yml`: what the company calls things, and what customers call them. Reviewed like code.

- we_say: firmware update
  they_say: [new software, the update]
  note: Customers mean the app's update as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest import nodes
from harvest.blocks import Key, Reading, read_file
from harvest.nodes import LineError

if TYPE_CHECKING:
    from pathlib import Path

    import yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One thing, by both names."""

    we_say: str
    they_say: tuple[str, ...]
    """Never empty; no two the same but for case."""
    note: str = ""
    """For whoever edits the file."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All terms, in the order of the file; no two `we_say` the same but for case."""

    terms: tuple[Term, ...] = ()


VOCABULARY: Final = "vocabulary.yml"
"""In the docs folder, if the company has one."""


def vocabulary_of(docs: Path) -> Vocabulary:
    """What the company has written down in its docs folder; nothing where it has not. Raises as the other."""
    path = docs / VOCABULARY
    return load_vocabulary(path) if path.exists() else Vocabulary()


def load_vocabulary(path: Path) -> Vocabulary:
    """Read the file; one without content is an empty vocabulary.

    Raises ConfigError with every mistake and its line, HarvestError where there is no file to read.
    """
    root = read_file(path, "write one: a list of `we_say` and `they_say`")
    if root is None:
        return Vocabulary()
    reading = Reading({})
    seen: set[str] = set()

    def term(reading: Reading, node: yaml.Node) -> Term | None:
        """One term; None where it is wrong."""
        values = reading.block(node, TERM_KEYS, nodes.line_of(node))
        if values is None:
            return None
        found = Term(**values)
        if found.we_say.casefold() in seen:
            raise LineError(nodes.line_of(node), f'"{found.we_say}" is there twice: join the two')
        seen.add(found.we_say.casefold())
        if found.we_say.casefold() in map(str.casefold, found.they_say):
            raise LineError(
                nodes.line_of(node), f'"{found.we_say}" is in its own they_say: take it out there'
            )
        return found

    try:
        terms = reading.each(root, term)
    except LineError as error:
        reading.note(error.line, error.what)
    reading.finish(path)
    return Vocabulary(terms)


def _word(_: Reading, node: yaml.Node) -> str:
    text = " ".join(nodes.text(node).split())
    if not text or not text.isprintable():
        raise LineError(nodes.line_of(node), "a word or a few words belong here")
    return text


def _words(reading: Reading, node: yaml.Node) -> tuple[str, ...]:
    """At least one, none twice."""
    seen: set[str] = set()

    def word(reading: Reading, item: yaml.Node) -> str:
        text = _word(reading, item)
        if text.casefold() in seen:
            raise LineError(nodes.line_of(item), f'"{text}" is there twice')
        seen.add(text.casefold())
        return text

    if not nodes.items(node):
        raise LineError(nodes.line_of(node), "at least one word of the customers' belongs here")
    return reading.each(node, word)


TERM_KEYS: Final = (
    Key("we_say", _word, "What the company calls it.", required=True),
    Key("they_say", _words, "What customers call it: one or more.", required=True),
    Key("note", _word, "For whoever edits the file."),
)
