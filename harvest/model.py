"""The nouns of this project, each defined once.

A *post* is one message. A *thread* is a conversation in order, made of *turns*. A *verdict* says
whether it was resolved, with the posts that prove it. An *intent* is what should happen to the
knowledge base. An *answer* is a page. Nothing here does anything; nothing here imports ours.

Identifiers (`Post.id`, `Post.parent`, `Post.conversation`, `Post.source`) match `ID_PATTERN`: sources
quarantine a row whose id does not, because ids end up in marks, file names and addresses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date, datetime

ID_PATTERN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._:/]|-(?!-)){0,127}")
"""What an identifier may look like (full match). No `--`: ids stand inside HTML comments."""


# ── posts ────────────────────────────────────────────────────────────────────────────────────────


class Markup(StrEnum):
    """What a post's body is written in."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote a post, as the source names them. No follower counts: nobody is ranked by them."""

    key: str
    """The source's own stable id of the account (its handle where it has no other)."""
    name: str = ""
    """The public name they use there; "" where the source does not say."""
    url: str = ""
    """Their public profile; "" where there is none."""
    staff: bool | None = None
    """The source's own staff flag; None where the source has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One message, as it stood at `version`. Immutable: an edit is a new row of the same (source, id)."""

    source: str
    """The source's name, as configured or given with `--as`; by default its format's name."""
    id: str
    """Unique within the source, for the life of the post."""
    author: Author
    created: datetime
    """When it was written; aware, UTC."""
    version: datetime
    """When the source last changed it (edit or deletion), else `created`; the newest version wins."""
    body: str
    """As the source has it, in `markup`. Raw: never leaves the lake unmasked."""
    markup: Markup
    conversation: str = ""
    """The source's id of the conversation; "" where only links tell (`parent`)."""
    parent: str = ""
    """The id of the post this one replies to; "" for none."""
    aliases: tuple[str, ...] = ()
    """Other ids the same post is known by (the earlier or later versions of an edited post)."""
    title: str = ""
    """Plain text; only the first post of a conversation has one, and not in every source."""
    url: str = ""
    """Where customers can read it and answer; "" where unknown."""
    lang: str = ""
    """BCP 47 as the source says it; "" where unknown."""
    product: str = ""
    topic: str = ""
    tags: tuple[str, ...] = ()
    licence: str = ""
    """SPDX id or the source's own words; "" where not stated."""
    accepted: str = ""
    """On the question: the id of the post the source marks as the answer. Evidence, not truth."""
    score: int = 0
    """Votes or likes on this post."""
    deleted: bool = False
    """A tombstone: it has an id and times, and no content."""


# ── the text of posts ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style. `text` is what a reader sees: never markup, never escaped."""

    text: str
    href: str = ""
    """A safe absolute http, https or mailto address; "" for plain text."""
    code: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Spans on one logical line; a hard line break is a span whose text is a newline."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A bulleted list, or numbered steps."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody else's words, quoted inside a post."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Text to be kept letter for letter: commands, logs, error messages."""

    text: str


Block = Paragraph | Listing | Quotation | CodeBlock


# ── threads ──────────────────────────────────────────────────────────────────────────────────────


class Role(StrEnum):
    """What somebody is in a thread."""

    ASKER = "asker"
    STAFF = "staff"
    HELPER = "helper"
    OTHER = "other customer"
    """Neither asked first nor helps: has the same problem, or joins in."""


class RoleFrom(StrEnum):
    """How a role is known, so that a reader can be told."""

    POSITION = "position"
    """The asker is who wrote the first post."""
    CONFIGURED = "configured"
    FLAGGED = "flagged by the source"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one person said at one point: one post, or the parts of a multi-part post joined."""

    posts: tuple[Post, ...]
    """In reading order; never empty; all by one author."""
    role: Role
    role_from: RoleFrom
    text: str
    """Plain text of all parts, quotations of others left out, part numbers ("1/2") removed. Unmasked."""
    reply_to: str = ""
    """The id of the first post of the turn this one answers; "" for the question."""

    @property
    def id(self) -> str:
        """The id of the first post."""
        return self.posts[0].id

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all parts, in reading order."""
        return tuple(post.id for post in self.posts)

    @property
    def author(self) -> Author:
        """Who said it."""
        return self.posts[0].author


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A conversation in order: no turn before the one it answers."""

    source: str
    id: str
    """The conversation's id, or the id of its first known post."""
    turns: tuple[Turn, ...]
    """Never empty; turns[0] started it."""

    @property
    def question(self) -> Turn:
        """The asker's first turn (the first of all where only staff spoke): what is to be solved."""
        return next((turn for turn in self.turns if turn.role is Role.ASKER), self.turns[0])

    @property
    def ref(self) -> str:
        """`source:id`, unique in the lake."""
        return f"{self.source}:{self.id}"

    @property
    def url(self) -> str:
        """Where the conversation can be read and continued; "" where unknown."""
        return self.question.posts[0].url


