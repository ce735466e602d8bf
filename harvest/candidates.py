"""What is worth a page: threads become summaries, summaries become ranked candidates, each with an intent.

`summarise` sees a whole thread and keeps little of it, so that it can run where the posts are and only the
summaries travel. `rank` sees all summaries and the pages that exist, and decides: `Create`, `Amend` or
`Leave(reason)`. Nothing here is carried out.

A thread belongs to a page that was made from it, or from a thread that asks the same; or else to the one
whose reviewed phrases it is asked with (`duplicates.recognise`). All threads of a page are one candidate.

Policy. A candidate ranks by how many people will need it again: how many asked, how lately, how sure and how
complete the answer is. Votes, likes and followers do not count; nobody is served first for being loud.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from harvest import duplicates, privacy, vocabulary
from harvest.model import (
    Amend,
    Candidate,
    Create,
    Intent,
    Leave,
    Outcome,
    Post,
    Role,
    Thread,
    Turn,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

HALF_LIFE_DAYS: Final = 365.0
"""A question last asked this long before the newest one counts half."""
SHORT_ANSWER_WORDS: Final = 12
"""An answer shorter than this is seldom complete."""
FULL_ANSWER_WORDS: Final = 60
"""An answer of this many words is as complete as we can tell."""
QUESTION_WORDS: Final = 60
"""So many words of a question are compared with others."""
NAMED_WORDS: Final = 4
"""So many of the words that a thread was recognised by are named."""

REASONS: Final[Mapping[Outcome, str]] = {
    Outcome.RESOLVED: "resolved, but of little use to other customers",
    Outcome.ANSWERED: "answered, but not sure enough to publish",
    Outcome.DEFLECTED: "sent elsewhere: no public answer",
    Outcome.UNRESOLVED: "not resolved",
    Outcome.NOT_SUPPORT: "not a question for support",
    Outcome.UNSURE: "not sure enough to publish",
}
"""Why a thread with such an outcome is left alone."""
TAKEN_DOWN: Final = Leave("taken down")
"""What should happen to a thread whose page has been taken down, whatever anybody asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What ranking needs to know of a thread. Small: no post bodies."""

    ref: str
    title: str
    """Masked."""
    url: str
    lang: str
    verdict: Verdict
    question: duplicates.Question
    askers: frozenset[str]
    """Who has the problem, as `source:account key`. Only ever counted."""
    last_asked: datetime
    answer_words: int
    digest: str
    """Of the posts a page would use: `digest(used_posts(...))`."""


@dataclass(frozen=True, slots=True)
class KnownPage:
    """An existing page, as far as candidates are concerned."""

    path: str
    """Relative to the docs folder."""
    digests: Mapping[str, str]
    """`Thread.ref` → digest of the posts the page was made from."""
    phrases: tuple[str, ...] = ()
    """What people have let stand as ways to ask for it; none of a page that nobody has reviewed."""
    product: str = ""
    taken_down: bool = False
    """Whether it is only there to say that it is gone; `digests` then names `shadow`s."""


def shadow(ref: str) -> str:
    """How a page that was taken down remembers a thread: known when it comes by, and not to be read."""
    return f"taken-down:{hashlib.sha256(ref.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def summarise(thread: Thread, verdict: Verdict, keep: tuple[str, ...] = ()) -> Summary:
    """What ranking needs to know of `thread`. `keep`: the company's own contacts, which survive masking."""
    policy = privacy.Policy(names=people(thread), keep=keep)
    called = vocabulary.title if verdict.worth_a_page else vocabulary.heading
    title = called(thread, lambda text: privacy.mask(text, policy))
    first = thread.question.posts[0]
    answer = set(verdict.answer)
    affected = _affected(thread)
    return Summary(
        ref=thread.ref,
        title=title,
        url=thread.url,
        lang=first.lang,
        verdict=verdict,
        question=asked(thread, title),
        askers=askers(thread),
        last_asked=max(post.created for turn in affected for post in turn.posts),
        answer_words=sum(len(turn.text.split()) for turn in thread.turns if answer & set(turn.ids)),
        digest=digest(used_posts(thread, verdict)),
    )


