"""Whether a title is in customers' words.

Policy. A title made only of what the company calls things hides its page from everybody who does not know
these words, so that is an error. It is one when a word of `we_say` stands in it, and no other word that
names anything: neither one that a customer used on this page (`asked_as`, the quoted lead, `they_say`) nor
any ordinary word. "Entitlement exceeded" says nothing to a customer; "Entitlement: why was I charged
twice?" does. Everything else (shouting, pleas, versions only, too long) is a warning: such a title is
found, and looks careless.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest import privacy
from harvest.checks.finding import Finding, Severity
from harvest.checks.reading import Place, runs
from harvest.model import State
from harvest.vocabulary import TITLE_CHARACTERS, says, words
from harvest.vocabulary.noise import without_noise
from harvest.vocabulary.telling import BEGINNING, specific

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.checks.knowledge import Knowledge, Sheet
    from harvest.vocabulary_file import Term

GENERIC: Final = frozenset(
    """
    bug cause causes configuration configure configuring error errors exception exceptions fail failed failing
    fails failure failures faq feature features function functionality guide handling how howto incident
    instruction instructions issue issues manage management managing note notes notice option options overview
    perform procedure process processes resolution resolve resolving root service steps troubleshoot
    troubleshooting understanding unable utilise utilize utilization
    """.split()  # noqa: SIM905 — easier to read than a wall of quotes
)
"""What staff add to a company word and no customer would miss."""
SHOUTED: Final = 0.7
"""Share of capital letters."""
_VERSION: Final = re.compile(
    r"\bv?\d{1,9}(?:\.\w{1,20}){1,6}\b|\bv\d{1,9}\b|\b(?:version|build|release|beta|update)s?\b|\d{1,20}",
    re.IGNORECASE,
)


def title(known: Knowledge) -> Iterator[Finding]:
    """A title says in the customers' words what is wrong or wanted."""
    for page in known.changed:
        if page.answer.state in {State.RETIRED, State.TAKEN_DOWN}:
            continue
        given = page.answer.title
        if terms := company_words_only(page, known):
            yield _finding(
                page, "is made only of the company's words", _better(page, terms, known), Severity.ERROR
            )
        for what, todo in careless(given):
            yield _finding(page, what, todo, Severity.WARNING)


def company_words_only(page: Sheet, known: Knowledge) -> tuple[Term, ...]:
    """The terms that a title is made of; none where a customer would know it by any word."""
    given = page.answer.title
    terms = tuple(term for term in known.vocabulary.terms if says(given, term.we_say))
    if not terms or any(says(given, word) for term in known.vocabulary.terms for word in term.they_say):
        return ()
    if any(says(_theirs(page), term.we_say) for term in terms):
        return ()
    ours = {word for term in terms for word in words(term.we_say)}
    ours |= {word for name in (page.answer.product, *known.keep) for word in words(name)}
    named = {word for word in specific(given) if word not in GENERIC}
    used = {word[:BEGINNING] for word in words(_theirs(page)) if len(word) >= BEGINNING}
    return () if any(not _is_of(word, ours) or word[:BEGINNING] in used for word in named) else terms


def careless(given: str) -> Iterator[tuple[str, str]]:
    """What is wrong with how a title is written, and what to do."""
    letters = [c for c in given if c.isalpha()]
    if len(letters) > 8 and sum(c.isupper() for c in letters) > SHOUTED * len(letters):
        yield "shouts", "write it in small letters"
    if re.search(r"!|\?{2}", given):
        yield "shouts with its marks", "a question ends in one ?, anything else in no mark"
    bare = without_noise(given)
    if not specific(bare):
        if specific(_VERSION.sub(" ", given)) or not _VERSION.search(given):
            yield "names no problem", "say what is wrong or wanted, as a customer would"
        else:
            yield "names a version and no problem", "say what goes wrong with it"
    elif len(bare) < len(given.strip(" .!?")) - 2 and words(bare) != words(given):
        yield "has a greeting, a plea or a mark of the forum in it", "leave only what is asked"
    if len(given) > TITLE_CHARACTERS:
        yield f"is longer than {TITLE_CHARACTERS} characters", "keep the question; the rest is for the text"


def _is_of(word: str, ours: set[str]) -> bool:
    return word in ours or word.removesuffix("s") in ours


def _theirs(page: Sheet) -> str:
    """All that customers say on the page."""
    quoted = [run.text for run in runs(page) if run.place is Place.QUOTE and not run.heading]
    return "\n".join((*page.answer.asked_as, *quoted))


def _better(page: Sheet, terms: tuple[Term, ...], known: Knowledge) -> str:
    policy = privacy.Policy(keep=known.keep)
    phrases = (privacy.mask(phrase, policy) for phrase in page.answer.asked_as)
    phrase = next((phrase for phrase in phrases if specific(phrase)), "")
    if phrase:
        return f"a customer put it so: {phrase}"
    said = [word for term in terms for word in term.they_say[:3]]
    return f"customers say: {', '.join(said)}"


def _finding(page: Sheet, what: str, todo: str, severity: Severity) -> Finding:
    line = page.line_of("title")
    return Finding(
        check="title", path=page.path, line=line, what=f"the title {what}", todo=todo, severity=severity
    )
