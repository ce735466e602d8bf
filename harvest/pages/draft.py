"""Threads that ask the same thing become one answer page: a draft for a person to review.

The first thread has the best answer and gives the body; the others add their askers and their words. Every
passage keeps the ids of the posts it comes from. Everything a person wrote is masked here, once, before it
can reach a page; the credit line is the one exception.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from harvest import markup, privacy, vocabulary
from harvest.candidates import digest, people, used_posts
from harvest.config import CreditRule
from harvest.model import (
    Answer,
    Block,
    Credit,
    Kind,
    Outcome,
    Paragraph,
    Passage,
    Post,
    Quotation,
    Role,
    RoleFrom,
    Section,
    SourceRef,
    Span,
    Thread,
    Verdict,
)
from harvest.pages import environment, glosses
from harvest.pages.lead import answered, in_words, telling
from harvest.pages.markdown import to_markdown
from harvest.pages.offer import doubted
from harvest.pages.shape import shape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from harvest.vocabulary_file import Vocabulary

REVIEW_AFTER: Final = timedelta(days=365)
"""A page is looked at again after this long."""
BODY_CHARACTERS: Final = 12_000
"""Longer answers go on in the conversation."""

CONFIRMED: Final = {Kind.FIX: "What worked", Kind.HOW_TO: "How to do it", Kind.WORKAROUND: "A way around it"}
SUGGESTED: Final = {
    Kind.FIX: "What was suggested",
    Kind.HOW_TO: "How it should work",
    Kind.WORKAROUND: "A way around it",
}
NOT_SOLVED: Final = {
    Kind.NOT_POSSIBLE: "Why this is not possible",
    Kind.KNOWN_PROBLEM: "What is known",
    Kind.ELSEWHERE: "Who can help",
}
FURTHER: Final = "If that does not work"
ALSO: Final = "What else was said"
WHY: Final = "Why it happens"
ASKED_ABOUT: Final = "Asked about"
"""Before the systems and versions that the question names."""
UNCONFIRMED: Final = (
    "We have not seen anybody say that this worked. If you try it, say in the conversation how it went."
)
NOBODY: Final = privacy.Policy()


@dataclass(frozen=True, slots=True)
class Material:
    """A thread and what was judged of it."""

    thread: Thread
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What the company decides about its pages."""

    keep: tuple[str, ...]
    """The company's own contacts and handles, which survive masking."""
    credit: Callable[[Post], CreditRule]
    topic: Callable[[Post], str]
    secret: bytes
    """Key of the pseudonyms; empty: `draft` raises ValueError where one is needed."""
    known: Vocabulary = vocabulary.NOTHING_KNOWN
    """The company's words and the customers', for titles and glosses."""


def draft(same: Sequence[Material], style: Style) -> Answer | None:
    """The page for threads that ask the same thing, the one with the best answer first.

    None where no sentence of the answer helps anybody but who asked: a page without an answer, or one of
    chatter, would be found by the next person and help nobody.

    Raises:
        ValueError: the first thread has no answer.
    """
    best = same[0]
    if not best.verdict.answer or best.verdict.kind is None:
        raise ValueError(f"{best.thread.ref} has no answer to draft")
    body = _body(best, style)
    if not body:
        return None
    first = best.thread.question.posts[0]
    mask = _mask([best], style)
    answer = answered(best.thread, best.verdict.answer)
    title = vocabulary.title(best.thread, mask, style.known, answer)
    updated = max(post.version for material in same for post in _used(material)).date()
    thanked = _credits(best, body, style)
    terms = glosses.terms(body, style.known)
    return Answer(
        title=title,
        kind=best.verdict.kind,
        asked_as=_phrases(same, mask if len(same) == 1 else _mask(same, style), title, answer),
        also_called=glosses.also_called(terms),
        product=mask(first.product),
        topic=mask(style.topic(first)),
        tags=tuple(mask(tag) for tag in first.tags),
        sources=tuple(_source(material) for material in same),
        confirmed_by=(f"{best.thread.source}:{best.verdict.confirmed_by}",)
        if best.verdict.confirmed_by and not doubted(best.thread, best.verdict)
        else (),
        askers=len(
            {(m.thread.source, t.author.key) for m in same for t in m.thread.turns if _affected(t.role)}
        )
        or 1,
        credits=thanked,
        updated=updated,
        review_by=updated + REVIEW_AFTER,
        sections=(_lead(best, title, answer, mask), *body, *glosses.glosses(terms), _way_back(best, thanked)),
    )


def _affected(role: Role) -> bool:
    return role in {Role.ASKER, Role.OTHER}


def _used(material: Material) -> tuple[Post, ...]:
    return used_posts(material.thread, material.verdict)


def _policy(same: Sequence[Material], style: Style) -> privacy.Policy:
    names = frozenset().union(*(people(material.thread) for material in same))
    return privacy.Policy(names=names, keep=style.keep)


def _mask(same: Sequence[Material], style: Style) -> Callable[[str], str]:
    """Makes somebody's text fit for front matter: nobody's data, nothing that deceives the eye.

    Masking is most of the work of a draft; title, phrases and lead ask for the same text: it remembers.
    """
    policy = _policy(same, style)
    return cache(lambda text: privacy.mask(markup.clean(text), policy))


def _phrases(
    same: Sequence[Material], mask: Callable[[str], str], title: str, answer: AbstractSet[str]
) -> tuple[str, ...]:
    threads = [material.thread for material in same]
    return vocabulary.asked_as(threads, mask=mask, title=title, answer=answer)


