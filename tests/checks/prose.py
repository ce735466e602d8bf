"""Knowledge bases written as prose, for the golden cases of checks.

    # What the case shows
    page answers/kettle.md
        title: My kettle stops
        ---
        Descale it.
        <!-- from: forum:3 -->
    = error answers/kettle.md | <!-- from: forum:3 --> | comes from forum:3

What stands above `---` are fields; those that are left out have a usual value, so a case names what it is
about only. A page without `---` is a body. Expectations begin with "=": severity, path, a part of the line
that is meant ("" for the whole file), and how the finding begins. None: the check finds nothing.

A text follows `page`, `both` (it was there before, unchanged), `before` (as it was then), `raw` (letter for
letter), `drafted` (as Harvest wrote it) and `written` (a page that people write). Alone stand `file PATH`,
`compare`, `links`, `site URL`, `dead URL why`, `licence SOURCE LICENCE`, `credit RULE`, `publish STATE…`,
`waive CHECK reason` and `unfound LINE text`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harvest.checks import CHECKS, Broken, Finding, Knowledge, Report, Sheet, Unfound, examine, sheet
from harvest.config import CreditRule
from harvest.errors import PageError
from harvest.model import State, Waiver
from harvest.pages.parse import mistakes, parse
from harvest.pages.render import render
from harvest.search import Index, page_of

if TYPE_CHECKING:
    from collections.abc import Callable

HERE: Final = Path(__file__).parent / "cases"
TODAY: Final = date(2026, 6, 1)
USUAL: Final = {
    "title": "title: Why does my {stem} stop before it is done?",
    "kind": "kind: fix",
    "state": "state: reviewed",
    "sources": """\
sources:
  - url: https://forum.example/t/{stem}
    thread: forum:{stem}
    posts: ["1", "3"]
    digest: sha256:0123456789abcdef
    asked: 2026-01-02""",
    "updated": "updated: 2026-01-03",
    "review_by": "review_by: 2027-01-03",
}
BODY: Final = """\
> my {stem} clicks off
<!-- from: forum:1 -->

## What worked

Descale it.
<!-- from: forum:3 -->"""


@dataclass
class Case:
    """A knowledge base, and what one check finds in it."""

    title: str
    check: str
    texts: dict[str, str] = field(default_factory=dict)
    old: dict[str, str] | None = None
    written: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    site: str = ""
    dead: dict[str, str] | None = None
    licences: dict[str, str] = field(default_factory=dict)
    credit: CreditRule = CreditRule.PUBLIC
    publish: frozenset[State] = frozenset(State) - {State.RETIRED}
    waive: list[Waiver] = field(default_factory=list)
    unfound: list[Unfound] = field(default_factory=list)
    expected: list[tuple[str, ...]] = field(default_factory=list)
    """Severity, path, part of the line, beginning of the finding."""

    def __str__(self) -> str:
        return f"{self.check}: {self.title}"

    def known(self) -> Knowledge:
        """What the checks look at."""
        pages, broken = read(self.texts)
        before = None if self.old is None else read(self.old)[0]
        return Knowledge(
            pages=pages,
            broken=broken,
            before=before,
            written=self.written,
            files=frozenset({*self.files, *self.texts, *self.written}),
            generated=frozenset({"topics/index.md", "search/index.md"}),
            site_url=self.site,
            dead_links=self.dead,
            licences=self.licences,
            credit=lambda _source, _licence: self.credit,
            publish=self.publish,
            waive=tuple(self.waive),
            unfound=tuple(self.unfound),
            today=TODAY,
            find=finder(pages),
            find_before=None if before is None else finder(before),
        )

    def report(self) -> Report:
        """What all checks find."""
        return examine(self.known(), CHECKS)

    def found(self) -> list[Finding]:
        """What the check of this file finds."""
        return [finding for finding in self.report().findings if finding.check == self.check]

    def line(self, finding: Finding) -> str:
        """What stands where it points."""
        text = self.texts.get(finding.path) or self.written.get(finding.path, "")
        return text.splitlines()[finding.line - 1] if finding.line and text else ""


def read(texts: dict[str, str]) -> tuple[tuple[Sheet, ...], tuple[Broken, ...]]:
    """Pages that can be read, and the mistakes of the others."""
    pages, broken = [], []
    for path, text in sorted(texts.items()):
        try:
            pages.append(sheet(path, text))
        except PageError:
            broken += [Broken(path=path, line=e.line, what=e.what, todo=e.todo) for e in mistakes(text, path)]
    return tuple(pages), tuple(broken)


def finder(pages: tuple[Sheet, ...]) -> Callable[[str], tuple[str, ...]]:
    """The real search."""
    index = Index([page_of(page.path, page.answer) for page in pages if not page.over])
    return lambda words: tuple(hit.page.ref for hit in index.search(words).hits)


def cases(path: Path) -> list[Case]:
    """The cases of a file, in order."""
    chunks = re.split(r"^# ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return [_case(chunk, path.stem) for chunk in chunks]


def _case(chunk: str, check: str) -> Case:
    title, *lines = chunk.rstrip().split("\n")
    case = Case(title, check)
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        text: list[str] = []
        while at < len(lines) and (lines[at].startswith("    ") or not lines[at].strip()):
            text.append(lines[at][4:])
            at += 1
        if line.strip():
            _take(case, line, "\n".join(text).rstrip("\n") + "\n" * bool(text))
    return case


def _take(case: Case, line: str, text: str) -> None:
    word, _, rest = line.partition(" ")
    if word in {"page", "both", "before", "raw", "drafted"}:
        _take_page(case, word, rest, text)
    elif word == "written":
        case.written[rest] = text
    elif word == "=":
        severity, _, what = rest.partition(" ")
        case.expected.append((severity, *(part.strip() for part in what.split("|"))))
    else:
        _take_setting(case, word, rest)


def _take_page(case: Case, word: str, path: str, text: str) -> None:
    whole = text if word == "raw" else page_text(path, text)
    if word == "drafted":
        whole = render(parse(whole).answer)
    if word != "before":
        case.texts[path] = whole
    if word in {"before", "both"}:
        case.old = {**(case.old or {}), path: whole}


def _take_setting(case: Case, word: str, rest: str) -> None:
    first, _, second = rest.partition(" ")
    dead = case.dead or {}
    settings: dict[str, Callable[[], dict[str, object]]] = {
        "file": lambda: {"files": case.files | {rest}},
        "compare": lambda: {"old": case.old or {}},
        "site": lambda: {"site": rest},
        "links": lambda: {"dead": dead},
        "dead": lambda: {"dead": {**dead, first: second}},
        "licence": lambda: {"licences": {**case.licences, first: second}},
        "publish": lambda: {"publish": frozenset(map(State, rest.split()))},
        "credit": lambda: {"credit": CreditRule(rest)},
        "waive": lambda: {"waive": [*case.waive, Waiver(first, second)]},
        "unfound": lambda: {"unfound": [*case.unfound, Unfound(line=int(first), what=second)]},
    }
    for name, value in settings[word]().items():
        setattr(case, name, value)


def page_text(path: str, text: str) -> str:
    """A whole page; what is left out is as usual."""
    stem = Path(path).stem
    front, mark, body = text.rpartition("---\n")
    if not mark:
        front, body = "", text
    own = {line.partition(":")[0] for line in front.splitlines() if line[:1].isalpha()}
    usual = "\n".join(value.format(stem=stem) for key, value in USUAL.items() if key not in own)
    return f"---\n{front}{usual}\n---\n{body.strip() or BODY.format(stem=stem)}\n"
