"""The `plugins: - harvest:` block of mkdocs.yml, and what Harvest needs to know of the rest of that file.

Read over PyYAML's node tree and not as mkdocs reads it: mkdocs tells one mistake at a time, without its line.
Tags that belong to others (`!!python/name:` and the like) are left alone; `!ENV` is mkdocs' own.
To add a key: a field in a data class here, a row in the table below it, a row in
`docs/handbook/configuration.md`. A test compares the three.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import yaml

from harvest import nodes, places
from harvest.blocks import ENV, Key, Reading, read_file
from harvest.errors import HarvestError
from harvest.model import ID_PATTERN, State
from harvest.nodes import LineError
from harvest.values import (
    as_address,
    as_any_text,
    as_asking,
    as_email,
    as_https,
    as_languages,
    as_path,
    as_patterns,
    as_text,
    as_texts,
    as_yes_no,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

FORMATS: Final = ("x", "twcs", "discourse", "stackexchange", "kitsune", "github-discussions", "jsonl")
"""The names of the archive formats. (Configuration stands below the sources and cannot ask them.)"""

_CC_BY: Final = re.compile(r"\bCC[ -]?BY\b|creativecommons\.org/licenses/by", re.IGNORECASE)


class CreditRule(StrEnum):
    """Under which name people who helped are credited. Staff always speak under their own."""

    PUBLIC = "public"
    """The public name they use in the source."""
    PSEUDONYM = "pseudonym"
    """A made-up name that stays the same, from the secret."""
    NONE = "none"


# ── reading single values ────────────────────────────────────────────────────────────────────────


def _source_name(reading: Reading, node: yaml.Node) -> str:
    text = as_text(reading, node)
    if not ID_PATTERN.fullmatch(text) or ":" in text:
        raise LineError(
            nodes.line_of(node), "a name of letters, digits, dots and single hyphens belongs here"
        )
    return text


def _format(reading: Reading, node: yaml.Node) -> str:
    text = as_text(reading, node)
    if text not in FORMATS:
        raise LineError(nodes.line_of(node), nodes.unknown("format", text, FORMATS))
    return text


def _credit(_: Reading, node: yaml.Node) -> CreditRule:
    return nodes.choice(node, CreditRule)


def _states(reading: Reading, node: yaml.Node) -> tuple[State, ...]:
    def state(_: Reading, item: yaml.Node) -> State:
        found = nodes.choice(item, State)
        if found is State.RETIRED:
            raise LineError(nodes.line_of(item), "retired pages are never published: take it out")
        return found

    return reading.each(node, state)


def _secret(_: Reading, node: yaml.Node) -> bytes:
    return nodes.text(node).encode("utf-8", "surrogateescape")


# ── the blocks ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Whose knowledge base it is."""

    name: str
    url: str = ""
    """The company's own site; "" for none."""
    community: str = ""
    """Where customers can ask people; "" for nowhere."""
    ask: str = ""
    """Where a new question is written, with `{words}` for what was searched; "" where nobody says."""
    email: str = ""
    """Where customers may write to when the search finds nothing; "" for nowhere."""
    contacts: tuple[str, ...] = ()
    """E-mail addresses, phone numbers, links and handles that are the company's own: never masked."""
    staff: tuple[str, ...] = ()
    """Handles or account keys of staff; `source:key` to name one source's account only."""


