"""The problem in the asker's own words: the one or two sentences that tell most of it, in their order.

What names the problem is weighed (`vocabulary.problem`); greetings, pleas and programs are left out before.
Nothing is reworded; an ellipsis stands for what is left out between two sentences.

Tried and rejected: sentences that stand together (of 202 questions, by weights fitted to others, 168
quotations name the problem instead of 178, and 44 of 100 quoted sentences instead of 51: the story stands
between).
"""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from harvest import markup, vocabulary
from harvest.model import CodeBlock
from harvest.pages import cues, sentences
from harvest.pages.chatter import reason
from harvest.vocabulary import problem

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from harvest.model import Thread, Turn

QUOTE_CHARACTERS: Final = 400
"""So much of the question is quoted, in whole sentences."""
QUOTE_SENTENCES: Final = 3
NEARLY: Final = 0.4
"""A third sentence may be less likely than the first by so much."""
HEADED_WORDS: Final = 12
"""A quotation of more words names what it speaks of."""
READ_SENTENCES: Final = 40
"""Nobody names the problem later than this."""
ENOUGH: Final = -1.5
"""Log-odds of naming the problem from which a sentence is worth quoting beside another."""
GAP: Final = 0.2
"""Log-odds off for a sentence that stands beside none that is quoted."""
GAP_SHOWN: Final = " … "
LEANS: Final = 1.0
"""Off for one that points at a sentence that is not quoted."""
HIDES: Final = 0.5
"""Off for one in which a name is masked within another ("‹name› Games")."""
MUSES: Final = 3.0
"""Off for a thought, a plan, a thank-you: only where there is nothing else."""
FAILS: Final = 0.6
"""For what says how it fails, beside what only says what somebody does or wants."""
LEADS_OUT: Final = 1.0
"""Off for one that leads to what is left out."""
NAMED: Final = 2
"""Words before an "it" that say what it may be."""
MESSAGE_LINES: Final = 2
"""A box of more lines holds no message to quote."""
ANSWER_READ: Final = 4000
"""Characters of an answer whose words tell what the problem is."""
RARE: Final = 25
"""A program has a sign of one in so many characters."""


_PICTURE: Final = re.compile(
    r"picture(?:: [^.?!]{0,60})?|\(?see (?:attached )?(?:picture|image|screenshot)s?\)?\W*"
)
"""What is left of a picture."""
_SHOWN_FIRST: Final = re.compile(
    r"^[^,.;!?]{0,80}\b(?:is|are)(?: shown| given| attached| listed)? (?:below|attached)"
    r"(?:, (?:and|but|however|though)|,? (?:but|however|though)),? (?=\w+ \w+ \w)",
    re.IGNORECASE,
)
_SHOWN_LAST: Final = re.compile(
    r"(?:[,;]| and| -)? (?:below|attached|here) (?:is|are) (?:an?|the|my|some|what|part|copies)\b"
    r"[^.!?]*(?=[.!?:]?$)"
    r"|[,;]? (?:and|but) i (?:got|have|had) an? (?:problem|issue|question)\b[^.!?]*(?=[.!?:]?$)",
    re.IGNORECASE,
)
"""What is shown where the quotation ends, or said without saying what."""
_IT: Final = re.compile(r"(?<!\bis )(?<!\bdoes )(?<!\bwas )\b(?:it|them)\b", re.IGNORECASE)
_MASK_IN_NAME: Final = re.compile(r"‹name›(?:['’]s)? [A-Z]")


def telling(said: Sequence[str], title: str = "", heading: str = "", answer: Collection[str] = ()) -> str:
    """The quotation out of a question's sentences (masked); "" where none tells anything.

    What the page is about is told by sentences that share words with its title, and with the `answer` (its
    meaningful words). Where the quotation only points at what the asker's `heading` names and the title does
    not ("How do I restore this?"), the heading stands before it.
    """
    kept = said_of_it(said)
    about = problem.About(
        title=vocabulary.meaningful(title), heading=vocabulary.meaningful(heading), answer=frozenset(answer)
    )
    quoted = _cut(_joined(kept, chosen(kept, about)))
    return quoted if about.heading <= about.title else _headed(quoted, heading)


def answered(thread: Thread, answer: Collection[str]) -> frozenset[str]:
    """The meaningful words of the turns that have posts with these ids."""
    said = " ".join(turn.text for turn in thread.turns if not set(turn.ids).isdisjoint(answer))
    return frozenset(vocabulary.meaningful(said[:ANSWER_READ]))


def in_words(question: Turn) -> str:
    """What a question says, without programs: their comments read as prose and tell nothing."""
    said = question.text
    for post in question.posts:
        for block in markup.read(post.body, post.markup):
            code = markup.plain((block,))
            lines = len(code.splitlines()) if isinstance(block, CodeBlock) else 0
            if lines > MESSAGE_LINES or _is_program(code):
                said = said.replace(code, "\n")
    return said[: vocabulary.READ_CHARACTERS]


def said_of_it(said: Sequence[str]) -> list[str]:
    """The sentences of a question that say something, without handles."""
    bare = [_without_shown(cues.HANDLES.sub("", sentence)) for sentence in said[:READ_SENTENCES]]
    return [sentence for sentence in bare if not _says_nothing(_unjoined(sentence))]


