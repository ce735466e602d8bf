"""Advice that can do harm, and whether a warning stands before it.

Policy. A customer follows the steps in order, and often no further than the one that hurts: so a warning
counts only where it stands before the step, in the same section. It must speak of that kind of harm ("back up
first" does nothing for a firewall) or be a general one ("Caution: …"). One finding for each kind and section,
at the first step without a warning. A false alarm costs a reviewer a minute, or one line of `waive:` with a
reason; a miss costs a customer their photos. So a description of the same thing is found too, where the words
cannot tell it from a step; what is negated, asked or supposed ("if you delete it, …") is not.

No warning makes good: a telephone number that is not the company's own, a request for a password, and handing
a device over to somebody else. A program may come from the company's own hosts, or after a word on trust.

What the customer says in the lead (a quotation) is not advice; a number or a program in it is found all the
same. A heading announces what comes: steps and their warnings stand below it.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from harvest.checks.dangers import DANGERS, LOOK_BACK, NOT_ADVISED, UNDONE, URGED_ALL_THE_SAME
from harvest.checks.finding import Finding
from harvest.checks.plain import plain
from harvest.checks.programs import leads_to_program, own_hosts, programs_in
from harvest.checks.reading import Place, runs
from harvest.checks.telephones import foreign_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harvest.checks.dangers import Danger
    from harvest.checks.knowledge import Knowledge, Sheet
    from harvest.checks.reading import Run

NUMBER: Final = "a telephone number that is not the company's own"
PROGRAM: Final = "links to a program that is not on the company's own site"
NO_WARNING: Final = "take it out: no warning makes it good"
TO_OWN_NUMBER: Final = "take it out; the company's own numbers stand in `company: contacts`"
TO_PAGE: Final = (
    "say before it whom to trust and how to know, or name the company's host in `company: contacts`"
)
_TRUST: Final = re.compile(
    r"\b(?:warnings?|caution|careful(?:ly)?|beware|at your own risk|risky?|official|publisher"
    r"|trust(?:ed|worthy)?|signatures?|checksums?|sha-?256|achtung|vorsicht|cuidado|atención"
    r"|attenzione|let op|atenção)\b",
    re.IGNORECASE,
)


def dangerous(known: Knowledge) -> Iterator[Finding]:
    """Steps that can do harm stand after a warning; numbers and programs are the company's own."""
    hosts = own_hosts(known.site_url, known.keep)
    for page in known.changed:
        for _, section in groupby(runs(page), key=lambda run: run.heading):
            shown = tuple(section)
            told = tuple(run.told_as(plain) for run in shown)
            for danger in DANGERS:
                todo = f"say before it {danger.warning}" if danger.warned else NO_WARNING
                for line in steps(told, danger):
                    yield _finding(page, line, danger.what, todo)
            for line in programs(shown, hosts):
                yield _finding(page, line, PROGRAM, TO_PAGE)
            pairs = zip(told, shown, strict=True)
            for line in sorted({line for pair in pairs for line in foreign_numbers(*pair, known.keep)}):
                yield _finding(page, line, NUMBER, TO_OWN_NUMBER)


def steps(section: Sequence[Run], danger: Danger) -> Iterator[int]:
    """Lines of steps without a warning before them; only the first where a warning would do."""
    for run in section:
        warned = _first(danger.warned, run.text) if danger.warned else None
        for step in danger.steps.finditer(run.text) if _advises(run) else ():
            if warned is not None and warned < step.start():
                return
            if not _is_none(run.text, step):
                yield run.line_at(step.start())
                if danger.warned:
                    return
        if warned is not None:
            return


def programs(section: Sequence[Run], own: frozenset[str]) -> Iterator[int]:
    """Lines with addresses of programs, up to the first word on trust."""
    for run in section:
        trust = _first(_TRUST, run.text)
        found = {run.line_at(at): at for at in reversed(tuple(programs_in(run.text, own)))}
        found |= {link.line: link.at for link in run.links if leads_to_program(link.href, own)}
        yield from (line for line, at in sorted(found.items()) if trust is None or at <= trust)
        if trust is not None:
            return


def _advises(run: Run) -> bool:
    return run.place is not Place.HEADING and (run.place is not Place.QUOTE or bool(run.heading))


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    return next((found.start() for found in pattern.finditer(text) if not _is_none(text, found)), None)


def _is_none(text: str, found: re.Match[str]) -> bool:
    """Whether a step, or a warning, is negated, asked or supposed."""
    if UNDONE.match(text, found.end()):
        return True
    before = text[max(0, found.start() - LOOK_BACK) : found.start()]
    return NOT_ADVISED.search(before) is not None and not URGED_ALL_THE_SAME.search(before)


def _finding(page: Sheet, line: int, what: str, todo: str) -> Finding:
    return Finding(check="dangerous", path=page.path, line=line, what=what, todo=todo)
