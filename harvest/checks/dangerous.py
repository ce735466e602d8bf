"""Advice that can do harm, and whether a warning stands before it.

Policy. A customer follows the steps in order, and often no further than the one that hurts: so a warning counts
only where it stands before the step, in the same section. It must speak of that kind of harm ("back up first"
does nothing for a firewall) or be a general one ("Caution: …"). One finding for each kind and section, at the first
step without a warning. A false alarm costs a reviewer a minute, or one line of `waive:` with a reason; a miss
costs a customer their photos. So a description of the same thing is reported too, where the words cannot tell it from
a step; what is negated, asked, or somebody's condition ("if you delete it, …") is not.

No warning makes good: a telephone number that is not the company's own, a request for a password, and
handing over a device to somebody else.

What the customer says in the lead (a quotation) is not advice; a number or a program in it is reported all the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest import privacy
from harvest.checks.dangers import DANGERS, LOOK_BACK, NOT_ADVISED, UNDONE, URGED_ALL_THE_SAME
from harvest.checks.finding import Finding
from harvest.checks.plain import plain
from harvest.checks.programs import leads_to_program, own_hosts, programs_in
from harvest.checks.reading import Place, runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harvest.checks.dangers import Danger
    from harvest.checks.knowledge import Knowledge, Sheet
    from harvest.checks.reading import Run

CHECK: Final = "dangerous"
NO_STEPS: Final = {Place.HEADING}
"""A heading announces what comes; steps, and warnings, stand below it."""
PROGRAM_WARNED: Final = re.compile(
    r"\b(?:warnings?|caution|careful(?:ly)?|beware|at your own risk|risky?|only ~?if you|official|publisher|trust(?:ed|worthy)?"
    r"|signatures?|checksums?|sha-?256|hash|achtung|vorsicht|attention|cuidado|atencion|attenzione|let op|atencao)\b".replace("~", "")
)
_MASK: Final = "‹phone number›"
_SEPARATED: Final = r"[\s.,()\[\]{}_*~/|•·:=+\-]{0,3}"
_NUMBER: Final = rf"\(?\+?[\dol](?:{_SEPARATED}[\dol]){{6,19}}"
_CALL: Final = re.compile(
    r"\b(?:(?P<sure>call(?:s|ing)?|dial|ring|phone|telephone|tel|whats ?app|toll[- ]?free|help ?(?:line|desk)|hot ?line|customer care"
    r"|(?:support|phone|service|contact) (?:number|line)|anrufen|rufen|appelez|llam[ae]|chiam[ai]|bel|ligue)"
    r"|customer (?:service|support)|support|contact|number)\b[^\n\d]{0,40}?(?P<number>" + _NUMBER + r")(?![\w%])"
)
"""Where spammers write letters for digits ("8OO") and put marks between them."""
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S{1,2000}|\S{1,200}@\S{1,200}")
_CALL_THIS: Final = re.compile(
    r"\b(?:call|dial|ring|phone) (?:us |them |me |now |today )?(?:at |on |using )?(?:this|the following|the below|the given) (?:[\w-]{1,20} ){0,3}(?:number|line)\b"
)
_DIGITS: Final = (7, 15)
"""Of a telephone number, at least and at most (E.164); `112` is nobody's trick. Bare rows of more than 12 are builds."""
_BARE_DIGITS: Final = 12


def dangerous(known: Knowledge) -> Iterator[Finding]:
    """Steps that can do harm stand after a warning; numbers and programs are the company's own."""
    hosts = own_hosts(known.site_url, known.keep)
    for page in known.changed:
        read = runs(page)
        told = [run.told_as(plain) for run in read]
        for section in _sections(told):
            for danger in DANGERS:
                yield from _steps(page, section, danger)
            yield from _programs(page, section, hosts)
        for run, shown in zip(told, read, strict=True):
            yield from _numbers(page, run, shown, known.keep)


def _sections(told: Sequence[Run]) -> Iterator[list[Run]]:
    """Runs that follow each other under one heading."""
    section: list[Run] = []
    for run in told:
        if section and (run.heading != section[-1].heading or (run.place is Place.HEADING and run.text == plain(run.heading))):
            yield section
            section = []
        section.append(run)
    if section:
        yield section


