"""Who asks on GitHub for which conversations: the issue form, or `/promote ADDRESS…` in a comment. Pure.

Everything in an event was typed by anybody on the internet. Out of it come an account's name, a number, and
addresses and references that look like such, at most `MOST`: nothing else, and nothing of it is ever part of
a command. Who may ask is decided twice: here, by what GitHub says of the author, and by whoever calls this,
who asks the forge whether the account may write (`Forge.may_write`): a collaborator may be one who only
reads.

A comment counts when it is new (not edited), by a person of the team (not by an app), and under an issue (not
under a pull request, which may come from a fork). `/promote` counts at the beginning of a line, not in what
is quoted, in code or in an HTML comment. Alone, it stands for the addresses in the issue's form: so somebody
of the team says yes to what a customer has filled in. So does the label, when another person than the author
sets it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

from harvest.model import ID_PATTERN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from markdown_it.token import Token

COMMAND: Final = "/promote"
LABEL: Final = "promote"
"""The label that the issue form sets."""
HEADING: Final = "Conversations"
"""The form's field for addresses: GitHub makes it a heading of the third level."""
MOST: Final = 10
"""So many conversations at a time: more is a mistake, and would take the reviewers' day."""

_TEAM: Final = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
_LONGEST: Final = 65_536
"""Characters of a body, as GitHub has it."""
_LONGEST_ADDRESS: Final = 2000
_ACCOUNT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_HOST: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_ADDRESS: Final = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+", re.IGNORECASE)
"""What may stand in an address: printable ASCII without what ends one in text, HTML or Markdown."""
_AROUND: Final = "<>()[]{}.,;:!?'\"“”‘’"
_PARSER: Final = MarkdownIt("commonmark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Somebody asks for conversations. Whether they may is still to be asked of the forge."""

    account: str
    """Who asks."""
    issue: int
    """Where the answer belongs."""
    threads: tuple[str, ...]
    """Addresses and `Thread.ref`s, each once, at most `MOST`; none: they named none that we can read."""
    beyond: int = 0
    """How many more they named."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing is asked of us; nothing is answered either."""

    reason: str
    """For the log. Never what somebody typed."""


def asked(event: object, sources: Collection[str]) -> Asking | Ignored:
    """What an event of GitHub asks for, whatever it holds. `sources`: the names of those that we know."""
    if _at(event, "comment") is not None:
        return _commented(event, sources)
    action = _at(event, "action")
    if action == "opened":
        return _opened(event, sources)
    if action == "labeled":
        return _labelled(event, sources)
    return Ignored("neither a new issue, nor a label, nor a comment")


def _commented(event: object, sources: Collection[str]) -> Asking | Ignored:
    if _at(event, "action") != "created":
        return Ignored("only a new comment counts, not an edited one")
    if _at(event, "issue", "pull_request") is not None:
        return Ignored("a comment under a pull request does not count")
    if _at(event, "comment", "performed_via_github_app") is not None:
        return Ignored("an app wrote the comment")
    author = _person(_at(event, "comment", "user"))
    if not author or author != _person(_at(event, "sender")):
        return Ignored("no person wrote the comment")
    if _at(event, "comment", "author_association") not in _TEAM:
        return Ignored("the author is not of the team")
    named = _commanded(_body(_at(event, "comment", "body")), sources)
    if named is None:
        return Ignored(f"no line of the comment begins with {COMMAND}")
    return _asking(author, event, named or _of_form(_body(_at(event, "issue", "body")), sources) or [])


def _opened(event: object, sources: Collection[str]) -> Asking | Ignored:
    author = _person(_at(event, "issue", "user"))
    if not author or _at(event, "issue", "performed_via_github_app") is not None:
        return Ignored("no person opened the issue")
    if _at(event, "issue", "author_association") not in _TEAM:
        return Ignored("the author is not of the team")
    return _filled_in(author, event, sources)


def _labelled(event: object, sources: Collection[str]) -> Asking | Ignored:
    if _at(event, "label", "name") != LABEL:
        return Ignored("another label")
    person = _person(_at(event, "sender"))
    if not person:
        return Ignored("no person set the label")
    if person == _person(_at(event, "issue", "user")):
        return Ignored("the form sets this label by itself")
    return _filled_in(person, event, sources)


def _filled_in(person: str, event: object, sources: Collection[str]) -> Asking | Ignored:
    if _at(event, "issue", "pull_request") is not None:
        return Ignored("a pull request is no form")
    named = _of_form(_body(_at(event, "issue", "body")), sources)
    return Ignored("the issue is not the form") if named is None else _asking(person, event, named)


def _asking(account: str, event: object, named: Sequence[str]) -> Asking | Ignored:
    number = _at(event, "issue", "number")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        return Ignored("no number of an issue")
    threads = tuple(dict.fromkeys(named))
    return Asking(account=account, issue=number, threads=threads[:MOST], beyond=max(0, len(threads) - MOST))


# ── what an event holds ──────────────────────────────────────────────────────────────────────────


def _at(value: object, *keys: str) -> object:
    """What lies at the end of the keys; None where one of them is not there."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _person(user: object) -> str:
    """The account's name; "" for an app, a bot, or what is none."""
    login = _at(user, "login")
    if _at(user, "type") != "User" or not isinstance(login, str) or not _ACCOUNT.fullmatch(login):
        return ""
    return login


def _body(value: object) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""


# ── what a body says ─────────────────────────────────────────────────────────────────────────────


def _commanded(body: str, sources: Collection[str]) -> list[str] | None:
    """What follows the command, on its line and on lines below that hold nothing else; None without one."""
    found: list[str] | None = None
    for _, lines in _said(body):
        going_on = False
        for line in lines:
            words = line.split()
            named = list(_references(words, sources))
            if words and words[0].casefold() == COMMAND:
                found, going_on = [*(found or []), *named], True
            elif going_on and words and len(named) == len(words):
                found = [*(found or []), *named]
            else:
                going_on = False
    return found


def _of_form(body: str, sources: Collection[str]) -> list[str] | None:
    """What stands under the form's heading; None where there is no such heading."""
    found: list[str] | None = None
    inside = False
    for heading, lines in _said(body):
        if heading:
            inside = heading == "h3" and lines == [HEADING]
            found = (found or []) if inside else found
        elif inside and found is not None:
            found += [each for line in lines for each in _references(line.split(), sources)]
    return found


def _said(body: str) -> Iterator[tuple[str, list[str]]]:
    """The lines of each paragraph, with "h1" to "h6" where it is a heading, else ""; no quotations."""
    quoted, heading = 0, ""
    for token in _PARSER.parse(body):
        if token.type in {"blockquote_open", "blockquote_close"}:
            quoted += token.nesting
        elif token.type in {"heading_open", "heading_close"}:
            heading = token.tag if token.nesting > 0 else ""
        elif token.type == "inline" and not quoted:
            yield heading, _lines(token.children or ())


def _lines(tokens: Iterable[Token]) -> list[str]:
    """Text and the addresses of links, line by line; code and HTML are left out."""
    text, linked = "", False
    for token in tokens:
        if token.type == "link_open":
            text, linked = f"{text} {token.attrGet('href')} ", True
        elif token.type == "link_close":
            linked = False
        elif token.type in {"softbreak", "hardbreak"}:
            text += "\n"
        elif not linked:
            text += token.content if token.type == "text" else " "
    return [line.strip() for line in text.split("\n")]


def _references(words: Iterable[str], sources: Collection[str]) -> Iterator[str]:
    for word in words:
        bare = word.strip(_AROUND)
        if _is_address(bare) or _is_reference(bare, sources):
            yield bare


def _is_address(text: str) -> bool:
    if len(text) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises where it is none
    except ValueError:
        return False
    return bool("@" not in parts.netloc and parts.hostname and _HOST.fullmatch(parts.hostname))


def _is_reference(text: str, sources: Collection[str]) -> bool:
    source, _, id_ = text.partition(":")
    return source in sources and bool(ID_PATTERN.fullmatch(id_))