def _source(material: Material) -> SourceRef:
    used = _used(material)
    answered = [post.created for post in used if post.id in material.verdict.made_of]
    return SourceRef(
        url=material.thread.url,
        thread=material.thread.ref,
        posts=tuple(post.id for post in used),
        digest=digest(used),
        licence=material.thread.question.posts[0].licence,
        asked=material.thread.question.posts[0].created.date(),
        answered=max(answered).date() if answered else None,
    )


def _credits(best: Material, body: Sequence[Section], style: Style) -> tuple[Credit, ...]:
    """Everybody whose words stand in the body, once, in order of speaking."""
    quoted = {origin for section in body for passage in section.passages for origin in passage.origin}
    found: dict[str, Credit] = {}
    for turn in best.thread.turns:
        author = turn.author
        if author.key in found or quoted.isdisjoint(_origins(best, turn.ids)):
            continue
        if turn.role is Role.STAFF and turn.role_from is not RoleFrom.INFERRED:
            found[author.key] = Credit(name=markup.clean(author.name or author.key), staff=True)
            continue
        match style.credit(turn.posts[0]):
            case CreditRule.PUBLIC if author.name and not privacy.find(author.name, NOBODY):
                found[author.key] = Credit(name=markup.clean(author.name), url=markup.safe_href(author.url))
            case CreditRule.PSEUDONYM:
                name = privacy.pseudonym(style.secret, best.thread.source, author.key)
                found[author.key] = Credit(name=name)
            case _:
                pass  # nobody is named by guess, and no name that is an address is printed
    return tuple(found.values())


def _lead(best: Material, title: str, answer: AbstractSet[str], mask: Callable[[str], str]) -> Section:
    """The problem, quoted in the asker's own words, and for whom: what the question names beside."""
    # masked before it is cut up: a signature is one by its place, and half a telephone number is not seen
    asked = mask(in_words(best.thread.question))
    heading = mask(next((post.title for post in best.thread.question.posts if post.title), ""))
    said = telling(vocabulary.sentences(asked), title, heading, answer) or title
    origin = _origins(best, best.thread.question.ids)
    passages = [Passage(to_markdown((Quotation((Paragraph((Span(said),)),)),)), origin)]
    if names := [name for name in environment.named(f"{heading}\n{asked}") if name not in said]:
        about = Paragraph((Span(f"{ASKED_ABOUT} {', '.join(names)}."),))
        passages.append(Passage(to_markdown((about,)), origin))
    return Section("", tuple(passages))


def _body(best: Material, style: Style) -> tuple[Section, ...]:
    """The answer, block by block, each with the posts it comes from; further ideas, and reasons, go below."""
    kind = best.verdict.kind or Kind.FIX
    confirmed = best.verdict.outcome is Outcome.RESOLVED and not doubted(best.thread, best.verdict)
    heading = NOT_SOLVED.get(kind) or (CONFIRMED if confirmed else SUGGESTED)[kind]
    policy = _policy([best], style)
    # masked first: "‹name›, " is a greeting that tidy can see
    shaped = shape(
        best.thread,
        best.verdict,
        lambda post: privacy.mask_blocks(markup.read(post.body, post.markup), policy),
    )
    sections: list[Section] = []
    room = BODY_CHARACTERS
    for name, pieces in (
        (heading, shaped.first),
        (FURTHER, shaped.further),
        (ALSO, shaped.also),
        (WHY, shaped.why),
    ):
        passages: list[Passage] = []
        for piece in pieces:
            text = to_markdown((piece.block,))
            room -= len(text)
            if text and room >= 0:
                passages.append(Passage(text, _origins(best, piece.posts)))
        if passages:
            sections.append(Section(name, tuple(passages)))
    if room < 0 and not sections:  # the very first block is longer than a page
        sections.append(Section(heading, ()))
    if not sections:
        return ()
    if room < 0:
        sections[-1] = _with(sections[-1], to_markdown(_goes_on(best)))
    if not confirmed and kind not in NOT_SOLVED:
        sections[0] = _with(sections[0], to_markdown((Paragraph((Span(UNCONFIRMED),)),)))
    return tuple(sections)


def _with(section: Section, text: str) -> Section:
    return Section(section.heading, (*section.passages, Passage(text)))


def _goes_on(best: Material) -> tuple[Block, ...]:
    link = Span("the conversation", href=markup.safe_href(best.thread.url))
    return (Paragraph((Span("The answer is longer than this page: it goes on in "), link, Span("."))),)


def _way_back(best: Material, thanked: Sequence[Credit]) -> Section:
    """Where to go on talking, and who is to be thanked."""
    link = Span("the public conversation it comes from", href=markup.safe_href(best.thread.url))
    invitation = (
        Span("If this does not help, or no longer holds, say so in "),
        link,
        Span(": people read it."),
    )
    passages = [Passage(to_markdown((Paragraph(invitation),)))]
    credit = _credit_line(best, thanked)
    if credit:
        passages.append(Passage(to_markdown((Paragraph(credit),))))
    return Section("Still stuck?", tuple(passages))


def _credit_line(best: Material, thanked: Sequence[Credit]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for credit in thanked:
        spans.append(Span(", " if spans else "With thanks to "))
        spans.append(Span(credit.name, href=credit.url))
        if credit.staff:
            spans.append(Span(" (staff)"))
    licence = best.thread.question.posts[0].licence
    if licence:
        spans.append(
            Span(
                f". Words from the conversation: {licence}"
                if spans
                else f"Words from the conversation: {licence}"
            )
        )
    return (*spans, Span(".")) if spans else ()


def _origins(best: Material, ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{best.thread.source}:{id_}" for id_ in ids)
