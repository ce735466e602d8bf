"""What no format can carry is taken out once, at the door.

That is control characters, halves of characters, and overrides of the direction of text. What is far too long
is cut. Renderers after it need only the escapes of their own format.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harvest.status.model import Component, Incident, Party, Settings, Speaker, Update

LINE: Final = 200
"""Characters of a title or a name."""
TEXT: Final = 50_000
"""Characters of an update or a workaround."""
_CONTROLS: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # all but tab and newline
    "\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"  # separators, overrides of direction
    "\ud800-\udfff\ufdd0-\ufdef]"  # halves of characters, and what is none
)
_URL: Final = re.compile(r"https?://[^\s/?#@<>\"'\\`{}|^]+(?:[/?#][^\s<>\"'\\`{}|^]*)?")
_JOINERS: Final = ("\u200d", "\ufe0f", "\u034f")


def line(text: str, most: int = LINE) -> str:
    """On one line, and no longer than that."""
    return _cut(" ".join(_allowed(text[: most * 20]).split()), most)


def words(text: str, most: int = TEXT) -> str:
    """On as many lines as it has."""
    return _cut(_allowed(text[: most * 2].replace("\r\n", "\n").replace("\r", "\n")).strip(), most)


def url(text: str) -> str:
    """An http or https address; "" for anything else."""
    return text if _URL.fullmatch(text) and text.isprintable() else ""


def _allowed(text: str) -> str:
    text = _CONTROLS.sub(
        lambda found: " " if found[0] in "\u2028\u2029\x0b\x0c\x1c\x1d\x1e\x85" else "", text
    )
    return "".join(c for c in text if ord(c) & 0xFFFE != 0xFFFE)


def _cut(text: str, most: int) -> str:
    """Not between a letter and its marks, nor inside a family of emoji."""
    if len(text) <= most:
        return text
    end = most - 1
    while end and (_belongs(text[end]) or text[end - 1] in _JOINERS):
        end -= 1
    return text[: end or most - 1].rstrip() + "…"


def _belongs(character: str) -> bool:
    """Whether it belongs to the character before it."""
    skin = "\U0001f3fb" <= character <= "\U0001f3ff"
    return skin or character in _JOINERS or unicodedata.category(character) in {"Mn", "Me", "Mc"}


def settings(found: Settings) -> Settings:
    """Names and addresses that every format can carry."""
    return replace(
        found,
        name=line(found.name),
        url=url(found.url).rstrip("/") + "/",
        help=url(found.help),
        components=tuple(_component(each) for each in found.components),
        speakers=tuple(_speaker(each) for each in found.speakers),
    )


def _component(found: Component) -> Component:
    return replace(
        found,
        name=line(found.name) or found.id,
        about=line(found.about),
        group=line(found.group),
        names=_each(found.names),
    )


def _speaker(found: Speaker) -> Speaker:
    return replace(found, name=line(found.name), role=line(found.role))


def incident(found: Incident) -> Incident:
    """Titles and texts that every format can carry."""
    return replace(
        found,
        title=line(found.title) or found.id,
        workaround=words(found.workaround),
        cause=_party(found.cause) if found.cause else None,
        discussion=url(found.discussion),
        titles=_each(found.titles),
        workarounds={language: words(text) for language, text in found.workarounds.items()},
        updates=tuple(_update(each) for each in found.updates),
    )


def _update(found: Update) -> Update:
    texts = {language: words(text) for language, text in found.texts.items()}
    return replace(found, text=words(found.text), texts=texts)


def _party(found: Party) -> Party | None:
    name = line(found.name)
    return replace(found, name=name, url=url(found.url)) if name else None


def _each(found: Mapping[str, str]) -> Mapping[str, str]:
    return {language: line(text) for language, text in found.items() if line(text)}
