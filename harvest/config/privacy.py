"""`privacy`: what is masked and how people are named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import yaml

from harvest import nodes
from harvest.blocks import ENV, Key, Reading
from harvest.values import as_texts


def _secret(_: Reading, node: yaml.Node) -> bytes:
    return nodes.text(node).encode("utf-8", "surrogateescape")


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


def read_privacy(reading: Reading, node: yaml.Node) -> Privacy | None:
    """The block; a secret that is written out is a mistake."""
    entries = nodes.entries(node)
    for key, line, value in entries:
        shown = value.tag != ENV or (isinstance(value, yaml.SequenceNode) and len(value.value) > 1)
        if key == "secret" and shown and not nodes.is_null(value):
            reading.note(line, "secret: must not stand in this file: write `!ENV NAME`, and no default")
    values = reading.block(node, PRIVACY_KEYS, nodes.line_of(node))
    if values is not None and any(key == "secret" for key, _, _ in entries):
        values.setdefault("secret", b"")
    return None if values is None else Privacy(**values)
