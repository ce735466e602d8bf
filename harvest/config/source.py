"""`sources`: where conversations come from, and under which name people are credited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from harvest import nodes
from harvest.blocks import Key, Reading
from harvest.config.fetching import Fetch, mistakes, read_fetch
from harvest.config.formats import FORMATS
from harvest.model import ID_PATTERN
from harvest.nodes import LineError
from harvest.values import as_address, as_patterns, as_text, as_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    import yaml

_CC_BY: Final = re.compile(r"\bCC[ -]?BY\b|creativecommons\.org/licenses/by", re.IGNORECASE)


class CreditRule(StrEnum):
    """Under which name people who helped are credited. Staff always speak under their own."""

    PUBLIC = "public"
    """The public name they use in the source."""
    PSEUDONYM = "pseudonym"
    """A made-up name that stays the same, from the secret."""
    NONE = "none"


def wants_names(licence: str) -> bool:
    """Whether a licence asks that authors are named: one of Creative Commons with BY."""
    return bool(_CC_BY.search(licence))


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


def read_credit(_: Reading, node: yaml.Node) -> CreditRule:
    """One of the rules."""
    return nodes.choice(node, CreditRule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where conversations come from."""

    name: str
    """In the lake and in every reference; matches `ID_PATTERN`, holds no colon."""
    format: str
    """One of `harvest.config.formats.FORMATS`."""
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
    fetch: Fetch | None = None
    """What is harvested from the live service; None: archives only."""


SOURCE_KEYS: Final = (
    Key("name", _source_name, "What Harvest calls the source. Never change it later.", required=True),
    Key("format", _format, "The format of its archives.", required=True),
    Key("url", as_address, "Its address, or a template with `{id}`, where the archives do not say."),
    Key("licence", as_text, "The licence of its posts, where the archives do not say."),
    Key("paths", as_patterns, "Its archives: file patterns, relative to the folder of `mkdocs.yml`."),
    Key("staff", as_texts, "Handles of staff accounts in this source."),
    Key("credit", read_credit, "`public`, `pseudonym` or `none`, for this source."),
    Key("fetch", read_fetch, "What `harvest fetch` brings from the live service; `{}` for all of it."),
)


def read_source(reading: Reading, node: yaml.Node) -> Source | None:
    """One source; None (noted) where it has mistakes."""
    values = reading.block(node, SOURCE_KEYS, nodes.line_of(node))
    if values is None:
        return None
    written = next((value for key, _, value in nodes.entries(node) if key == "fetch"), None)
    if written is not None and nodes.is_null(written):
        line = nodes.line_of(written)
        reading.note(line, "fetch: nothing is written here: `fetch: {}` brings all of it")
    elif written is not None and values.get("fetch"):
        _check_fetch(reading, values, written)
    return Source(**values)


def _check_fetch(reading: Reading, values: Mapping[str, Any], written: yaml.Node) -> None:
    lines = {key: line for key, line, value in nodes.entries(written) if not nodes.is_null(value)}
    for key, what in mistakes(values["format"], values, lines):
        reading.note(lines.get(key, nodes.line_of(written)), f"fetch: {what}")
