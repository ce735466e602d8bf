"""Single values of a configuration file: each reads one node or says in one line what belongs there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harvest import nodes
from harvest.nodes import LineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import yaml

    from harvest.blocks import Reading

_URL: Final = re.compile(r"(https?)://[^\s/?#@{}<>\"'\\]+(?:[/?#][^\s<>\"'\\]*)?")
_SITE: Final = re.compile(r"https://[a-zA-Z0-9.-]+(?::[0-9]{1,5})?(?:/[\w.~-]+)*/?", re.ASCII)
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def as_text(_: Reading, node: yaml.Node) -> str:
    """A text on one line, stripped, not empty."""
    typed = nodes.text(node).strip()
    if not typed or not typed.isprintable():
        raise LineError(nodes.line_of(node), "a text on one line belongs here")
    return typed


def as_texts(reading: Reading, node: yaml.Node) -> tuple[str, ...]:
    """A list of those."""
    return reading.each(node, as_text)


def as_any_text(_: Reading, node: yaml.Node) -> str:
    """Whatever was typed: somebody else checks it."""
    return nodes.text(node)


def by_language(node: yaml.Node) -> Iterator[tuple[str, int, yaml.Node]]:
    """The entries of a mapping by language: language, line, value. Raises LineError for no language."""
    for language, line, value in nodes.entries(node):
        if not _LANGUAGE.fullmatch(language):
            raise LineError(line, "a language code such as `de` or `pt-BR` belongs here")
        yield language, line, value


def as_https(reading: Reading, node: yaml.Node) -> str:
    """An https address, without a password in it."""
    typed = as_text(reading, node)
    matched = _URL.fullmatch(typed)
    if not matched or matched[1] != "https" or "{" in typed:
        raise LineError(nodes.line_of(node), "an address that starts with https:// belongs here")
    return typed


def as_site(reading: Reading, node: yaml.Node) -> str:
    """The https address of a whole site, or of a folder of one; ends in a slash."""
    typed = as_https(reading, node)
    if not _SITE.fullmatch(typed):
        what = "the address of a whole site belongs here, such as https://status.example.net/"
        raise LineError(nodes.line_of(node), what)
    return typed if typed.endswith("/") else f"{typed}/"


def as_asking(reading: Reading, node: yaml.Node) -> str:
    """An https address with `{words}` once in it, after the host."""
    typed = as_text(reading, node)
    matched = _URL.fullmatch(typed)
    often = typed.count("{words}")
    problem = ""
    if not matched or matched[1] != "https":
        problem = "an address that starts with https:// belongs here, with {words} once after the host"
    elif not often:
        problem = "{words} belongs there once, for what was searched, and is not there"
    elif often > 1:
        problem = f"{{words}} belongs there once, and is there {often} times"
    elif re.search(r"[{}]", typed.replace("{words}", "")):
        problem = "only {words} may stand in braces: write %7B and %7D for others"
    if problem:
        raise LineError(nodes.line_of(node), problem)
    return typed


def as_email(reading: Reading, node: yaml.Node) -> str:
    """One e-mail address."""
    typed = as_text(reading, node)
    if not _EMAIL.fullmatch(typed):
        raise LineError(nodes.line_of(node), "an e-mail address belongs here")
    return typed


def as_count(most: int) -> Callable[[Reading, yaml.Node], int]:
    """A whole number from 1 to `most`."""

    def read(_: Reading, node: yaml.Node) -> int:
        number = nodes.whole(node)
        if not 1 <= number <= most:
            raise LineError(nodes.line_of(node), f"a whole number from 1 to {most} belongs here")
        return number

    return read


def as_yes_no(_: Reading, node: yaml.Node) -> bool:
    """True or false."""
    return nodes.yes_no(node)


def is_address(typed: str) -> bool:
    """Whether it is an http or https address, or a template of one with `{id}`."""
    return bool(_URL.fullmatch(typed)) and not re.search(r"[{}]", typed.replace("{id}", ""))


def as_address(reading: Reading, node: yaml.Node) -> str:
    """An http or https address, or a template of one with `{id}`."""
    typed = as_text(reading, node)
    if not is_address(typed):
        raise LineError(nodes.line_of(node), "a web address belongs here, with {id} for the id where needed")
    return typed


def as_path(reading: Reading, node: yaml.Node) -> Path:
    """A path, relative or not."""
    return Path(as_text(reading, node))


def as_patterns(reading: Reading, node: yaml.Node) -> tuple[str, ...]:
    """File patterns that stay below the folder of the file."""

    def pattern(reading: Reading, item: yaml.Node) -> str:
        typed = as_text(reading, item)
        if Path(typed).is_absolute() or ".." in Path(typed).parts:
            raise LineError(nodes.line_of(item), "a path below the folder of mkdocs.yml belongs here")
        return typed

    return reading.each(node, pattern)


def as_language(_: Reading, node: yaml.Node) -> str:
    """A language code, BCP 47."""
    typed = nodes.text(node)
    if not _LANGUAGE.fullmatch(typed):
        raise LineError(nodes.line_of(node), "a language code such as `en` or `pt-BR` belongs here")
    return typed


def as_languages(reading: Reading, node: yaml.Node) -> tuple[str, ...]:
    """A list of those."""
    return reading.each(node, as_language)