def _steps(page: Sheet, section: Sequence[Run], danger: Danger) -> Iterator[Finding]:
    warned = False
    for run in section:
        warning = _first(danger.warned, run.text) if danger.warned is not None else None
        if run.place not in NO_STEPS and not (run.place is Place.QUOTE and not run.heading):
            for step in danger.steps.finditer(run.text):
                if _is_none(run.text, step):
                    continue
                if not warned and (warning is None or warning >= step.start()):
                    yield _finding(page, run.line_at(step.start()), danger.what, _todo(danger))
                    if danger.warned is not None:
                        return
        warned = warned or warning is not None


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return found.start() if found else None


def _is_none(text: str, step: re.Match[str]) -> bool:
    """Whether it is negated, asked or supposed."""
    before = text[max(0, step.start() - LOOK_BACK) : step.start()]
    if UNDONE.match(text, step.end()):
        return True
    return NOT_ADVISED.search(before) is not None and not URGED_ALL_THE_SAME.search(before)


def _todo(danger: Danger) -> str:
    if danger.warned is None:
        return "take it out: no warning makes it good"
    return f"say before it {danger.warning}"


def _programs(page: Sheet, section: Sequence[Run], hosts: frozenset[str]) -> Iterator[Finding]:
    warned = False
    for run in section:
        warning = _first(PROGRAM_WARNED, run.text)
        lines = {run.line_at(at) for at in programs_in(run.text, hosts) if not _before(warning, at)}
        if not _before(warning, 0 if warning == 0 else len(run.text)):
            lines |= {link.line for link in run.links if leads_to_program(link.href, hosts)}
        if not warned:
            for line in sorted(lines):
                yield _finding(
                    page,
                    line,
                    "links to a program that is not on the company's own site",
                    "link to the page that offers it, say before it whom to trust, or add the host to `company: contacts`",
                )
        warned = warned or warning is not None


def _before(warning: int | None, at: int) -> bool:
    return warning is not None and warning < at


def _numbers(page: Sheet, told: Run, shown: Run, keep: tuple[str, ...]) -> Iterator[Finding]:
    policy = privacy.Policy(keep=keep)
    lines = {
        shown.line_at(found.start)
        for found in privacy.find(shown.text, policy)
        if found.kind is privacy.Personal.PHONE
    }
    own = [digits for entry in keep if len(digits := re.sub(r"\D", "", entry)) >= _DIGITS[0]]
    for called in _CALL.finditer(_ADDRESS.sub(lambda found: "\n" * len(found.group()), told.text)):
        digits = re.sub(r"\D", "", called["number"].replace("o", "0").replace("l", "1"))
        shaped = called["sure"] or not called["number"].isdigit()
        if shaped and _is_number(called["number"], digits) and not _is_own(digits, own):
            lines.add(told.line_at(called.start("number")))
    lines |= {
        told.line_at(called.start())
        for called in _CALL_THIS.finditer(told.text)
        if _MASK not in shown.text and not any(number in re.sub(r"\D", "", told.text) for number in own)
    }
    lines |= {
        link.line
        for link in shown.links
        if link.href.lower().startswith("tel:") and not _is_own(re.sub(r"\D", "", link.href), own)
    }
    for line in sorted(lines):
        yield _finding(
            page,
            line,
            "a telephone number that is not the company's own",
            "take it out; the company's own numbers stand in `company: contacts`",
        )


def _is_number(written: str, digits: str) -> bool:
    """Whether it has as many digits as a telephone number has, most of them written as digits."""
    low, high = _DIGITS
    high = _BARE_DIGITS if written.isdigit() else high
    return low <= len(digits) <= high and sum(c.isdigit() for c in written) >= low - 3


def _is_own(digits: str, own: Sequence[str]) -> bool:
    """With or without the country's code and the leading zero."""
    short = digits.lstrip("0")
    return any(number.lstrip("0").endswith(short[-9:]) or short.endswith(number.lstrip("0")[-9:]) for number in own)


def _finding(page: Sheet, line: int, what: str, todo: str) -> Finding:
    return Finding(check=CHECK, path=page.path, line=line, what=what, todo=todo)
