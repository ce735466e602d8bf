"""The problem in the asker's own words: the two or three sentences that tell most of it, in their order.

Symptom and circumstances count; greetings, pleas and the asker's story do not. Nothing is reworded;
only sentences that say nothing may be left out between two that are quoted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest import vocabulary
from harvest.pages import cues, sentences
from harvest.pages.sift import reason

if TYPE_CHECKING:
    from collections.abc import Sequence

QUOTE_CHARACTERS: Final = 320
"""So much of the question is quoted, in whole sentences."""
QUOTE_SENTENCES: Final = 3
HEADED_WORDS: Final = 12
"""A quotation of more words names what it speaks of."""
READ_SENTENCES: Final = 40
"""Nobody names the problem later than this."""
ENOUGH: Final = 2.5
"""Points from which a sentence is worth quoting beside others."""


def telling(said: Sequence[str], title: str = "", heading: str = "") -> str:
    """The quotation out of a question's sentences (masked); "" where none tells anything.

    What the title is about is told by sentences that share its words. Where the quotation only points at what
    the asker's `heading` names ("How do I restore this?"), the heading stands before it.
    """
    about = vocabulary.meaningful(title)
    bare = [_bare(sentence) for sentence in said[:READ_SENTENCES]]
    kept = [sentence for sentence in bare if not _says_nothing(sentence)]
    points = [
        _points(sentence) + min(len(about & vocabulary.meaningful(sentence)), 4) / 2 - ENOUGH - place / 4
        for place, sentence in enumerate(kept)
    ]
    best: tuple[float, str] = (float("-inf"), "")
    for start in range(len(kept)):
        for end in range(start + 1, min(start + QUOTE_SENTENCES, len(kept)) + 1):
            quoted = " ".join(kept[start:end])
            if end == start + 1 or len(quoted) <= QUOTE_CHARACTERS:
                edges = _edges(kept[start], kept[end - 1])
                best = max(best, (sum(points[start:end]) - edges, quoted), key=lambda found: found[0])
    return _cut(_headed(best[1], heading))


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
        or len(cues.CODE.findall(sentence)) * 12 > len(sentence)
    )


def _points(sentence: str) -> float:
    plain = sentences.plain(sentence)
    points = min(len(vocabulary.meaningful(sentence)), 6) / 2
    points += 3.0 * bool(cues.TELLING.search(plain)) + 2.0 * bool(cues.ASKING.search(plain))
    tells = points > 3.0
    points += 1.0 * (tells and bool(cues.CIRCUMSTANCE.search(plain)))
    words = plain.split()
    # a line of numbers is a pasted report
    points -= 3.0 * (3 * sum(any(c.isdigit() for c in word) for word in words) > len(words) > 5)
    points -= 2.5 * bool(cues.STORY.match(plain)) + 2.0 * (sentence.count('"') % 2)
    return points - (3.0 if cues.CHATTER.fullmatch(plain) else 0.0)


def _cut(text: str) -> str:
    if len(text) <= QUOTE_CHARACTERS:
        return text
    return text[:QUOTE_CHARACTERS].rsplit(" ", 1)[0] + "…"
