"""`docs/replies.yml`: what shall be said, to whom, and what has been. A list, kept by people and by Harvest:

    - thread: forum:1234
      page: answers/kettle.md
      state: approved
      text: |-
        Hello! ...

Harvest appends, and changes the line of a state; nothing else of the file, comments included, is touched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from harvest import nodes
from harvest.blocks import Key, Reading
from harvest.errors import ConfigError, HarvestError, Mistake
from harvest.model import ID_PATTERN
from harvest.nodes import LineError
from harvest.values import as_text

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import yaml

OUTBOX: Final = "replies.yml"
_STATE: Final = re.compile(
    r"(?P<indent>[ ]*(?:-[ ]+)?)state:[ \t]*[\"']?\w+[\"']?(?P<rest>[ \t]*(?:#.*)?\r?)"
)
_HEAD: Final = (
    "# What Harvest would say in conversations whose answer is a page now. Change the text as you like,\n"
    "# then `state: draft` to `state: approved` (or to `dropped`), and run: harvest reply --send\n"
)


class State(StrEnum):
    """Where a reply is on its way."""

    DRAFT = "draft"
    """Harvest wrote it, nobody has looked."""
    APPROVED = "approved"
    """Somebody of yours has read it: it may be sent."""
    SENDING = "sending"
    """It was about to be sent when something went wrong: it may be there. A person must look."""
    SENT = "sent"
    DROPPED = "dropped"
    """Somebody of yours does not want it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer in one conversation."""

    thread: str
    """`Thread.ref`. There is one reply for each, for ever."""
    page: str
    """The page that it links to, relative to the docs folder."""
    text: str
    """As it will be posted."""
    state: State = State.DRAFT
    sent: date | None = None
    link: str = ""
    """Where it can be read; "" where the service does not say."""
    line: int = 0
    """Of `state:` in the file; 0 for what is not in it yet."""


def _thread(reading: Reading, node: yaml.Node) -> str:
    typed = as_text(reading, node)
    if not all(map(ID_PATTERN.fullmatch, typed.partition(":")[::2])):
        raise LineError(nodes.line_of(node), "a conversation belongs here, as source:id")
    return typed


def _words(_: Reading, node: yaml.Node) -> str:
    return nodes.text(node).strip()


def _state(_: Reading, node: yaml.Node) -> State:
    return nodes.choice(node, State)


def _day(_: Reading, node: yaml.Node) -> date:
    return nodes.day(node)


REPLY_KEYS: Final = (
    Key("thread", _thread, "The conversation, as source:id.", required=True),
    Key("page", as_text, "The page that the reply links to.", required=True),
    Key("state", _state, "`draft`, `approved`, `sending`, `sent` or `dropped`.", required=True),
    Key("text", _words, "What is said.", required=True),
    Key("sent", _day, "The day on which it was sent."),
    Key("link", as_text, "Where it can be read."),
)


def read(text: str, where: Path) -> tuple[Reply, ...]:
    """The replies of a file. Raises ConfigError with every mistake and its line."""
    try:
        root = nodes.compose(text)
    except LineError as error:
        raise ConfigError(where, (Mistake(error.line, error.what),)) from None
    if root is None:
        return ()
    reading = Reading({})
    seen: set[str] = set()

    def reply(reading: Reading, node: yaml.Node) -> Reply | None:
        """One reply; None where it is wrong."""
        values = reading.block(node, REPLY_KEYS, nodes.line_of(node))
        if values is None:
            return None
        line = next(line for name, line, _ in nodes.entries(node) if name == "state")
        found = Reply(**values, line=line)
        if found.thread in seen:
            raise LineError(nodes.line_of(node), f'"{found.thread}" is there twice: nobody is answered twice')
        seen.add(found.thread)
        return found

    found: tuple[Reply, ...] = ()
    try:
        found = reading.each(root, reply)
    except LineError as error:
        reading.note(error.line, error.what)
    reading.finish(where)
    return found


def with_new(text: str, replies: tuple[Reply, ...]) -> str:
    """The file with more replies at its end."""
    if not replies:
        return text
    before = text if text.strip() else _HEAD
    return "\n".join([before.rstrip("\n"), *("\n" + _entry(reply) for reply in replies)]) + "\n"


def _entry(reply: Reply) -> str:
    said = "\n".join(f"    {line}" if line else "" for line in reply.text.split("\n"))
    return f"- thread: {reply.thread}\n  page: {reply.page}\n  state: {reply.state}\n  text: |-\n{said}"


def with_state(text: str, reply: Reply, state: State, *, sent: date | None = None, link: str = "") -> str:
    """The file with another state of one reply, which was read from it.

    Raises HarvestError where the state does not stand on a line of its own.
    """
    lines = text.split("\n")
    at = reply.line - 1
    found = _STATE.fullmatch(lines[at])
    if not found:
        what = f"the state of {reply.thread} shares its line with something else"
        raise HarvestError(what, where=OUTBOX, line=reply.line, todo="give it a line of its own")
    lead = found["indent"].replace("-", " ")
    end = "\r" if lines[at].endswith("\r") else ""
    told = [f"{found['indent']}state: {state}{found['rest']}"]
    told += [f"{lead}sent: {sent}{end}"] if sent and not reply.sent else []
    told += [f"{lead}link: {_quoted(link)}{end}"] if link and not reply.link else []
    return "\n".join([*lines[:at], *told, *lines[at + 1 :]])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
