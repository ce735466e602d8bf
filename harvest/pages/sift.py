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
from functools import lru_cache
from itertools import takewhile, zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from harvest.model import Block, CodeBlock, Listing, Paragraph, Quotation
from harvest.pages import cues, sentences
from harvest.pages.chatter import RULES, Guard
from harvest.pages.decisive import LONGEST, MAY_GO, decides, echoed, in_vain
from harvest.pages.instructions import instructs, tells_what_to_do
from harvest.pages.sentences import Sentence
from harvest.pages.use import PRINTED_AT, Place, Unit, likely

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

LONGEST_TAIL: Final = 80


def sift(
    blocks: Sequence[Block], place: Place, confirmation: AbstractSet[str] = frozenset()
) -> tuple[Block, ...]:
    """`blocks` of a post without what helps nobody. May be empty.

    `confirmation`: the words (`decisive.words`) of whoever says that the post helped.
    """
    chances = iter(likely(units(blocks), place))
    told: list[_Told] = []
    for number, block in enumerate(blocks):
        said = _sentences(block)
        for each in said or units((block,)):
            chance = next(chances)
            if isinstance(each, Sentence):
                told.append(_Told(number, each, chance))
    stay = _staying_ones(told, blocks, place, confirmation)
    kept: list[tuple[Block, list[Sentence]]] = []
    for number, block in enumerate(blocks):
        said = [
            each.sentence for each, stays in zip(told, stay, strict=True) if each.block == number and stays
        ]
        if said or not isinstance(block, Paragraph):
            kept.append((block, said))
    return _without_chatter(kept)


class _Told(NamedTuple):
    """A sentence of a paragraph."""

    block: int
    """Number of its paragraph among the blocks."""
    sentence: Sentence
    chance: float
    """How likely an editor keeps it."""


def _staying_ones(
    told: Sequence[_Told], blocks: Sequence[Block], place: Place, confirmation: AbstractSet[str]
) -> list[bool]:
    """For each sentence whether it stays, as far as it is weighed."""
    chatter = [bool(reason(each.sentence.text)) for each in told]
    if place.alone:  # a story, but the only one that tells how
        return [not in_vain(each.sentence.plain) for each in told]
    stay = [
        each.chance >= PRINTED_AT
        or decides(each.sentence, leads=at + 1 < len(told) or each.block + 1 < len(blocks))
        or (at + 1 < len(told) and _taken_up(each.sentence, told[at + 1].sentence))
        for at, each in enumerate(told)
    ]
    named = echoed(
        ["" if talk else each.sentence.text for each, talk in zip(told, chatter, strict=True)], confirmation
    )
    if named is not None:
        stay[named] = True
    for at in range(len(told) - 1, 0, -1):
        near = told[at].block - told[at - 1].block <= 1
        if stay[at] and near and not chatter[at] and cues.LEANS.match(told[at].sentence.plain):
            stay[at - 1] = True
    lost = sum(not stays and not talk for stays, talk in zip(stay, chatter, strict=True))
    said = any(stays and not _is_a_link(each.sentence) for each, stays in zip(told, stay, strict=True))
    nothing_left = place.confirmed and not said
    return [True] * len(told) if nothing_left or lost > MAY_GO * chatter.count(False) else stay


def _is_a_link(sentence: Sentence) -> bool:
    """Whether it is nothing but a link or a picture, which without a word beside it tells nothing."""
    return all(span.href or not any(map(str.isalnum, span.text)) for span in sentence.spans)


def _taken_up(sentence: Sentence, following: Sentence) -> bool:
    """Whether it is a question that the next sentence answers: "Is it ticked? If not, tick it."."""
    return sentence.text.endswith("?") and cues.TAKES_UP.match(following.plain) is not None


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


def _sentences(block: Block) -> list[Sentence]:
    return sentences.split(block) if isinstance(block, Paragraph) else []


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


@lru_cache(maxsize=1024)
def reason(sentence: str) -> str:
    """Why a sentence goes: the name of a rule; "" if it stays."""
    if len(sentence) > LONGEST:
        return ""
    said = sentences.plain(sentence)
    step = cues.CLAUSE_STEP.search(said) is not None
    advice = step or instructs(said) or tells_what_to_do(said) or cues.REASON.search(said) is not None
    stays = {Guard.ADVICE: advice, Guard.STEP: step, Guard.NOTHING: False}
    for rule in RULES:
        if not stays[rule.guard] and rule.pattern.fullmatch(said):
            return rule.name
    return ""


def _asks_back(block: Block) -> bool:
    """Whether it is a list in which nothing helps anybody."""
    if not isinstance(block, Listing) or not block.items:
        return False
    told = [
        sentences.split(inner) if isinstance(inner, Paragraph) else [] for i in block.items for inner in i
    ]
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
