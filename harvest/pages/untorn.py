"""Nothing is printed torn from what it leans on: both stay, or neither does.

Policy. A sentence that means nothing without the one before it ("You can delete it", "one of those setups")
takes that one along, unless it is chatter; then it goes too. What only goes on ("However, …") takes it along
where an editor might keep it, and can stand alone. Code and links keep a sentence that leads to them, and of
an enumeration of values every line stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.model import CodeBlock
from harvest.pages import cues
from harvest.pages.decisive import must_stay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvest.model import Block
    from harvest.pages.sentences import Sentence

LEANT_AT: Final = 0.25
"""How likely an editor must be to keep a sentence with which a printed one goes on."""
NEEDED_AT: Final = 0.2
"""How likely, where the printed one means nothing without it."""
NAMED_AT: Final = 0.1
"""How likely, where it says what a link is."""
KNOWN: Final = frozenset("issue problem error question day week month year time thing case step".split())  # noqa: SIM905
"""What "these …" may name that is printed above every answer, or that is no thing."""


@dataclass(frozen=True, slots=True)
class Part:
    """What stays or goes as one: a sentence of a paragraph, or a block that is none."""

    block: int
    """Number of its block."""
    kind: type[Block]
    """What its block is."""
    sentence: Sentence | None
    chance: float
    """How likely an editor keeps it."""
    talk: bool = False
    """Whether it is plainly chatter, or taken back."""
    taken_back: bool = False
    """Whether its author advises against it in the next breath."""
    leads: bool = False
    """Whether it is a sentence that leads to what follows."""

    @property
    def is_a_link(self) -> bool:
        """Whether it is nothing but a link or a picture, which without a word beside it tells nothing."""
        return self.sentence is not None and all(
            span.href or not any(map(str.isalnum, span.text)) for span in self.sentence.spans
        )


def untorn(parts: Sequence[Part], stay: Sequence[bool]) -> list[bool]:
    """Whether each part stays, when those of a post that `stay` for themselves keep what they lean on."""
    kept = list(stay)
    for at in reversed(range(len(parts))):
        if parts[at].leads:
            kept[at] = not parts[at].talk and at + 1 < len(parts) and kept[at + 1]
        if not at or not kept[at] or _has_what_it_needs(parts, kept, at):
            continue
        if parts[at].sentence is None:
            if (lead := _lead(parts, kept, at)) is not None:
                kept[lead] = True
        elif (bar := _bar(parts, kept, at)) is not None:
            before = parts[at - 1]
            if not before.talk and before.chance >= bar:
                kept[at - 1] = True
            elif _means_nothing_alone(parts, kept, at):
                kept[at] = False
    return _without_torn(parts, _whole_enumerations(parts, kept))


def _has_what_it_needs(parts: Sequence[Part], kept: Sequence[bool], at: int) -> bool:
    """Whether what stands before a part stays; chatter says of no link what it is."""
    return kept[at - 1] and not (parts[at - 1].talk and _is_a_reference(parts[at]))


def _without_torn(parts: Sequence[Part], stay: Sequence[bool]) -> list[bool]:
    """Without what leans on a sentence that was taken along and could not stay."""
    kept = list(stay)
    for at in range(1, len(parts)):
        torn = kept[at] and not _has_what_it_needs(parts, kept, at)
        if torn and _bar(parts, kept, at) and _means_nothing_alone(parts, kept, at):
            kept[at] = False
    return [
        stays and not (part.leads and not any(kept[at + 1 : at + 2]))
        for at, (part, stays) in enumerate(zip(parts, kept, strict=True))
    ]


def _whole_enumerations(parts: Sequence[Part], stay: Sequence[bool]) -> list[bool]:
    values = [_value(part) for part in parts]
    told = {value for value, stays in zip(values, stay, strict=True) if stays and value}
    return [stays or value in told for value, stays in zip(values, stay, strict=True)]


def _value(part: Part) -> tuple[int, str] | None:
    """The paragraph of a line that tells what a value does, and the word for it."""
    match = cues.VALUE.match(part.sentence.plain) if part.sentence is not None else None
    return (part.block, match[1]) if match else None


def _lead(parts: Sequence[Part], kept: Sequence[bool], at: int) -> int | None:
    """The likeliest sentence of the paragraph above code of which nothing is printed."""
    above = [n for n in range(at) if parts[n].block == parts[at].block - 1]
    if parts[at].kind is not CodeBlock or any(kept[n] for n in above):
        return None
    told = [n for n in above if parts[n].sentence is not None and not parts[n].talk]
    return max(told, key=lambda n: (_is_a_purpose(parts[n]), parts[n].chance), default=None)


def _is_a_purpose(part: Part) -> bool:
    return part.sentence is not None and cues.PURPOSE.match(part.sentence.plain) is not None


def _bar(parts: Sequence[Part], kept: Sequence[bool], at: int) -> float | None:
    """How likely the sentence before must be, to be taken along; None where nothing leans on it."""
    before, part = parts[at - 1], parts[at]
    if part.sentence is None or before.sentence is None or before.leads or part.block - before.block > 1:
        return None
    if any(below.is_a_link for below in parts[at + 1 : at + 2]) and not part.is_a_link:
        return None  # "This page explains it: https://…"
    if _is_a_reference(part):
        return NAMED_AT
    if before.sentence.text.endswith("?"):
        return LEANT_AT if _leans(parts, kept, at) else None
    if cues.GOES_ON.match(part.sentence.plain) or _means_nothing_alone(parts, kept, at):
        return NEEDED_AT
    return LEANT_AT if _leans(parts, kept, at) else None


def _leans(parts: Sequence[Part], kept: Sequence[bool], at: int) -> bool:
    sentence = parts[at].sentence
    return sentence is not None and (
        cues.LEANS.match(sentence.plain) is not None or _means_nothing_alone(parts, kept, at)
    )


def _means_nothing_alone(parts: Sequence[Part], kept: Sequence[bool], at: int) -> bool:
    sentence = parts[at].sentence
    if sentence is None or parts[at].leads or cues.AHEAD.match(sentence.plain):
        return False
    said = sentence.plain
    if cues.POINTS_AT.match(said) or _is_a_reference(parts[at]):
        return True
    if must_stay(said) and not cues.DELETES.search(said):
        return False
    if cues.HANGS.match(said):
        return True
    named = [*cues.THOSE.finditer(said)]
    if not named:
        return False
    printed = " ".join(
        each.sentence.plain for each, there in zip(parts[:at], kept, strict=False) if there and each.sentence
    )
    return any(_is_unknown(match[1], f"{printed} {said[: match.start()]}") for match in named)


def _is_unknown(name: str, printed: str) -> bool:
    singular = name.removesuffix("s")
    return singular not in KNOWN and re.search(rf"\b{singular}", printed) is None


def _is_a_reference(part: Part) -> bool:
    return part.is_a_link or (
        part.sentence is not None and cues.SEE.fullmatch(part.sentence.plain) is not None
    )
