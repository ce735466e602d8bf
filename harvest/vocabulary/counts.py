"""Which phrases customers use, and which those who help: counts of one partition, or of all of them merged.

A phrase is one to three words that stand together in a sentence, without punctuation, numbers or masked
data between them, with at least one word that tells something. It counts once for each person in each
conversation, so that neither a pasted log nor a signature counts twice. With each phrase goes a sketch of who
used it (the smallest digests of their accounts): it says whether at least `SKETCH` people did, and no more.

Policy. A phrase that is missed costs little, there are many; one that holds somebody's name would be
published, so only masked text comes in here, and what resembles the name of an account in the thread ends a
phrase as well ("Mara" for `mara.k`). So do courtesies: `COURTESIES`. Tried and left out: phrases that begin
or end in "my", "the", "to" (they crowd out what they stand beside).
"""

from __future__ import annotations

import hashlib
import heapq
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from harvest.model import Role
from harvest.vocabulary.words import WORD, sentences, tells

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from harvest.model import Thread, Turn

READ: Final = 2000
"""Characters of a post: further down stand logs."""
LONGEST: Final = 3
"""Words in a phrase."""
SKETCH: Final = 5
"""So many different people can be told from fewer."""
LIMIT: Final = 400_000
"""Phrases kept for one side: the rarest are forgotten beyond it. About 150 MB."""
CUSTOMERS: Final = frozenset({Role.ASKER, Role.OTHER})
"""Everybody else in a thread helps."""

COURTESIES: Final = frozenset(
    """
    advance afternoon apologies apologise apologize appreciate appreciated appreciation best-regards bye
    cheers dear evening folks glad goodbye greetings gratitude guys happy hello hey hi hope hopefully kind
    kindly kindest mate morning please pleased pleasure pls plz regards sincerely sir madam sorry thank
    thankful thankfully thanking thanks thankyou thnx thx truly ty tia welcome wishes yours merci danke
    gracias grazie obrigado bonjour cordialement hola hallo gruß grüße saludos
    salve buongiorno buonasera saluti ringrazio dobrý děkuji aiutarmi guten tag
    """.split()  # noqa: SIM905 — easier to read and to mend than a wall of quotes
)
_EDGES: Final = frozenset(
    """
    a about above after again all also although am an and another any anyone are as at be because been
    before being below both but by could did do does each either else ever every few for from further get
    gets getting got had has have having he her here him his how however i i'd i'll i'm i've if in into is
    it it's its itself just let like lot made make many may me might more most much must my myself need no
    nor now of often on once one only or other others our ours over own per quite rather really same say
    says see seem seems shall she should since so some someone something soon still such than that that's
    the their them then there there's therefore these they thing things this those though through thus to
    too try under until upon us use used using very via want was we well went were what when where
    whether which while who whom whose why will with within without would yes yet you you'll you're
    you've your yours yourself able ago back couple day days days' hour hours month months several times
    today week weeks year years yesterday however perhaps since
    aber auch auf das dass dem den der des die ein eine einen es für habe hat hier ich im ist kann man mein
    meine mir mit nach nicht noch nur oder seit sich sie sind und von war wenn wie wird wo zu zum
    aux avec bien ce cette comme dans de des du elle est et être faire fait il j'ai je la le les leur mais
    mes moi mon ne nous on ou par pas peut plus pour que qui sa sans se ses si son sont sur tout un une vous
    al algo así como con cuando del desde el ella en era esta este esto ha hay las lo los me mi muy para pero
    por puede se sin su también te tengo una y ya yo
    ai alla anche che ci come con cosa da dal dei del della di dopo e era gli hai ho i il io l'ho la ma mi nel
    nella non o per più poi può puoi quando quello questa questo qui sono su tutti un una
    ao as com da dos eu foi isso mas meu minha na nas no nos não o os ou para pelo que se só um uma
    aan als bij dan dat deze dit een en geen het hoe ik kan maar met mijn naar niet nog ook op te van voor
    zijn
    """.split()  # noqa: SIM905 — as above
)
"""Words that no phrase begins or ends in. Not among them: "not", "can't", "up", "twice": they tell."""
_NOTHING_AT_END: Final = frozenset(
    "can can't cannot couldn't didn't doesn't don't isn't won't wasn't not never i keep keeps".split()  # noqa: SIM905 — as above
)
_NO_WORDS = re.compile(r"‹[^›]*›|[@#]\w+")
"""Masks, handles and tags."""
_NAME = re.compile(r"[^\W\d_]{3,}")
"""A part of an account's name: `mara.k`, like `marak`, is thanked as "Mara"."""
_NUMBER = re.compile(r"[\d.:/-]+")


