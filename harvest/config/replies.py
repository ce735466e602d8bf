"""`replies`: what is said in a conversation once its answer is a page, where, and to whom not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from harvest import nodes
from harvest.blocks import Key, Reading
from harvest.nodes import LineError
from harvest.values import as_count, as_https, as_text, as_texts

if TYPE_CHECKING:
    import yaml

MOST_DAYS: Final = 3650


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The company's account in one source, which answers there."""

    source: str
    """The name of one of `sources`."""
    api: str = ""
    """Where its API is, if not at the source's own address."""
    user: str = ""
    """The account's name, where the service asks for it (Discourse)."""
    key: str = field(default="", repr=False)
    """What opens it; "" where its variable is not set. Never shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """What is said in a conversation once its answer is a page."""

    accounts: tuple[Account, ...] = ()
    within: int = 365
    """Days since somebody last wrote there: older conversations are left in peace."""
    leave_alone: tuple[str, ...] = ()
    """Accounts that asked not to be contacted, as `source:key` or a handle."""
    resolved: str = ""
    """The company's own words, with `{page}` once in them; "" for ours."""
    answered: str = ""
    asked: str = ""


def _template(reading: Reading, node: yaml.Node) -> str:
    typed = as_text(reading, node)
    if typed.count("{page}") != 1:
        raise LineError(nodes.line_of(node), "{page} belongs there once, for the page's address")
    return typed


def _account(reading: Reading, node: yaml.Node) -> Account | None:
    reading.hidden(node, "key")
    values = reading.block(node, ACCOUNT_KEYS, nodes.line_of(node))
    return None if values is None else Account(**values)


def _accounts(reading: Reading, node: yaml.Node) -> tuple[Account, ...]:
    return reading.each(node, _account)


ACCOUNT_KEYS: Final = (
    Key("source", as_text, "The name of one of the `sources`.", required=True),
    Key("api", as_https, "Where its API is, if not at the source's own address."),
    Key("user", as_text, "The account's name, where the service asks for it."),
    Key("key", as_text, "What opens it: only ever `!ENV NAME`."),
)

REPLY_KEYS: Final = (
    Key("accounts", _accounts, "The company's accounts that answer."),
    Key("within", as_count(MOST_DAYS), "Days since somebody last wrote in a conversation that is answered."),
    Key("leave_alone", as_texts, "Accounts that asked not to be contacted, as `source:key` or a handle."),
    Key("resolved", _template, "What is said where somebody found the answer; `{page}` once."),
    Key("answered", _template, "What is said where nobody has confirmed it; `{page}` once."),
    Key("asked", _template, "What is said where the question stands without an answer; `{page}` once."),
)


def read_replies(reading: Reading, node: yaml.Node) -> Replies | None:
    """The block; None (noted) where it has mistakes."""
    values = reading.block(node, REPLY_KEYS, nodes.line_of(node))
    return None if values is None else Replies(**values)
