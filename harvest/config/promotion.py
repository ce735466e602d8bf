"""`promote`: where pull requests for pages are opened, who looks at them, and what marks a thread for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from harvest import nodes
from harvest.blocks import Key, Reading
from harvest.nodes import LineError
from harvest.values import as_count, as_https, as_text, as_texts

if TYPE_CHECKING:
    import yaml

MOST_OPEN: Final = 1000

_BRANCH: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]|[./](?=[A-Za-z0-9_-]))*")
_REPOSITORY: Final = re.compile(r"[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)+")


class Forges(StrEnum):
    """The software of the host that holds the repository. Forgejo speaks as Gitea does."""

    GITHUB = "github"
    GITLAB = "gitlab"
    GITEA = "gitea"
    FORGEJO = "forgejo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What marks a thread for promotion in the source itself."""

    tags: tuple[str, ...] = ()
    """Tags of the conversation."""
    words: tuple[str, ...] = ()
    """What a post of staff says, as a word of its own: `#harvest`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """Where pull requests for pages are opened, and who looks at them."""

    forge: Forges = Forges.GITHUB
    repository: str = ""
    """`owner/name`; "" where nobody has said: then only `--local` works."""
    api: str = ""
    """The base of its REST API; "" for that of github.com, gitlab.com or codeberg.org."""
    token: str = field(default="", repr=False)
    """"" where its variable is not set. Never shown, written or passed on a command line."""
    remote: str = "origin"
    """The name of the git remote that branches are pushed to."""
    branch: str = ""
    """The branch that pages are merged into; "" for the remote's default."""
    prefix: str = "harvest/"
    """What the names of our branches begin with."""
    labels: tuple[str, ...] = ("harvest",)
    reviewers: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    most_open: int = 10
    """So many requests of ours are open at a time."""
    trusted: tuple[str, ...] = ()
    """Accounts whose small corrections merge without a second pair of eyes; none: nobody's do."""
    marks: Marks = field(default_factory=Marks)


def _forge(_: Reading, node: yaml.Node) -> Forges:
    return nodes.choice(node, Forges)


def _repository(reading: Reading, node: yaml.Node) -> str:
    text = as_text(reading, node)
    if not _REPOSITORY.fullmatch(text):
        raise LineError(nodes.line_of(node), "a repository belongs here, as owner/name")
    return text


def _branch(reading: Reading, node: yaml.Node) -> str:
    """The name of a branch or a remote: what git takes for an option, or in parts, is none."""
    text = as_text(reading, node)
    if not _BRANCH.fullmatch(text) or text.endswith(".lock"):
        raise LineError(nodes.line_of(node), "a name of letters, digits, hyphens and slashes belongs here")
    return text


def _prefix(reading: Reading, node: yaml.Node) -> str:
    text = as_text(reading, node)
    if not _BRANCH.fullmatch(f"{text}x") or len(text) < 2:
        raise LineError(nodes.line_of(node), "what names of branches begin with belongs here, as harvest/")
    return text


def _marks(reading: Reading, node: yaml.Node) -> Marks | None:
    values = reading.block(node, MARK_KEYS, nodes.line_of(node))
    return None if values is None else Marks(**values)


MARK_KEYS: Final = (
    Key("tags", as_texts, "Tags of the conversation, such as those of a Discourse topic."),
    Key("words", as_texts, "What somebody of staff writes in it, as a word of its own."),
)

PROMOTION_KEYS: Final = (
    Key("forge", _forge, "`github`, `gitlab`, `gitea` or `forgejo`."),
    Key("repository", _repository, "The repository of the knowledge base there, as owner/name."),
    Key("api", as_https, "The base address of its API, where it is not the public one."),
    Key("token", as_text, "What opens it: only ever `!ENV NAME`."),
    Key("remote", _branch, "The git remote that branches are pushed to."),
    Key("branch", _branch, "The branch that pages are merged into."),
    Key("prefix", _prefix, "What the names of the branches begin with."),
    Key("labels", as_texts, "Labels of the requests."),
    Key("reviewers", as_texts, "Accounts that are asked to review them."),
    Key("assignees", as_texts, "Accounts that they are assigned to."),
    Key("most_open", as_count(MOST_OPEN), "So many requests are open at a time."),
    Key("trusted", as_texts, "Accounts whose small corrections merge without a second pair of eyes."),
    Key("marks", _marks, "What marks a conversation for promotion where it stands."),
)


def read_promotion(reading: Reading, node: yaml.Node) -> Promotion | None:
    """The block; a token that is written out is a mistake."""
    reading.hidden(node, "token")
    values = reading.block(node, PROMOTION_KEYS, nodes.line_of(node))
    return None if values is None else Promotion(**values)
