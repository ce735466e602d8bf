"""Answer → the text of its page. Deterministic: the same answer gives the same bytes, and needs no clock."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import yaml

from harvest.pages.body import write_body
from harvest.pages.fields import FIELDS, GENERATED, Inline, write_record

if TYPE_CHECKING:
    from harvest.model import Answer

_ONE_LINE: Final = 1_000_000_000  # wider than any value: no value is ever folded over lines


def render(answer: Answer) -> str:
    """The whole file. Raises ValueError for what the page could not be read back from.

    That is: a blank title, fewer than one asker, an illegal heading, passage or id (`harvest.pages.body`).
    """
    front, body = _front(answer), write_body(answer.sections)
    return f"---\n{front}{emit({GENERATED: fingerprint(front, body)})}---\n{body}"


def digest(answer: Answer) -> str:
    """`sha256:` and 16 hex digits of the page without its `generated` line; ValueError as `render`."""
    return fingerprint(_front(answer), write_body(answer.sections))


def fingerprint(front: str, body: str) -> str:
    """The digest of a page, from the text of its front matter (`generated` left out) and of its body."""
    page = f"---\n{front}---\n{body}"
    return f"sha256:{hashlib.sha256(page.encode()).hexdigest()[:16]}"


def _front(answer: Answer) -> str:
    if not answer.title.strip():
        raise ValueError("a page needs a title")
    if not 1 <= answer.askers < 1_000_000_000:
        raise ValueError("a page needs at least one asker")
    return emit(write_record(answer, FIELDS))


def emit(values: dict[str, object]) -> str:
    """Plain values (`fields.write_record`) as lines of front matter."""
    text: str = yaml.dump(
        values, Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=False, width=_ONE_LINE
    )
    return text


class _Dumper(yaml.SafeDumper):
    """Lists indented under their key, no anchors, doubtful texts quoted."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True

    def choose_scalar_style(self) -> str:
        """Plain or in double quotes: single quotes lose some line breaks and write others as they are."""
        style: str = super().choose_scalar_style()
        return '"' if style == "'" else style


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    """Plain only where YAML 1.1 and 1.2 both read a text. A value never stands on more than one line."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("a text holds half of a surrogate pair")
    plain = text[:1].isalpha() and text.isprintable() and text.lower() not in {"y", "n"}
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


def _inline(dumper: yaml.SafeDumper, words: Inline) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", words, flow_style=True)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Inline, _inline)