def _without_shown(sentence: str) -> str:
    """Without a clause that only points at what is not quoted; never nothing."""
    rest = _SHOWN_FIRST.sub("", sentence)
    rest = rest if rest == sentence else rest[0].upper() + rest[1:]
    told = _SHOWN_LAST.sub("", rest)
    return told if len(vocabulary.meaningful(told)) > 1 else rest


def chosen(kept: Sequence[str], about: problem.About) -> list[int]:
    """The places of the sentences to quote, in order: the likeliest, and what is likely enough beside it.

    A third only if it is nearly as likely as the first.
    What only says the title again is never quoted alone if anything else can be.
    """
    odds = [
        each
        - LEADS_OUT * (kept[place].endswith((":", ",", "etc.")) or len(kept[place]) > QUOTE_CHARACTERS)
        - MUSES * problem.muses(kept[place])
        - HIDES * (_MASK_IN_NAME.search(kept[place]) is not None)
        for place, each in enumerate(problem.log_odds(kept, about))
    ]
    picked: list[int] = []
    while len(picked) < QUOTE_SENTENCES:
        room = QUOTE_CHARACTERS - sum(len(kept[place]) + 1 for place in picked)
        rest = [
            (odds[place] - _apart(kept, place, picked) + _fails_beside(kept, place, picked), -place)
            for place in range(len(kept))
            if place not in picked and (not picked or len(kept[place]) <= room)
        ]
        enough = -math.inf if _says_again(kept, picked, about) else ENOUGH
        if len(picked) + 1 == QUOTE_SENTENCES:
            enough = max(enough, odds[picked[0]] - NEARLY)
        if not rest or max(rest)[0] < enough:
            break
        picked.append(-max(rest)[1])
    return sorted(picked)


def _apart(kept: Sequence[str], place: int, picked: Sequence[int]) -> float:
    """Points off for a sentence that is torn from what stands beside it, less for one that belongs there."""
    torn = GAP if picked and not {place - 1, place + 1} & set(picked) else 0.0
    if place - 1 in picked:
        return torn - LEADS_OUT * 2 * kept[place - 1].endswith(":")
    return torn + LEANS * (place > 0 and _points_back(kept[place]))


def _fails_beside(kept: Sequence[str], place: int, picked: Sequence[int]) -> float:
    """Points for a failure beside what neither fails nor asks."""
    told = any(vocabulary.fails(kept[other]) or vocabulary.asks(kept[other]) for other in picked)
    return FAILS if picked and not told and vocabulary.fails(kept[place]) else 0.0


def _points_back(sentence: str) -> bool:
    """Whether it speaks of "it" before it has named two things."""
    pronoun = _IT.search(sentence)
    early = pronoun is not None and len(vocabulary.meaningful(sentence[: pronoun.start()])) < NAMED
    return early or cues.POINTS_BACK.match(sentence) is not None


def _says_again(kept: Sequence[str], picked: Sequence[int], about: problem.About) -> bool:
    """Whether nothing is picked yet, or nothing that the title does not say."""
    return not picked or (
        len(picked) == 1 and bool(about.title) and vocabulary.meaningful(kept[picked[0]]) <= about.title
    )


def _joined(kept: Sequence[str], places: Sequence[int]) -> str:
    """The sentences, with an ellipsis where something is left out between two."""
    if not places:
        return ""
    quoted = _unjoined(kept[places[0]])
    for before, place in pairwise(places):
        quoted += f" {kept[place]}" if place == before + 1 else GAP_SHOWN + _unjoined(kept[place])
    return quoted


def _is_program(text: str) -> bool:
    return all(sign in text for sign in "{;}") and len(cues.CODE.findall(text)) * RARE > len(text)


def _is_dense(text: str) -> bool:
    return len(cues.CODE.findall(text)) * 12 > len(text)


def _unjoined(sentence: str) -> str:
    """Without the joint before it ("However, "); a plain first word gets its capital letter back."""
    joint = cues.JOINT.match(sentence)
    if not joint:
        return sentence
    rest = sentence[joint.end() :]
    return rest[0].upper() + rest[1:] if re.match(r"[a-z]+\b(?![.:/])", rest) else rest


def _headed(quoted: str, heading: str) -> str:
    words = vocabulary.words(quoted)
    if not heading or len(words) > HEADED_WORDS or not cues.POINTS_BACK.search(quoted):
        return quoted
    if not vocabulary.meaningful(heading) - vocabulary.meaningful(quoted):
        return quoted
    return f"{heading} {quoted}" if heading.endswith((".", "!", "?", "…", ":")) else f"{heading}. {quoted}"


def _says_nothing(sentence: str) -> bool:
    plain = sentences.plain(sentence)
    return (
        reason(sentence)
        in {
            "greeting",
            "thanks",
            "sorry",
            "chatter",
            "hope",
            "quote leftover",
            "about the forum",
            "not here",
            "about the writer",
        }
        or (cues.CHATTER.fullmatch(plain) is not None and not cues.TELLING.search(plain))
        or _PICTURE.fullmatch(plain) is not None
        or not any(character.isalpha() for character in plain)
        or vocabulary.is_code(sentence)
        or _is_dense(sentence)
    )


def _cut(text: str) -> str:
    if len(text) <= QUOTE_CHARACTERS:
        return text
    return text[:QUOTE_CHARACTERS].rsplit(" ", 1)[0] + "…"
