"""Personal data in what readers get. Drafts are masked; people, and other tools, write pages too.

Policy: that of `harvest.privacy`. Masks (‹e-mail›) are fine, so are the company's own contacts, the public
names in `credits`, and the ways back into the conversations that `sources` names. A finding tells kind and
line and never repeats what it found: it is printed where everybody reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest import privacy
from harvest.checks.finding import Finding
from harvest.checks.reading import Place, runs, values
from harvest.privacy import Personal, Policy
from harvest.privacy.links import is_personal
from harvest.privacy.reading import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.checks.knowledge import Knowledge, Sheet
    from harvest.checks.reading import Run

CHECK: Final = "personal-data"
FIELDS: Final = ("title", "asked_as", "also_called", "product", "topic", "tags", "forced")
_BETWEEN: Final = "\n\n"
_NO_NAME: Final = frozenset(Personal) - {Personal.NAME, Personal.HANDLE}
"""What no public name may be."""


def personal_data(known: Knowledge) -> Iterator[Finding]:
    """No page shows an address, a number, a name or a key that is somebody's."""
    for page in known.changed:
        policy = Policy(keep=(*known.keep, *_public(page)))
        front = {*_in_front(page, policy), *_in_credits(page, known.keep)}
        for line, kind, where in sorted({*front, *_in_body(runs(page), policy)}):
            yield Finding(
                check=CHECK,
                path=page.path,
                line=line,
                what=f"personal data in {where}: {_named(kind)}",
                todo=f"write {kind.mask}, or add it to `company: contacts` if it is the company's own",
            )


def _public(page: Sheet) -> Iterator[str]:
    """What the page may say: whom it thanks, and where it comes from."""
    for credit in page.answer.credits:
        if not _kinds(credit.name, Policy()) & _NO_NAME:
            yield credit.name
        yield credit.url
    for source in page.answer.sources:
        yield source.url


def _in_front(page: Sheet, policy: Policy) -> Iterator[tuple[int, Personal, str]]:
    for value in values(page, *FIELDS):
        for kind in _kinds(value.text, policy):
            yield value.line, kind, value.field


def _in_credits(page: Sheet, keep: tuple[str, ...]) -> Iterator[tuple[int, Personal, str]]:
    for credit in page.answer.credits:
        for kind in _kinds(credit.name, Policy(keep=keep)) & _NO_NAME:
            yield page.line_of("credits"), kind, "credits"


def _code(read: tuple[Run, ...]) -> Iterator[tuple[int, int]]:
    """Which stretches of the runs, joined, are code."""
    at = 0
    for run in read:
        whole = [(0, len(run.text))] if run.place is Place.CODE else run.codes
        yield from ((at + start, at + end) for start, end in whole)
        at += len(run.text) + len(_BETWEEN)


def _in_body(read: tuple[Run, ...], policy: Policy) -> Iterator[tuple[int, Personal, str]]:
    """The whole body at once: a name under a letter is known by what stands before it."""
    at, run, following = 0, None, iter(read)
    for found in privacy.find(_BETWEEN.join(run.text for run in read), policy, list(_code(read))):
        while run is None or found.start >= at + len(run.text) + len(_BETWEEN):
            at += 0 if run is None else len(run.text) + len(_BETWEEN)
            run = next(following)
        yield run.line_at(found.start - at), found.kind, "the text"
    for run in read:
        for link in run.links:
            for kind in _in_link(link.href, policy):
                yield link.line, kind, "an address that the text links to"


def _in_link(href: str, policy: Policy) -> frozenset[Personal]:
    scheme, _, rest = href.partition(":")
    if scheme.lower() == "mailto":
        return _kinds(rest, policy)
    if scheme.lower() in {"tel", "sms", "callto"}:
        return _kinds(f"tel {rest}", policy)
    if "://" in href and is_personal(fold(href), policy):
        return frozenset({Personal.TOKEN_LINK})
    return _kinds(href, policy)


def _kinds(text: str, policy: Policy) -> frozenset[Personal]:
    return frozenset(found.kind for found in privacy.find(text, policy))


def _named(kind: Personal) -> str:
    if kind is Personal.TOKEN_LINK:
        return "a link that lets its holder in, or leads to one person"
    return f"{'an' if kind.value[0] in 'aeI' else 'a'} {kind.value}"
