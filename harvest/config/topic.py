"""`topics`: the headings under which pages are listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import yaml

from harvest import nodes
from harvest.blocks import Key, Reading
from harvest.values import as_text, as_texts


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


def read_topic(reading: Reading, node: yaml.Node) -> Topic | None:
    """A name alone, or a block."""
    if isinstance(node, yaml.ScalarNode):
        return Topic(name=as_text(reading, node))
    values = reading.block(node, TOPIC_KEYS, nodes.line_of(node))
    return None if values is None else Topic(**values)
