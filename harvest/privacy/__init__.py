"""Finds personal data in text, and masks it. Everything that leaves the lake goes through here.

`DETECTORS` is the whole of it, in order: each looks at what the ones before it have left, so that a
link is judged as a link before anyone looks for a phone number inside it. A detector without a kind
is a shield: what it finds is to be left as it is.

Policy of the whole: a miss puts a stranger's data on a public page, a false alarm costs a reader one
word. So where a wrong guess only takes a word out of a greeting, guess; where it would take a version
number, an error code or a setting out of an answer, ask for a cue word or a checksum first. Each
detector states its own costs. All patterns are bounded or possessive: time grows with the text.

Tried and left out: a list of first names (masks Will, Mark and Grace in ordinary sentences, and misses
most of the world); masking every long number (order numbers, but also build ids and error codes).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.privacy import contacts, kept, links, names, numbers, phones, places, references, secrets
from harvest.privacy.blocks import BETWEEN, Cut, code_in, leaves
from harvest.privacy.kinds import Finding, Personal, Policy
from harvest.privacy.pseudonyms import address_key, pseudonym
from harvest.privacy.reading import Reading, fold, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from harvest.model import Block

    Spans = Iterator[tuple[int, int]]

__all__ = [
    "DETECTORS",
    "Detector",
    "Finding",
    "Personal",
    "Policy",
    "address_key",
    "count",
    "find",
    "mask",
    "mask_blocks",
    "pseudonym",
]


@dataclass(frozen=True, slots=True)
class Detector:
    """One way to recognise something: yields stretches of the reading's text."""

    spans: Callable[[Reading, Policy], Spans]
    kind: Personal | None
    """What it finds; None for a shield."""


DETECTORS: Final = (
    Detector(kept.masks, None),
    Detector(links.personal, Personal.TOKEN_LINK),
    Detector(links.public, None),
    Detector(kept.company, None),
    Detector(secrets.keys, Personal.SECRET),
    Detector(secrets.passwords, Personal.SECRET),
    Detector(places.home_folders, Personal.NAME),
    Detector(contacts.handles, Personal.HANDLE),
    Detector(contacts.emails, Personal.EMAIL),
    Detector(contacts.spelt_emails, Personal.EMAIL),
    Detector(numbers.ip_addresses, Personal.IP),
    Detector(numbers.hardware, Personal.NUMBER),
    Detector(numbers.bank_accounts, Personal.NUMBER),
    Detector(numbers.cards, Personal.CARD),
    Detector(references.references, Personal.NUMBER),
    Detector(phones.phones, Personal.PHONE),
    Detector(places.addresses, Personal.ADDRESS),
    Detector(names.known, Personal.NAME),
    Detector(names.addressed, Personal.NAME),
    Detector(names.called, Personal.NAME),
    Detector(names.introduced, Personal.NAME),
    Detector(names.signed, Personal.NAME),
)

_ROUNDS: Final = 8
"""A mask can bring out what stood beside it (a name before an address), so we look again until nothing
new is found. Real posts need two or three rounds; the limit is there for hostile ones."""


def _tidy(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted, empty ones dropped, overlapping ones joined."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        elif start < end:
            out.append((start, end))
    return out


def find(text: str, policy: Policy, code: Sequence[tuple[int, int]] = ()) -> tuple[Finding, ...]:
    """All personal data in `text`: sorted, not overlapping, with offsets into `text` itself.

    `code`: which stretches of it are code. There "@name" is code, unless it is somebody in the conversation.
    """
    reading = read(text)
    found: list[Finding] = []
    for _ in range(_ROUNDS):
        before = len(found)
        for detector in DETECTORS:
            spans = _tidy(detector.spans(reading, policy))
            if not spans:
                continue
            if detector.kind is not None:
                found.extend(Finding(*reading.original(span), detector.kind) for span in spans)
            reading = reading.cover(spans)
        if len(found) == before:
            break
    people = frozenset(fold(name).strip().lstrip("@").casefold() for name in policy.names)
    return tuple(
        finding
        for finding in sorted(found, key=lambda finding: finding.start)
        if finding.kind is not Personal.HANDLE
        or not any(start <= finding.start and finding.end <= end for start, end in code)
        or contacts.is_of(text[finding.start : finding.end], people)
    )


def mask(text: str, policy: Policy) -> str:
    """`text` with every finding replaced by its mask. Masking twice changes nothing more.

    What is masked reads differently ("phone number" is a cue itself), so it is looked at again.
    """
    for _ in range(_ROUNDS):
        findings = find(text, policy)
        if not findings:
            break
        text = _replaced(text, findings)
    return text


def _replaced(text: str, findings: Iterable[Finding]) -> str:
    pieces: list[str] = []
    at = 0
    for finding in findings:
        pieces += (text[at : finding.start], finding.kind.mask)
        at = finding.end
    return "".join((*pieces, text[at:]))


def count(findings: Iterable[Finding]) -> dict[Personal, int]:
    """How many of each kind, in the order of `Personal`; kinds that do not occur are left out."""
    counts = Counter(finding.kind for finding in findings)
    return {kind: counts[kind] for kind in Personal if counts[kind]}


def mask_blocks(blocks: tuple[Block, ...], policy: Policy) -> tuple[Block, ...]:
    """The same blocks with every finding replaced, also where it is spread over several spans.

    A link whose address is personal, or whose text was masked, becomes plain text.
    """
    findings = find(BETWEEN.join(leaves(blocks)), policy, code_in(blocks))

    def keep_link(href: str) -> bool:
        if href.lower().startswith("mailto:"):
            return not find(href[len("mailto:") :], policy) and "?" not in href
        return not links.is_personal(fold(href), policy) and not find(href, policy)

    return Cut(findings, keep_link).blocks(blocks)
