"""`harvest merge A B`: two pages about the same become one, and nothing is lost.

Everything that leads to A leads to B: how people ask for it, its conversations, its old addresses. What A
says stays in A's file, which is retired; with `text` it also goes to the end of B, for an editor to weave in.

Policy: people are counted once. Where the conversations are at hand, who asked is counted anew over both
pages; where they are not, the numbers are added if the pages share no conversation, and otherwise the
greater one stands: too few cost a page its place in a list, too many would be a lie.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harvest.lifecycle.moves import Step, address, without_address
from harvest.lifecycle.states import Refuse
from harvest.model import Answer, Kind, Section, State
from harvest.pages.edit import add_section, edit
from harvest.pages.merge import Keep, Write
from harvest.pages.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SOLVED: Final = frozenset({Kind.FIX, Kind.HOW_TO, Kind.WORKAROUND})
"""The kinds that are ever shown as solved."""
MERGED: Final = "From the other page"
"""The heading of what an editor has yet to weave in."""


def merge(
    pages: Mapping[str, str],
    path: str,
    into: str,
    *,
    people: Mapping[str, frozenset[str]] | None = None,
    text: bool = False,
    anyway: bool = False,
) -> tuple[Step, ...]:
    """The plans that make the page at `path` part of the one at `into`.

    `pages`: path to text of all pages. `people`: by conversation, who has the problem; what is only counted.
    `text`: also what it says. `anyway`: also where product or kind speak against it.
    """
    if path == into:
        return (Refuse(path, "cannot be merged into itself", "name two pages"),)
    a, b = parse(pages[path], path).answer, parse(pages[into], into).answer
    if a.state is State.RETIRED and address(path) in b.redirect_from and not a.sources:
        return (Keep(into, f"has taken in {path} already"),)
    if refusal := _speaks_against(path, a, into, b, anyway=anyway):
        return (refusal,)
    changes = taken_in(a, b, address(path), address(into), people or {})
    made = edit(pages[into], changes, into)
    if text and (left := _missing(a, b)):
        made = add_section(made, Section(MERGED, left), into)
    given: dict[str, Any] = {"state": State.RETIRED, "sources": (), "asked_as": (), "also_called": ()}
    given["redirect_from"] = ()
    return (
        Write(into, made),
        *without_address({each: pages[each] for each in pages if each != path}, address(path), but=into),
        Write(path, edit(pages[path], given, path)),
    )


def left_behind(a: Answer, b: Answer) -> int:
    """How many passages of `a` are not in `b`."""
    return len(_missing(a, b))


def _speaks_against(path: str, a: Answer, into: str, b: Answer, *, anyway: bool) -> Refuse | None:
    for where, answer in ((path, a), (into, b)):
        if answer.state in {State.TAKEN_DOWN, State.RETIRED}:
            todo = "" if answer.state is State.TAKEN_DOWN else "bring it back first: harvest restore PAGE"
            return Refuse(where, f"is {answer.state}", todo)
    if anyway:
        return None
    todo = "add --anyway if they are the same all the same"
    if a.product and b.product and a.product.casefold() != b.product.casefold():
        return Refuse(path, f"is about {a.product}, and {into} about {b.product}", todo)
    if (a.kind in SOLVED) != (b.kind in SOLVED):
        return Refuse(path, f"is {a.kind}, and {into} is {b.kind}: one of them solves nothing", todo)
    return None


def taken_in(
    a: Answer, b: Answer, old_address: str, own_address: str, people: Mapping[str, frozenset[str]]
) -> dict[str, Any]:
    """The fields of `b` that are other ones with what `a` brings."""
    known = {_spoken(phrase) for phrase in (b.title, *b.asked_as, *b.also_called)}
    asked = _joined(b.asked_as, (p for p in (a.title, *a.asked_as) if _spoken(p) not in known))
    known |= {_spoken(phrase) for phrase in asked}
    theirs = {source.thread for source in b.sources}
    doubled = [s for s in a.sources if s.thread in theirs and s not in b.sources]
    others = [s for s in a.sources if s.thread not in theirs]
    old = (*a.redirect_from, old_address)
    return {
        "asked_as": asked,
        "also_called": _joined(b.also_called, (n for n in a.also_called if _spoken(n) not in known)),
        "product": b.product or a.product,
        "topic": b.topic or a.topic,
        "tags": _joined(b.tags, a.tags),
        "sources": (*doubled, *b.sources, *others),  # of two records of one conversation the last counts
        "confirmed_by": _joined(b.confirmed_by, a.confirmed_by),
        "askers": _askers(a, b, people),
        "credits": _joined(b.credits, a.credits),
        "updated": max(a.updated, b.updated),
        "redirect_from": _joined(b.redirect_from, (each for each in old if _trimmed(each) != own_address)),
        "forced": "; ".join(_joined((b.forced,) if b.forced else (), (a.forced,) if a.forced else ())),
        "waive": _joined(b.waive, a.waive),
    }


def _askers(a: Answer, b: Answer, people: Mapping[str, frozenset[str]]) -> int:
    threads_a, threads_b = ({source.thread for source in answer.sources} for answer in (a, b))
    both = threads_a | threads_b
    least, most = max(a.askers, b.askers), a.askers + b.askers
    if both and both <= people.keys():
        return max(least, min(most, len(frozenset().union(*(people[thread] for thread in both)))))
    return most if threads_a.isdisjoint(threads_b) else least


def _missing(a: Answer, b: Answer) -> tuple[Any, ...]:
    there = {passage.text for section in b.sections for passage in section.passages}
    return tuple(
        passage for section in a.sections for passage in section.passages if passage.text not in there
    )


def _spoken(phrase: str) -> str:
    return " ".join(phrase.split()).casefold()


def _trimmed(old_address: str) -> str:
    return old_address.strip("/") + "/"


def _joined(own: tuple[Any, ...], more: Iterable[Any]) -> tuple[Any, ...]:
    """No element twice; what `own` has twice stays as it is."""
    return (*own, *(each for each in dict.fromkeys(more) if each not in own))