# ── verdicts ─────────────────────────────────────────────────────────────────────────────────────


class Outcome(StrEnum):
    """How a thread ended. `UNSURE` is the honest default."""

    RESOLVED = "resolved"
    """Somebody affected confirms a public answer."""
    ANSWERED = "answered"
    """A public answer with substance, unconfirmed."""
    DEFLECTED = "deflected"
    UNRESOLVED = "unresolved"
    NOT_SUPPORT = "not support"
    UNSURE = "unsure"


class Kind(StrEnum):
    """What kind of answer it is. Only the first three are ever shown as solved."""

    FIX = "fix"
    HOW_TO = "how-to"
    WORKAROUND = "workaround"
    NOT_POSSIBLE = "not-possible"
    KNOWN_PROBLEM = "known-problem"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One rule that fired, on one post."""

    rule: str
    weight: float
    """Log-odds; positive speaks for the outcome that the rule is about."""
    post: str
    """The id of the post it fired on."""
    says: str
    """What it saw, in a few words, for the one-line why. Never the post's own text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a thread was resolved, and the posts that prove it."""

    outcome: Outcome
    confidence: float
    """0 to 1: how sure the outcome is."""
    kind: Kind | None = None
    answer: tuple[str, ...] = ()
    """Ids of the posts that hold the answer, in order; empty unless resolved or answered."""
    confirmed_by: str = ""
    """The id of the post in which somebody affected says that it worked; "" unless resolved."""
    worth_a_page: bool = False
    """Whether the answer is of use to other customers; only resolved and answered threads can be."""
    page: tuple[str, ...] = ()
    """Ids of the posts that belong to the answer, in order: most of `answer`, and others; empty where it is
    not worth a page."""
    evidence: tuple[Evidence, ...] = ()

    @property
    def made_of(self) -> tuple[str, ...]:
        """Ids of the posts that a page would be made of, in order."""
        return self.page or self.answer

    @property
    def why(self) -> str:
        """One line that names the evidence, strongest first."""
        strongest = sorted(self.evidence, key=lambda e: (-abs(e.weight), e.rule, e.post))
        return "; ".join(f"{e.says} ({e.post})" for e in strongest[:3]) or "nothing to go by"


# ── intents ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Create:
    """A new page should be written."""


@dataclass(frozen=True, slots=True)
class Amend:
    """An existing page should take this in."""

    page: str
    """The page's path relative to the docs folder."""
    reason: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Nothing should happen."""

    reason: str


Intent = Create | Amend | Leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Threads that ask the same thing, and what should happen about them. Small: no post bodies."""

    threads: tuple[str, ...]
    """`Thread.ref`s, the one with the best answer first."""
    title: str
    """Masked."""
    url: str
    verdict: Verdict
    intent: Intent
    askers: int
    """How many different people have the problem."""
    last_asked: datetime
    score: float
    """Rank among candidates; higher is better. Nobody's followers count."""
    why: str


# ── answers ──────────────────────────────────────────────────────────────────────────────────────


class State(StrEnum):
    """A page's life."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    VALIDATED = "validated"
    STALE = "stale"
    RETIRED = "retired"
    TAKEN_DOWN = "taken down"
    """Removed at once, for a reason; its address says so. It holds nothing of what it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Somebody who helped, under the public name they use there (or a pseudonym, or as staff)."""

    name: str
    url: str = ""
    staff: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRef:
    """The conversation an answer comes from, and the way back into it."""

    url: str
    thread: str
    """`Thread.ref`."""
    posts: tuple[str, ...]
    """Ids of the posts that were used."""
    digest: str
    """Of those posts as they stood, so that a change is known: `sha256:` and 16 hex digits."""
    licence: str = ""
    asked: date
    answered: date | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a page with one origin."""

    text: str
    """Canonical Markdown, stripped, never empty."""
    origin: tuple[str, ...] = ()
    """Ids of the posts it comes from; empty when staff wrote it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the page and what stands under it. The lead of the page has no heading."""

    heading: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Waiver:
    """A check that a page, or no page, need pass, and why."""

    check: str
    """The check's id."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A page of the knowledge base."""

    title: str
    """A question or a symptom in the customers' words."""
    kind: Kind
    state: State = State.DRAFT
    asked_as: tuple[str, ...] = ()
    """The askers' own phrases, masked, varied."""
    also_called: tuple[str, ...] = ()
    product: str = ""
    topic: str = ""
    tags: tuple[str, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    confirmed_by: tuple[str, ...] = ()
    """Ids of the posts that confirm it; empty: the page says that it is unconfirmed."""
    askers: int = 1
    credits: tuple[Credit, ...] = ()
    updated: date
    """The date of the newest post used, so that rendering needs no clock."""
    review_by: date
    redirect_from: tuple[str, ...] = ()
    forced: str = ""
    """Why somebody wanted the page though the judge did not; "" where the judge did."""
    waive: tuple[Waiver, ...] = ()
    sections: tuple[Section, ...] = field(default=())
