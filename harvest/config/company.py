"""`company`: whose knowledge base it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest import nodes
from harvest.blocks import Key, Reading
from harvest.values import as_asking, as_email, as_https, as_text, as_texts

if TYPE_CHECKING:
    import yaml


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


def read_company(reading: Reading, node: yaml.Node) -> Company | None:
    """The block; None (noted) where it has mistakes."""
    values = reading.block(node, COMPANY_KEYS, nodes.line_of(node))
    return None if values is None else Company(**values)