@dataclass(frozen=True, slots=True)
class Side:
    """What one side says. Sides of different conversations can be merged in any order."""

    uses: dict[str, int] = field(default_factory=dict)
    """Phrase → in how many conversations, once for each person."""
    people: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Phrase → the `SKETCH` smallest digests of those who use it, sorted."""
    where: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Phrase → the digest and `ref` of one conversation with it, the one with the smallest digest."""
    everybody: set[int] = field(default_factory=set)
    """Digests of all who speak on this side."""
    total: Counter[str] = field(default_factory=Counter)
    """Under "uses": the sum of all `uses`, forgotten phrases included."""
    forgotten: Counter[str] = field(default_factory=Counter)
    """Under "uses": no count is lower than the true one by more than this."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What both sides say."""

    customers: Side = field(default_factory=Side)
    helpers: Side = field(default_factory=Side)

    def add(self, thread: Thread, mask: Callable[[str], str]) -> None:
        """Count one conversation. `mask` hides personal data; it sees the whole text of a turn."""
        place = (digest(thread.ref), thread.ref)
        for (customer, person), said in _said(thread, mask).items():
            side = self.customers if customer else self.helpers
            side.everybody.add(person)
            side.total["uses"] += len(said)
            for phrase in said:
                side.uses[phrase] = side.uses.get(phrase, 0) + 1
                side.where[phrase] = min(side.where.get(phrase, place), place)
                known = side.people.get(phrase, ())
                if person not in known and (len(known) < SKETCH or person < known[-1]):
                    side.people[phrase] = tuple(sorted((*known, person))[:SKETCH])
            forget(side)

    def merge(self, other: Counts) -> None:
        """Take in the counts of other conversations."""
        for mine, theirs in ((self.customers, other.customers), (self.helpers, other.helpers)):
            for phrase, uses in theirs.uses.items():
                mine.uses[phrase] = mine.uses.get(phrase, 0) + uses
                both = {*mine.people.get(phrase, ()), *theirs.people[phrase]}
                place = theirs.where[phrase]
                mine.where[phrase] = min(mine.where.get(phrase, place), place)
                mine.people[phrase] = tuple(heapq.nsmallest(SKETCH, both))
            mine.everybody.update(theirs.everybody)
            mine.total.update(theirs.total)
            mine.forgotten.update(theirs.forgotten)
            forget(mine)


def forget(side: Side, limit: int = LIMIT) -> None:
    """Drop the rarest phrases of a side that holds more than `limit`, down to three quarters of it.

    Lossy counting (Manku and Motwani 2002): what is dropped is remembered as the most that a count may lack.
    """
    if len(side.uses) <= limit:
        return
    counts = sorted(side.uses.values(), reverse=True)
    least = counts[limit * 3 // 4]
    for phrase in [phrase for phrase, uses in side.uses.items() if uses <= least]:
        del side.uses[phrase], side.people[phrase], side.where[phrase]
    side.forgotten["uses"] += least


def _said(thread: Thread, mask: Callable[[str], str]) -> dict[tuple[bool, int], set[str]]:
    """The phrases of everybody in the thread, by side and the digest of their account."""
    turns: dict[tuple[bool, int], list[Turn]] = {}
    for turn in thread.turns:
        person = digest(f"{thread.source}:{turn.author.key}")
        turns.setdefault((turn.role in CUSTOMERS, person), []).append(turn)
    return {who: spoken(thread, told, mask) for who, told in turns.items()}


def spoken(thread: Thread, turns: Iterable[Turn], mask: Callable[[str], str]) -> set[str]:
    """The phrases of these turns of the thread, titles included."""
    names = _names(thread)
    return {
        phrase
        for turn in turns
        for text in (turn.text, *(post.title for post in turn.posts if post.title))
        for phrase in phrases(mask(text[:READ]), names)
    }


def digest(text: str) -> int:
    """The same in every process."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).digest())


def phrases(text: str, names: Collection[str] = ()) -> set[str]:
    """Every phrase of a masked text, case-folded, joined by one space; none goes over one of `names`."""
    found: set[str] = set()
    for sentence in sentences(_NO_WORDS.sub("|", text)):
        for run in runs(sentence, names):
            found.update(_of_run(run))
    return found


def runs(sentence: str, names: Collection[str] = ()) -> Iterator[list[str]]:
    """Case-folded words that stand together: only spaces between, no number, no courtesy, no name."""
    run: list[str] = []
    after = 0
    for match in WORD.finditer(sentence.casefold().replace("’", "'")):
        word = match.group()
        if run and not match.string[after : match.start()].isspace():
            yield run
            run = []
        after = match.end()
        if word in COURTESIES or word.removesuffix("'s") in names or _NUMBER.fullmatch(word):
            after = -1  # whatever comes next starts anew
        else:
            run.append(word)
    if run:
        yield run


def _of_run(run: list[str]) -> Iterator[str]:
    telling = [tells(word) for word in run]
    for start, word in enumerate(run):
        if word in _EDGES:
            continue
        if telling[start]:
            yield word
        for end in range(start + 2, min(start + LONGEST, len(run)) + 1):
            last = run[end - 1]
            if last not in _EDGES and last not in _NOTHING_AT_END and any(telling[start:end]):
                yield " ".join(run[start:end])


def _names(thread: Thread) -> set[str]:
    """What the people of a thread may be called there: the parts of their accounts' names, also shortened."""
    accounts = {account for turn in thread.turns for account in (turn.author.name, turn.author.key)}
    parts = {part for account in accounts for part in _NAME.findall(account.casefold())}
    return {part[:length] for part in parts for length in range(min(4, len(part)), len(part) + 1)}
