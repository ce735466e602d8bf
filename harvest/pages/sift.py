"""Which sentences of an answer stay: substance does, chatter goes, and nothing is ever reworded.

Policy. A sentence stays or goes whole; only a filler ("Well, ") may leave its beginning. A lost step costs a
customer more than a "hope this helps", so a rule speaks about a whole sentence, and few rules speak about one
that tells what to do, where, or why. Code is never touched.
What is no plain chatter is weighed (`use`). English first: in a language without cues everything stays.

Tried and rejected: dropping every question (many are the advice: "Have you tried …?", "Is it plugged in? If
not, …"), and dropping every sentence about "I" (what a helper did is often what is to be done).

A list stays as it is, or goes whole where every item of it would go ("Which version? Which system?").
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile, zip_longest
from typing import TYPE_CHECKING, Final

from harvest.model import Block, CodeBlock, Listing, Paragraph, Quotation
from harvest.pages import cues, sentences
from harvest.pages.chatter import reason
from harvest.pages.decisive import decides, did, echoed, in_vain, must_stay
from harvest.pages.instructions import instructs
from harvest.pages.untorn import Part, untorn
from harvest.pages.use import ALONE_AT, DECIDES_AT, PRINTED_AT, Place, Unit, likely

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from harvest.pages.sentences import Sentence

LONGEST_TAIL: Final = 80
BLOCK_AT: Final = 0.3
"""How likely an editor must be to keep a list or code, as its units are on the whole."""
NAMED_AT: Final = 0.25
"""How likely, in a post that the verdict names: what goes there can be the remedy. At .45 an editor
keeps two more of 100 units, and loses twice as many that they would keep."""
SHORT_POST: Final = 3
"""A post that the verdict names and that says no more is the answer, and every sentence of it is needed."""
SHORT_AT: Final = 0.25
"""How likely an editor must be to keep a sentence of it."""


def sift(
    blocks: Sequence[Block], place: Place, confirmation: AbstractSet[str] = frozenset()
) -> tuple[Block, ...]:
    """`blocks` of a post without what helps nobody. May be empty.

    `confirmation`: the words (`decisive.words`) of whoever says that the post helped.
    """
    parts = _parts(blocks, place)
    stay = _staying_ones(parts, place, confirmation)
    kept: list[tuple[Block, list[Sentence]]] = []
    for number, block in enumerate(blocks):
        here = [each for each, stays in zip(parts, stay, strict=True) if each.block == number and stays]
        if here:
            kept.append((block, [each.sentence for each in here if each.sentence is not None]))
    return _without_chatter(kept)


def _parts(blocks: Sequence[Block], place: Place) -> list[Part]:
    chances = iter(likely(units(blocks), place))
    found: list[Part] = []
    for number, (block, below) in enumerate(zip_longest(blocks, blocks[1:])):
        if isinstance(block, Paragraph):
            said = [each for each in sentences.split(block) if each.text.strip()]
            found += [
                Part(
                    number,
                    Paragraph,
                    each,
                    next(chances),
                    talk=_is_talk(each, following) or _is_taken_back(each, following),
                    taken_back=_is_taken_back(each, following),
                    leads=each.text.endswith(":") or (following is None and _goes_on(each, below)),
                )
                for each, following in zip_longest(said, said[1:])
            ]
        else:
            several = [next(chances) for _ in units((block,))]
            found.append(Part(number, type(block), None, sum(several) / len(several) if several else 1.0))
    return found


def _goes_on(last: Sentence, below: Block | None) -> bool:
    """Whether code goes on with the last sentence of a paragraph: "I changed it to"."""
    return isinstance(below, CodeBlock) and last.text[-1:].isalnum()


def _is_talk(sentence: Sentence, following: Sentence | None) -> bool:
    """Whether it is chatter, or what the next sentence says has failed: "I reset it. That didn't help."."""
    if reason(sentence.text):
        return True
    failed = following is not None and reason(following.text) == "it failed"
    return failed and cues.I_DID.match(sentence.plain) is not None


def _is_taken_back(sentence: Sentence, following: Sentence | None) -> bool:
    """Whether its author advises against it, or this is where they do."""
    both = (sentence,) if following is None else (sentence, following)
    return any(cues.TAKEN_BACK.match(each.plain) for each in both)


def _staying_ones(parts: Sequence[Part], place: Place, confirmation: AbstractSet[str]) -> list[bool]:
    """For each part whether it stays, as far as it is weighed."""
    if place.alone:  # a story, but the only one that tells how
        told = [each.sentence is None or not in_vain(each.sentence.plain) for each in parts]
        likely_ones = [tells and each.chance >= ALONE_AT for tells, each in zip(told, parts, strict=True)]
        return likely_ones if any(likely_ones) else told
    said = ["" if each.talk or each.sentence is None else each.sentence.text for each in parts]
    named = echoed(said, confirmation)
    short = len(parts) <= SHORT_POST and not place.added
    stay = [
        _stays(each, place, short=short)
        or at == named
        or (at + 1 < len(parts) and _taken_up(each, parts[at + 1]))
        for at, each in enumerate(parts)
    ]
    stay = _untorn(parts, stay, place)
    stay = _without_gaps(parts, stay)
    tells = [not each.talk and not each.is_a_link for each in parts]
    if not place.added and not any(both for both in zip(stay, tells, strict=True) if all(both)):
        telling = [each for each, tell in zip(parts, tells, strict=True) if tell]
        deciding = [each for each in telling if each.sentence is not None and decides(each.sentence)]
        best = max((each.chance for each in deciding or telling), default=1.0)
        likeliest = [
            stays or (each.chance >= best and not each.taken_back)
            for each, stays in zip(parts, stay, strict=True)
        ]
        return _untorn(parts, likeliest, place)
    return stay


def _untorn(parts: Sequence[Part], stay: list[bool], place: Place) -> list[bool]:
    """Without what is torn, unless that is the whole page."""
    whole = untorn(parts, stay)
    return whole if any(whole) or place.among > 1 else stay


def _without_gaps(parts: Sequence[Part], stay: Sequence[bool]) -> list[bool]:
    """Without a numbered sentence of which the number before is left out: "(2) …" without "(1) …"."""
    kept: list[bool] = []
    gone: set[int] = set()
    for part, stays in zip(parts, stay, strict=True):
        number = _number(part)
        stays_here = stays and number - 1 not in gone
        if number and not stays_here:
            gone.add(number)
        kept.append(stays_here)
    return kept


def _number(part: Part) -> int:
    match = cues.NUMBERED.match(part.sentence.text) if part.sentence is not None else None
    return int(match[1]) if match else 0


def _stays(part: Part, place: Place, *, short: bool) -> bool:
    if part.sentence is None:
        return part.chance >= (ALONE_AT if place.asker else BLOCK_AT)
    if part.taken_back:
        return False
    if must_stay(part.sentence.plain) and not part.talk:
        return True
    if place.asker and did(part.sentence.plain):
        return True
    if short and not part.talk and part.chance >= SHORT_AT:
        return True
    bar = ALONE_AT if place.asker or (not place.added and instructs(part.sentence.text)) else DECIDES_AT
    enough = PRINTED_AT if place.added else NAMED_AT
    return part.chance >= enough or (part.chance >= bar and decides(part.sentence))


def _taken_up(part: Part, following: Part) -> bool:
    """Whether it is a question that the next sentence answers: "Is it ticked? If not, tick it."."""
    asks, says = part.sentence, following.sentence
    return (
        asks is not None
        and says is not None
        and asks.text.endswith("?")
        and cues.TAKES_UP.match(says.plain) is not None
    )


def units(blocks: Iterable[Block]) -> list[Unit]:
    """What is judged one by one: sentences, those of list items too, and blocks of code, in reading order."""
    found: list[Unit] = []
    for block in blocks:
        match block:
            case Paragraph():
                found += [
                    Unit(each.text, code=any(span.code for span in each.spans))
                    for each in sentences.split(block)
                ]
            case Listing(items=items):
                inner = units(inner for item in items for inner in item)
                found += [replace(each, item=True) for each in inner]
            case CodeBlock(text=text):
                found.append(Unit(text, code=True))
            case Quotation(blocks=quoted):
                found += units(quoted)
    return [unit for unit in found if unit.text.strip()]


def _without_chatter(blocks: Sequence[tuple[Block, Sequence[Sentence]]]) -> tuple[Block, ...]:
    """The blocks, with their sentences, without the sentences that help nobody. May be empty."""
    kept: list[Block] = []
    for number, (block, told) in enumerate(blocks):
        if not isinstance(block, Paragraph):
            if not _asks_back(block):
                kept.append(block)
            continue
        after = blocks[number + 1][1][:1] if number + 1 < len(blocks) else []
        if told and number == len(blocks) - 1:
            told = [*told[:-1], _without_tail(told[-1])]  # noqa: PLW2901 — the same, less a name at its end
        stay = [_trimmed(sentence) for sentence in _staying(told, after)]
        stay = [sentence for sentence in stay if sentence.text.strip()]
        if stay:
            kept.append(sentences.join(stay))
    return tuple(kept)


def _asks_back(block: Block) -> bool:
    """Whether it is a list in which nothing helps anybody, or which tells how to get what is asked for."""
    if not isinstance(block, Listing) or not block.items:
        return False
    told = [
        sentences.split(inner) if isinstance(inner, Paragraph) else [] for i in block.items for inner in i
    ]
    if any(reason(s.text) == "asks for data" for said in told for s in said):
        return True
    return bool(told) and all(said and all(reason(s.text) for s in said) for said in told)


def _staying(said: Sequence[Sentence], after: Sequence[Sentence]) -> list[Sentence]:
    """The sentences of a paragraph that stay; `after`: what the next paragraph begins with."""
    if said and reason(said[0].text) == "aside" and not any(_helps(sentence) for sentence in said):
        return []  # "By the way, …": the paragraph is about something else
    kept: list[Sentence] = []
    new_line = False
    for sentence, following in zip_longest(said, (*said[1:], *after)):
        if sentence is None:
            break
        why = "" if any(span.code for span in sentence.spans) else reason(sentence.text)
        if not why and following is not None and cues.I_DID.match(sentence.plain):
            # "I reset it. That didn't help.": both go
            why = "it failed" if reason(following.text) == "it failed" else ""
        # "Is it ticked? If not, tick it."
        taken_up = following is not None and cues.TAKES_UP.match(following.plain)
        if why and not (why in cues.MAY_BE_TAKEN_UP and taken_up):
            new_line = new_line or sentence.new_line
        else:
            kept.append(replace(sentence, new_line=sentence.new_line or (new_line and bool(kept))))
            new_line = False
    return kept


def _helps(sentence: Sentence) -> bool:
    return cues.CLAUSE_STEP.search(sentence.plain) is not None or instructs(sentence.text)


def _trimmed(sentence: Sentence) -> Sentence:
    """Without a filler before it."""
    if part := cues.PART_NUMBER.match(sentence.text):
        # what follows goes on with the sentence of the part before
        sentence = sentence.without(part.end(), capital=False)
    prose = "".join(span.text for span in takewhile(lambda span: not span.code, sentence.spans))
    match = cues.FILLER.match(prose if prose == sentence.text else f"{prose}…")
    return sentence.without(match.end()) if match else sentence


def _without_tail(sentence: Sentence) -> Sentence:
    """Without the name or part number that closes a post."""
    before = max(len(sentence.text) - LONGEST_TAIL, 0)
    if sentence.spans[-1].code:
        return sentence
    match = cues.TAIL.search(sentence.text[before:])
    if match and not cues.LEADS_TO_NAME.search(sentence.text[: before + match.start()].rstrip()[-20:]):
        return sentence.until(before + match.start())
    return sentence
