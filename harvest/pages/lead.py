"""The problem in the asker's own words: the two or three sentences that tell most of it, in their order.

What names the problem is weighed (`problem`); greetings and pleas are left out before, and so are programs.
Nothing is reworded; only sentences that say nothing may be left out between two that are quoted.

Tried and rejected: leaving out whatever is less likely than its neighbours ("I moved to a Mac. … Now it is
gone." finds the problem in 3 questions of 111 more, and says what nobody has said).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest import markup, vocabulary
from harvest.model import CodeBlock
from harvest.pages import cues, problem, sentences
from harvest.pages.chatter import reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from harvest.model import Turn

QUOTE_CHARACTERS: Final = 320
"""So much of the question is quoted, in whole sentences."""
QUOTE_SENTENCES: Final = 3
HEADED_WORDS: Final = 12
"""A quotation of more words names what it speaks of."""
READ_SENTENCES: Final = 40
"""Nobody names the problem later than this."""
ENOUGH: Final = -2.3
"""Log-odds of naming the problem from which a sentence is worth quoting beside others."""
MESSAGE_LINES: Final = 2
"""A box of more lines holds no message to quote."""
RARE: Final = 25
"""A program has a sign of one in so many characters."""


def telling(said: Sequence[str], title: str = "", heading: str = "") -> str:
    """The quotation out of a question's sentences (masked); "" where none tells anything.

    What the title is about is told by sentences that share its words. Where the quotation only points at what
    the asker's `heading` names ("How do I restore this?"), the heading stands before it.
    """
    kept = said_of_it(said)
    about = vocabulary.meaningful(title)
    start, end = window(kept, about, vocabulary.meaningful(heading))
    return _cut(_headed(" ".join(kept[start:end]), heading))


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
    """The sentences of a question that say something, bare."""
    bare = [_bare(sentence) for sentence in said[:READ_SENTENCES]]
    return [sentence for sentence in bare if not _says_nothing(sentence)]


def window(kept: Sequence[str], title: AbstractSet[str], heading: AbstractSet[str]) -> tuple[int, int]:
    """Where the quotation starts and ends in the sentences; `title`, `heading`: their meaningful words."""
    points = [
        problem.log_odds(sentence, place, title, heading) - ENOUGH for place, sentence in enumerate(kept)
    ]
    best = (float("-inf"), 0, 0)
    for start in range(len(kept)):
        for end in range(start + 1, min(start + QUOTE_SENTENCES, len(kept)) + 1):
            if end == start + 1 or len(" ".join(kept[start:end])) <= QUOTE_CHARACTERS:
                edges = _edges(kept[start], kept[end - 1])
                best = max(best, (sum(points[start:end]) - edges, start, end), key=lambda found: found[0])
    return best[1:]


def _is_program(text: str) -> bool:
    return all(sign in text for sign in "{;}") and len(cues.CODE.findall(text)) * RARE > len(text)


def _is_dense(text: str) -> bool:
    return len(cues.CODE.findall(text)) * 12 > len(text)


def _bare(sentence: str) -> str:
    """Without handles and joints before it ("However, "); a plain first word gets its capital letter back."""
    bare = cues.HANDLES.sub("", sentence)
    joint = cues.JOINT.match(bare)
    if not joint:
        return bare
    rest = bare[joint.end() :]
    return rest[0].upper() + rest[1:] if re.match(r"[a-z]+\b(?![.:/])", rest) else rest


def _edges(first: str, last: str) -> float:
    """Points off for a quotation that leans on what stands before it, or leads to what is left out."""
    return 1.5 * bool(cues.POINTS_BACK.match(first)) + 3.0 * last.endswith((":", ",", "etc."))


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
        or not any(character.isalpha() for character in plain)
        or vocabulary.is_code(sentence)
        or _is_dense(sentence)
    )


def _cut(text: str) -> str:
    if len(text) <= QUOTE_CHARACTERS:
        return text
    return text[:QUOTE_CHARACTERS].rsplit(" ", 1)[0] + "…"