def askers(thread: Thread) -> frozenset[str]:
    """Who has the problem, as `source:account key`: only ever counted."""
    return frozenset(f"{turn.posts[0].source}:{turn.author.key}" for turn in _affected(thread))


def _affected(thread: Thread) -> list[Turn]:
    return [t for t in thread.turns if t.role in {Role.ASKER, Role.OTHER}] or [thread.question]


def asked(thread: Thread, title: str) -> duplicates.Question:
    """What `thread` asks under `title`, as far as likeness to others goes."""
    text = thread.question.text[:2000]
    said = [word for word in vocabulary.words(f"{title} {text}") if vocabulary.tells(word)]
    ask = vocabulary.words(next((post.title for post in thread.question.posts if post.title), ""))
    if len(ask) < vocabulary.PHRASE_WORDS[0]:  # "Help!!!"
        ask = vocabulary.words(text)
    return duplicates.Question(
        ref=thread.ref,
        words=tuple(said[:QUESTION_WORDS]),
        product=thread.question.posts[0].product,
        ask=tuple(ask[:QUESTION_WORDS]),
    )


def people(thread: Thread) -> frozenset[str]:
    """The handles and names of everybody in the thread: none of them belongs on a page."""
    authors = [turn.author for turn in thread.turns]
    handles = {author.url.rstrip("/").rpartition("/")[2] for author in authors if author.url}
    return frozenset(
        {author.name for author in authors} | {a.key for a in authors if not a.key.isdigit()} | handles
    ) - {""}


def used_posts(thread: Thread, verdict: Verdict) -> tuple[Post, ...]:
    """The posts a page is made from: the question, the answer and the confirmation, in thread order."""
    wanted = {*thread.question.ids, *verdict.made_of, verdict.confirmed_by}
    return tuple(post for turn in thread.turns for post in turn.posts if post.id in wanted)


def digest(posts: Iterable[Post]) -> str:
    """`sha256:` and 16 hex digits of the posts' ids, titles and bodies: what a reader could see change."""
    sha = hashlib.sha256()
    for post in posts:
        for part in (post.source, post.id, post.title, post.body):
            data = part.encode("utf-8", "surrogatepass")
            sha.update(len(data).to_bytes(8, "big") + data)
    return f"sha256:{sha.hexdigest()[:16]}"


def rank(summaries: Sequence[Summary], pages: Sequence[KnownPage] = ()) -> tuple[Candidate, ...]:
    """Every thread's candidate, those that ask the same thing as one; best first, the ones to leave last.

    A thread whose page was taken down stands for itself: others that ask the same may still become a page.
    """
    newest = max((summary.last_asked for summary in summaries), default=None)
    left = {ref for page in pages if page.taken_down for ref in page.digests}
    gone = [summary for summary in summaries if not left.isdisjoint((summary.ref, shadow(summary.ref)))]
    if left:
        pages = [page for page in pages if not page.taken_down]
        away = {summary.ref for summary in gone}
        summaries = [summary for summary in summaries if summary.ref not in away]
    made_into = {ref for page in pages for ref in page.digests}
    recognised = _recognised([summary for summary in summaries if summary.ref not in made_into], pages)
    candidates = [
        _candidate(same, page, recognised, newest) for page, same in _gathered(summaries, pages, recognised)
    ]
    candidates += [replace(_candidate([each], None, {}, newest), intent=TAKEN_DOWN) for each in gone]
    return tuple(
        sorted(candidates, key=lambda c: (isinstance(c.intent, Leave), -c.score, c.last_asked, c.threads))
    )


def _recognised(new: Sequence[Summary], pages: Sequence[KnownPage]) -> Mapping[str, duplicates.Recognised]:
    """What pages answer already, by ref. Praise and spam ask nothing."""
    return duplicates.recognise(
        [summary.question for summary in new if summary.verdict.outcome is not Outcome.NOT_SUPPORT],
        [
            duplicates.Page(
                page.path, tuple(tuple(vocabulary.words(phrase)) for phrase in page.phrases), page.product
            )
            for page in pages
        ],
    )


