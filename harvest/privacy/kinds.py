"""The nouns of masking: what is personal, where it stands in a text, and what is let through."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Personal(StrEnum):
    """A kind of personal data; the value is the word that a reader sees in its place."""

    EMAIL = "e-mail"
    PHONE = "phone number"
    CARD = "card number"
    IP = "IP address"
    NUMBER = "number"
    """An order, account, case, serial or other number that leads to one person or one purchase."""
    HANDLE = "handle"
    TOKEN_LINK = "link"  # noqa: S105 (the same)
    """A link that lets its holder in, or that leads to one person."""
    NAME = "name"
    ADDRESS = "address"
    SECRET = "secret"  # noqa: S105 (the word a reader sees)
    """A password, an API key, a licence key."""

    @property
    def mask(self) -> str:
        """What stands in a text instead: `‹e-mail›`. The quotation marks mean nothing in any Markdown."""
        return f"‹{self.value}›"


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of personal data: `text[start:end]`."""

    start: int
    end: int
    kind: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Who is known to be in the conversation, and what belongs to the company and may be published."""

    names: frozenset[str] = frozenset()
    """Handles and display names of the people in the thread."""
    keep: tuple[str, ...] = ()
    """The company's own e-mail addresses, phone numbers, handles, links and product names: never masked.
    A phone number is kept however its digits are grouped; a link is kept as it stands, to the letter."""
