"""`docs/status/status.yml`: whose site it is, its parts, who speaks, and where it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harvest import nodes
from harvest.blocks import ENV, Key, Reading, read_file
from harvest.errors import ConfigError, HarvestError
from harvest.nodes import LineError
from harvest.status.model import ID, Component, Settings, Speaker, Target
from harvest.values import as_count, as_https, as_language, as_languages, as_text, by_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import yaml

FILE: Final = "status.yml"
TARGETS: Final = ("folder", "rsync", "s3", "git")
MOST_MINUTES: Final = 60 * 24 * 7


def _id(reading: Reading, node: yaml.Node) -> str:
    typed = as_text(reading, node)
    if not ID.fullmatch(typed):
        raise LineError(nodes.line_of(node), "lower-case letters, digits and single hyphens belong here")
    return typed


def _by_language(reading: Reading, node: yaml.Node) -> Mapping[str, str]:
    return {language: as_text(reading, value) for language, _, value in by_language(node)}


def _kind(reading: Reading, node: yaml.Node) -> str:
    typed = as_text(reading, node)
    if typed not in TARGETS:
        raise LineError(nodes.line_of(node), nodes.unknown("kind of target", typed, TARGETS))
    return typed


def _options(reading: Reading, node: yaml.Node) -> Mapping[str, str]:
    """A variable that is not set is "" here: the target that needs it says so, and no other is held up."""
    found: dict[str, str] = {}
    for key, _, raw in nodes.entries(node):
        value = reading.resolve(raw)
        unset = raw.tag == ENV and nodes.is_null(value)
        found[key] = "" if unset else as_text(reading, value)
    return found


def _each(
    keys: tuple[Key, ...], build: Callable[..., Any], name: str
) -> Callable[[Reading, yaml.Node], tuple[Any, ...]]:
    """A list of blocks, no two of the same `name`."""

    def read(reading: Reading, node: yaml.Node) -> tuple[Any, ...]:
        seen: set[str] = set()

        def one(reading: Reading, item: yaml.Node) -> Any:
            values = reading.block(item, keys, nodes.line_of(item))
            if values is None:
                return None
            if values[name] in seen:
                raise LineError(nodes.line_of(item), f'"{values[name]}" is there twice')
            seen.add(values[name])
            return build(**values)

        return tuple(found for found in reading.each(node, one) if found is not None)

    return read


COMPONENT_KEYS: Final = (
    Key("id", _id, "What it is called in files; never change it later.", required=True),
    Key("name", as_text, "What customers call it.", required=True),
    Key("about", as_text, "One line about it."),
    Key("group", as_text, "The heading that it stands under."),
    Key("names", _by_language, "Its name in other languages."),
)

SPEAKER_KEYS: Final = (
    Key("key", _id, "What is written in files.", required=True),
    Key("name", as_text, "The name that customers see.", required=True),
    Key("role", as_text, "What they are in the company.", required=True),
)

TARGET_KEYS: Final = (
    Key("name", _id, "What it is called here.", required=True),
    Key("kind", _kind, "`folder`, `rsync`, `s3` or `git`.", required=True),
    Key("to", as_text, "The folder, `host:folder`, `s3://bucket/prefix` or repository.", required=True),
    Key("url", as_https, "Where customers read what is published there."),
    Key("options", _options, "What that kind of target needs more; secrets as `!ENV NAME`."),
)

KEYS: Final = (
    Key("name", as_text, "The company's name.", required=True),
    Key("url", as_https, "Where customers read the status site.", required=True),
    Key("service", as_https, "The address of the main service, to be compared with only."),
    Key("help", as_https, "Where customers get help."),
    Key("components", _each(COMPONENT_KEYS, Component, "id"), "The parts of the service.", required=True),
    Key("speakers", _each(SPEAKER_KEYS, Speaker, "key"), "Who may speak.", required=True),
    Key("targets", _each(TARGET_KEYS, Target, "name"), "Where the site is published: two at least."),
    Key("lang", as_language, "The language of the site."),
    Key("languages", as_languages, "Other languages that texts may have."),
    Key("valid_minutes", as_count(MOST_MINUTES), "A page older than this says so itself."),
    Key("key", as_text, "The file of the public key for the signed manifest."),
)


NEEDED: Final = ("name", "url", "components", "speakers", "lang", "key")
"""A mistake in one of these is no small one: without `key`, say, the site would be published unsigned. Of a
list, what has no mistake counts."""


def load(path: Path, environ: Mapping[str, str]) -> Settings:
    """Read status.yml; `environ` is what `!ENV` is resolved from.

    Raises ConfigError with every mistake and its line, HarvestError where there is no file to read.
    """
    settings, mistakes = read(path, environ)
    if mistakes:
        raise mistakes
    return settings


def read(path: Path, environ: Mapping[str, str]) -> tuple[Settings, ConfigError | None]:
    """What can be understood of status.yml, and every mistake.

    Lenient as the files of incidents are: one mistyped target must not keep the others from the news. Raises
    ConfigError where there is no site without what is wrong (`NEEDED`), HarvestError where there is no file.
    """
    reading = Reading(environ)
    root = read_file(path, "run `harvest status init` for one to start from")
    if root is None:
        raise HarvestError("is empty", where=path, todo="run `harvest status init` for one to start from")
    values = reading.block(root, KEYS, 1)
    try:
        reading.finish(path)
    except ConfigError as mistakes:
        if values is None or any(key in NEEDED and not values.get(key) for key, _, _ in nodes.entries(root)):
            raise
        return Settings(**values, damaged=True), mistakes
    if values is None:
        raise AssertionError("settings without values have noted why")
    return Settings(**values), None
