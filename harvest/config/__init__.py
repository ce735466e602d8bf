"""The `plugins: - harvest:` block of mkdocs.yml, and what Harvest needs to know of the rest of that file.

Read over PyYAML's node tree and not as mkdocs reads it: mkdocs tells one mistake at a time, without its line.
Tags that belong to others (`!!python/name:` and the like) are left alone; `!ENV` is mkdocs' own.
To add a key: a field in a data class here, a row in the table below it, a row in
`docs/handbook/configuration.md`. A test compares the three.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import yaml

from harvest import nodes, places
from harvest.blocks import Key, Reading, read_file
from harvest.config.checks import WAIVER_KEYS, read_waivers
from harvest.config.company import COMPANY_KEYS, Company, read_company
from harvest.config.fetching import FETCH_KEYS, Fetch
from harvest.config.formats import FORMATS
from harvest.config.privacy import PRIVACY_KEYS, Privacy, read_privacy
from harvest.config.promotion import MARK_KEYS, PROMOTION_KEYS, Forges, Marks, Promotion, read_promotion
from harvest.config.replies import ACCOUNT_KEYS, REPLY_KEYS, Account, Replies, read_replies
from harvest.config.search import SEARCH_KEYS, SearchOptions, read_search
from harvest.config.source import (
    SOURCE_KEYS,
    CreditRule,
    Source,
    read_credit,
    read_source,
    wants_names,
)
from harvest.config.topic import TOPIC_KEYS, Topic, read_topic
from harvest.errors import HarvestError
from harvest.model import State, Waiver
from harvest.nodes import LineError
from harvest.values import as_any_text, as_languages, as_path, as_site

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = [
    "ACCOUNT_KEYS",
    "COMPANY_KEYS",
    "FETCH_KEYS",
    "FORMATS",
    "KEYS",
    "MARK_KEYS",
    "PRIVACY_KEYS",
    "PROMOTION_KEYS",
    "REPLY_KEYS",
    "SEARCH_KEYS",
    "SITE_KEYS",
    "SOURCE_KEYS",
    "TOPIC_KEYS",
    "WAIVER_KEYS",
    "Account",
    "Company",
    "Config",
    "CreditRule",
    "Fetch",
    "Forges",
    "Marks",
    "Privacy",
    "Promotion",
    "Replies",
    "SearchOptions",
    "Source",
    "Topic",
    "load",
    "wants_names",
]


def _named(
    one: Callable[[Reading, yaml.Node], Source | Topic | None],
) -> Callable[[Reading, yaml.Node], tuple[Source | Topic, ...]]:
    """A list of blocks, no two of the same name."""

    def read(reading: Reading, node: yaml.Node) -> tuple[Source | Topic, ...]:
        seen: set[str] = set()

        def item(reading: Reading, node: yaml.Node) -> Source | Topic | None:
            """One entry; None where it is wrong."""
            found = one(reading, node)
            if found and found.name in seen:
                raise LineError(nodes.line_of(node), f'"{found.name}" is there twice')
            seen.add(found.name if found else "")
            return found

        return reading.each(node, item)

    return read


def _states(reading: Reading, node: yaml.Node) -> tuple[State, ...]:
    def state(_: Reading, item: yaml.Node) -> State:
        """One that readers may see."""
        found = nodes.choice(item, State)
        if found is State.RETIRED:
            raise LineError(nodes.line_of(item), "retired pages are never published: take it out")
        if found is State.TAKEN_DOWN:
            raise LineError(nodes.line_of(item), "what was taken down always says so: take it out")
        return found

    return reading.each(_listed(node), state)


def _listed(node: yaml.Node) -> yaml.Node:
    """A text as a list: `!ENV` has no other way to give one than names parted by commas."""
    if not isinstance(node, yaml.ScalarNode) or nodes.is_null(node):
        return node
    names = [name.strip() for name in node.value.split(",")]
    each = [yaml.ScalarNode(node.tag, name, node.start_mark, node.end_mark) for name in names]
    return yaml.SequenceNode("tag:yaml.org,2002:seq", each, node.start_mark, node.end_mark)


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
    status: str = ""
    """The status site, which every page asks whether something is down; ends in a slash; "" for none."""
    privacy: Privacy = field(default_factory=Privacy)
    credit: CreditRule | None = None
    """None: as the licence of the posts asks (`credit_rule`)."""
    languages: tuple[str, ...] = ("en",)
    promote: Promotion = field(default_factory=Promotion)
    replies: Replies = field(default_factory=Replies)
    waive: tuple[Waiver, ...] = ()
    """Checks that no page need pass, each with the reason."""

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
        by_licence = CreditRule.PUBLIC if wants_names(licence) else CreditRule.NONE
        return own or self.credit or by_licence


KEYS: Final = (
    Key("company", read_company, "Whose knowledge base it is.", required=True),
    Key(
        "sources",
        _named(read_source),
        "Where conversations come from; used by `harvest import` and `harvest fetch`.",
    ),
    Key("lake", as_path, "The folder for every post ever fetched; never commit it."),
    Key("publish", _states, "The states of the pages that customers see."),
    Key("topics", _named(read_topic), "The topics, in the order in which customers see them."),
    Key("search", read_search, "What the search of the site does beyond searching."),
    Key("status", as_site, "The status site: every page links to it and says while something is down."),
    Key("privacy", read_privacy, "What is masked, and how people are named."),
    Key("credit", read_credit, "`public`, `pseudonym` or `none`, for all sources."),
    Key("languages", as_languages, "The languages of the conversations."),
    Key("promote", read_promotion, "Where pull requests for pages are opened, and who looks at them."),
    Key("replies", read_replies, "What is said in a conversation once its answer is a page."),
    Key("waive", read_waivers, "Checks that no page need pass: `check` and `reason`."),
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