def _gathered(
    summaries: Sequence[Summary],
    pages: Sequence[KnownPage],
    recognised: Mapping[str, duplicates.Recognised],
) -> list[tuple[KnownPage | None, list[Summary]]]:
    """The threads that ask the same, best answer first; those of one page together."""
    by_ref = {summary.ref: summary for summary in summaries}
    by_path = {page.path: page for page in pages}
    made_into = {ref: page.path for page in pages for ref in page.digests}
    at: dict[str, list[Summary]] = {}
    alone: list[list[Summary]] = []
    for group in duplicates.groups([summary.question for summary in summaries]):
        same = sorted((by_ref[ref] for ref in group), key=_best_first)
        own = [made_into[s.ref] for s in same if s.ref in made_into]
        answering = {recognised[s.ref].page for s in same if s.ref in recognised}
        if own or len(answering) == 1:  # recognised as two: nobody's
            at.setdefault(own[0] if own else answering.pop(), []).extend(same)
        else:
            alone.append(same)
    gathered = [(by_path[path], sorted(same, key=_best_first)) for path, same in at.items()]
    return [*gathered, *((None, same) for same in alone)]


def _best_first(summary: Summary) -> tuple[float, str]:
    return -_answer_score(summary), summary.ref


def _candidate(
    same: Sequence[Summary],
    page: KnownPage | None,
    recognised: Mapping[str, duplicates.Recognised],
    newest: datetime | None,
) -> Candidate:
    best = same[0]
    askers = len(frozenset().union(*(summary.askers for summary in same)))
    last_asked = max(summary.last_asked for summary in same)
    age = (newest - last_asked).total_seconds() / 86_400 if newest else 0.0
    lately = 0.5 ** (age / HALF_LIFE_DAYS)
    score = math.log2(1 + askers) * (0.25 + 0.75 * lately) * _answer_score(best)
    return Candidate(
        threads=tuple(summary.ref for summary in same),
        title=best.title,
        url=best.url,
        verdict=best.verdict,
        intent=_about_page(page, same, recognised) if page else _without_page(best),
        askers=askers,
        last_asked=last_asked,
        score=round(score, 4),
        why=_why(best, askers, len(same)),
    )


def _answer_score(summary: Summary) -> float:
    """How sure and how complete the answer is, 0 to 1; 0 without one."""
    if not summary.verdict.worth_a_page:
        return 0.0
    complete = min(1.0, 0.3 + 0.7 * summary.answer_words / FULL_ANSWER_WORDS)
    confirmed = 1.0 if summary.verdict.outcome is Outcome.RESOLVED else 0.6
    return summary.verdict.confidence * complete * confirmed


def _without_page(best: Summary) -> Intent:
    """What should happen to threads of which no page was made, given the one with the best answer."""
    if not best.verdict.worth_a_page:
        return Leave(REASONS[best.verdict.outcome])
    if best.answer_words < SHORT_ANSWER_WORDS:
        return Leave("the answer is too short to stand alone")
    if not best.url:
        return Leave("no address to link back to: give the source a `url` in mkdocs.yml and import again")
    return Create()


def _about_page(
    page: KnownPage, same: Sequence[Summary], recognised: Mapping[str, duplicates.Recognised]
) -> Intent:
    """What should happen to a page that these threads belong to."""
    changed = [s.ref for s in same if s.ref in page.digests and page.digests[s.ref] != s.digest]
    if changed:
        return Amend(page.path, f"{changed[0]} has changed since")
    new = [summary.ref for summary in same if summary.ref not in page.digests]
    if not new:
        return Leave(f"already on {page.path}, unchanged")
    said = Counter(
        word
        for ref in new
        if ref in recognised and recognised[ref].page == page.path
        for word in recognised[ref].words[:NAMED_WORDS]
    )
    words = ", ".join(sorted(said, key=lambda word: (-said[word], word))[:NAMED_WORDS])
    return Amend(
        page.path, f"{len(new)} more asked the same" + (f", with its words: {words}" if words else "")
    )


def _why(best: Summary, askers: int, threads: int) -> str:
    people_ = "1 person" if askers == 1 else f"{askers} people"
    where = "" if threads == 1 else f" in {threads} threads"
    return f"{best.verdict.outcome}: {best.verdict.why}; asked by {people_}{where}"
