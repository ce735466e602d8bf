"""`privacy`: what is masked and how people are named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from harvest import nodes
from harvest.blocks import Key, Reading
from harvest.values import as_texts

if TYPE_CHECKING:
    import yaml


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
    reading.hidden(node, "secret")
    values = reading.block(node, PRIVACY_KEYS, nodes.line_of(node))
    if values is not None and any(key == "secret" for key, _, _ in nodes.entries(node)):
        values.setdefault("secret", b"")
    return None if values is None else Privacy(**values)