COMPANY_KEYS: Final = (
    Key("name", as_text, "The company's name, as customers know it.", required=True),
    Key("url", as_https, "The company's own site."),
    Key("community", as_https, "Where customers can ask people."),
    Key(
        "ask",
        as_asking,
        "Where they write a new question; `{words}`, required exactly once, stands for what they searched.",
    ),
    Key("email", as_email, "Where they may write to when the search finds nothing; shown to everybody."),
    Key(
        "contacts",
        as_texts,
        "E-mail addresses, phone numbers, links and handles of the company: never masked.",
    ),
    Key("staff", as_texts, "Handles of staff accounts; `source:key` for an account of one source only."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where conversations come from."""

    name: str
    """In the lake and in every reference; matches `ID_PATTERN`, holds no colon."""
    format: str
    """One of `FORMATS`."""
    url: str = ""
    """Base address, or a template with `{id}`; "" where the format says where its posts live."""
    licence: str = ""
    """SPDX id or words; "" where the format says, or nobody does."""
    paths: tuple[str, ...] = ()
    """Glob patterns, relative to `Config.root`, never above it."""
    staff: tuple[str, ...] = ()
    """Accounts of staff in this source."""
    credit: CreditRule | None = None
    """None: the rule for all sources."""


SOURCE_KEYS: Final = (
    Key("name", _source_name, "What Harvest calls the source. Never change it later.", required=True),
    Key("format", _format, "The format of its archives.", required=True),
    Key("url", as_address, "Its address, or a template with `{id}`, where the archives do not say."),
    Key("licence", as_text, "The licence of its posts, where the archives do not say."),
    Key("paths", as_patterns, "Its archives: file patterns, relative to the folder of `mkdocs.yml`."),
    Key("staff", as_texts, "Handles of staff accounts in this source."),
    Key("credit", _credit, "`public`, `pseudonym` or `none`, for this source."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A heading under which pages are listed."""

    name: str
    match: tuple[str, ...] = ()
    """Tags, categories or words that put a page there, besides the topic's own name."""


TOPIC_KEYS: Final = (
    Key("name", as_text, "The topic, as customers see it.", required=True),
    Key("match", as_texts, "Tags, categories or words that put a page there."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What is masked and how people are named."""

    secret: bytes | None = field(default=None, repr=False)
    """The key of the pseudonyms; None where none is configured, empty where its variable is not set: a build
    of the site needs none. Never shown."""
    keep: tuple[str, ...] = ()
    """More texts that are never masked: product names, error codes."""


PRIVACY_KEYS: Final = (
    Key("secret", _secret, "The key of the pseudonyms: only ever `!ENV NAME`."),
    Key("keep", as_texts, "More texts that are never masked, such as product names and error codes."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions:
    """What the search of the site does beyond searching."""

    misses: bool = False
    """Whether a browser tells the site's own host which words found nothing, by asking for a tiny file."""
    offline: bool = False
    """Whether browsers keep what was visited, and the search, for when there is no connection."""


SEARCH_KEYS: Final = (
    Key("misses", as_yes_no, "Whether words that found nothing are told to your own access log."),
    Key("offline", as_yes_no, "Whether visited pages and the search work without a connection."),
)


def _search(reading: Reading, node: yaml.Node) -> SearchOptions | None:
    values = reading.block(node, SEARCH_KEYS, nodes.line_of(node))
    return None if values is None else SearchOptions(**values)


def _company(reading: Reading, node: yaml.Node) -> Company | None:
    values = reading.block(node, COMPANY_KEYS, nodes.line_of(node))
    return None if values is None else Company(**values)


def _source(reading: Reading, node: yaml.Node) -> Source | None:
    values = reading.block(node, SOURCE_KEYS, nodes.line_of(node))
    return None if values is None else Source(**values)


def _topic(reading: Reading, node: yaml.Node) -> Topic | None:
    if isinstance(node, yaml.ScalarNode):
        return Topic(name=as_text(reading, node))
    values = reading.block(node, TOPIC_KEYS, nodes.line_of(node))
    return None if values is None else Topic(**values)


def _privacy(reading: Reading, node: yaml.Node) -> Privacy | None:
    entries = nodes.entries(node)
    for key, line, value in entries:
        shown = value.tag != ENV or (isinstance(value, yaml.SequenceNode) and len(value.value) > 1)
        if key == "secret" and shown and not nodes.is_null(value):
            reading.note(line, "secret: must not stand in this file: write `!ENV NAME`, and no default")
    values = reading.block(node, PRIVACY_KEYS, nodes.line_of(node))
    if values is not None and any(key == "secret" for key, _, _ in entries):
        values.setdefault("secret", b"")
    return None if values is None else Privacy(**values)


def _named(
    one: Callable[[Reading, yaml.Node], Source | Topic | None],
) -> Callable[[Reading, yaml.Node], tuple[Source | Topic, ...]]:
    """A list of blocks, no two of the same name."""

    def read(reading: Reading, node: yaml.Node) -> tuple[Source | Topic, ...]:
        seen: set[str] = set()

        def item(reading: Reading, node: yaml.Node) -> Source | Topic | None:
            found = one(reading, node)
            if found and found.name in seen:
                raise LineError(nodes.line_of(node), f'"{found.name}" is there twice')
            seen.add(found.name if found else "")
            return found

        return reading.each(node, item)

    return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that is configured. Where `load` returns one, it has no mistakes."""

    root: Path
    """The folder of mkdocs.yml, absolute; all other paths below are absolute too."""
    docs: Path
    """mkdocs' `docs_dir`."""
    site: Path
    """mkdocs' `site_dir`."""
    site_name: str = ""
    site_url: str = ""
    """Where the site will be; "" where mkdocs.yml does not say."""
    company: Company
    sources: tuple[Source, ...] = ()
    lake: Path
    """The folder that holds every post ever fetched; by default `.harvest/lake`."""
    publish: tuple[State, ...] = (State.REVIEWED, State.VALIDATED, State.STALE)
    """The states of the pages that customers see."""
    topics: tuple[Topic, ...] = ()
    """In the order in which customers see them."""
    search: SearchOptions = field(default_factory=SearchOptions)
    privacy: Privacy = field(default_factory=Privacy)
    credit: CreditRule | None = None
    """None: as the licence of the posts asks (`credit_rule`)."""
    languages: tuple[str, ...] = ("en",)

    @property
    def work(self) -> Path:
        """The folder for everything that is not committed: proposals, quarantine."""
        return self.root / ".harvest"

    @property
    def staff(self) -> tuple[str, ...]:
        """Staff accounts of all sources; those of one source as `source:handle`."""
        return self.company.staff + tuple(
            f"{s.name}:{who.lstrip('@')}" for s in self.sources for who in s.staff
        )

    @property
    def keep(self) -> tuple[str, ...]:
        """What is never masked; the company's own name too, which staff often bear beside theirs."""
        return (self.company.name, *self.company.contacts, *self.privacy.keep)

    def credit_rule(self, source: str, licence: str) -> CreditRule:
        """How to credit the author of a post from `source` under `licence`.

        The source's own rule, else the rule for all, else: by public name where a CC BY licence asks for it,
        and not at all otherwise.
        """
        own = next((each.credit for each in self.sources if each.name == source), None)
        by_licence = CreditRule.PUBLIC if _CC_BY.search(licence) else CreditRule.NONE
        return own or self.credit or by_licence


KEYS: Final = (
    Key("company", _company, "Whose knowledge base it is.", required=True),
    Key("sources", _named(_source), "Where conversations come from; used by `harvest import`."),
    Key("lake", as_path, "The folder for every post ever fetched; never commit it."),
    Key("publish", _states, "The states of the pages that customers see."),
    Key("topics", _named(_topic), "The topics, in the order in which customers see them."),
    Key("search", _search, "What the search of the site does beyond searching."),
    Key("privacy", _privacy, "What is masked, and how people are named."),
    Key("credit", _credit, "`public`, `pseudonym` or `none`, for all sources."),
    Key("languages", as_languages, "The languages of the conversations."),
)

SITE_KEYS: Final = (
    Key("docs_dir", as_path, "The folder of the pages."),
    Key("site_dir", as_path, "The folder that the site is built into."),
    Key("site_name", as_any_text, "The name of the site."),
    Key("site_url", as_any_text, "Where the site will be."),
)
"""What is read of mkdocs' own keys; mkdocs checks the others."""


def load(path: Path, environ: Mapping[str, str] = os.environ) -> Config:
    """Read a mkdocs.yml; `environ` is what `!ENV` is resolved from.

    Raises ConfigError with every mistake and its line, HarvestError where there is no file to read.
    """
    reading = Reading(environ)
    node = read_file(path, "run `harvest init`, or name the file with --config")
    if node is None:
        raise HarvestError("is empty", where=path, todo="run `harvest init` for one to start from")
    site, block, line = _parts(reading, node)
    values = reading.block(block, KEYS, line) if block is not None else None
    _check_secret(reading, values, line)
    reading.finish(path)
    if values is None:
        raise AssertionError("a configuration without values has noted why")
    root = path.absolute().parent
    config = Config(
        root=root,
        docs=root / site.pop("docs_dir", "docs"),
        site=root / site.pop("site_dir", "site"),
        lake=root / values.pop("lake", ".harvest/lake"),
        **site,
        **values,
    )
    _check_places(reading, config, _line_of("site_dir", node, line), _line_of("lake", block, line))
    reading.finish(path)
    return config


def _line_of(key: str, block: yaml.Node | None, line: int) -> int:
    """Where the key stands in the block; `line` where it does not."""
    found = nodes.entries(block) if isinstance(block, yaml.MappingNode) else []
    return next((at for name, at, _ in found if name == key), line)


def _check_places(reading: Reading, config: Config, site_line: int, lake_line: int) -> None:
    todo = "name a folder of its own"
    around = {"root": config.root, "docs": config.docs}
    if problem := places.of_site(config.site, **around, lake=config.lake):
        reading.note(site_line, f"site_dir: {problem}: mkdocs would empty it; {todo}")
    if problem := places.of_lake(config.lake, **around):
        reading.note(lake_line, f"lake: {problem}: its posts would be published; {todo}")


def _parts(reading: Reading, root: yaml.Node) -> tuple[dict[str, Any], yaml.Node | None, int]:
    """What is read of mkdocs' keys; the `harvest` block and its line, None (noted) where there is none."""
    site: dict[str, Any] = {}
    known = {key.name: key for key in SITE_KEYS}
    plugins: yaml.Node | None = None
    line = 1
    try:
        for name, at, value in nodes.entries(root):
            if name in known:
                reading.value(known[name], value, site)
            elif name == "plugins":
                plugins, line = value, at
        found = _harvest(plugins) if plugins is not None else None
    except LineError as error:
        reading.note(error.line, error.what)
        return site, None, error.line
    if found is None:
        reading.note(line, "there is no `- harvest:` under `plugins:`")
        return site, None, line
    return site, *found


def _harvest(plugins: yaml.Node) -> tuple[yaml.Node, int] | None:
    """The block and its line; mkdocs takes plugins as a list of names and mappings, or as a mapping."""
    for item in plugins.value if isinstance(plugins, yaml.SequenceNode) else [plugins]:
        if isinstance(item, yaml.MappingNode):
            for name, line, value in nodes.entries(item):
                if name == "harvest":
                    return value, line
        elif isinstance(item, yaml.ScalarNode) and item.value == "harvest":
            return yaml.ScalarNode(nodes.NULL, "", item.start_mark, item.end_mark), nodes.line_of(item)
    return None


def _check_secret(reading: Reading, values: dict[str, Any] | None, line: int) -> None:
    """Pseudonyms without a secret could be undone by anybody who knows the handles."""
    if values is None:
        return
    rules = [values.get("credit"), *(source.credit for source in values.get("sources", ()) if source)]
    if CreditRule.PSEUDONYM in rules and (values.get("privacy") or Privacy()).secret is None:
        reading.note(line, "credit: pseudonyms need `privacy: secret: !ENV NAME`")
