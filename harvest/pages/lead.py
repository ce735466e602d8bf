"""The problem in the asker's own words: the two or three sentences that tell most of it, in their order.

Symptom and circumstances count; greetings, pleas and the asker's story do not. Nothing is reworded;
only sentences that say nothing may be left out between two that are quoted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest import vocabulary
from harvest.pages import cues, sentences
from harvest.pages.sift import reason

if TYPE_CHECKING:
    from collections.abc import Sequence

QUOTE_CHARACTERS: Final = 320
"""So much of the question is quoted, in whole sentences."""
QUOTE_SENTENCES: Final = 3
READ_SENTENCES: Final = 40
"""Nobody names the problem later than this."""
ENOUGH: Final = 2.5
"""Points from which a sentence is worth quoting beside others."""


def telling(said: Sequence[str], title: str = "") -> str:
    """The quotation out of a question's sentences (masked); "" where none tells anything.

    What the title is about is told by sentences that share its words.
    """
    about = vocabulary.meaningful(title)
    bare = [cues.HANDLES.sub("", sentence) for sentence in said[:READ_SENTENCES]]
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
                best = max(best, (sum(points[start:end]), quoted), key=lambda found: found[0])
    return _cut(best[1])


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
        or len(cues.CODE.findall(sentence)) * 12 > len(sentence)
    )


def _points(sentence: str) -> float:
    plain = sentences.plain(sentence)
    points = min(len(vocabulary.meaningful(sentence)), 6) / 2
    points += 3.0 * bool(cues.TELLING.search(plain)) + 2.0 * bool(cues.ASKING.search(plain))
    points += 1.0 * bool(cues.CIRCUMSTANCE.search(plain))
    return points - (3.0 if cues.CHATTER.fullmatch(plain) else 0.0)


def _cut(text: str) -> str:
    if len(text) <= QUOTE_CHARACTERS:
        return text
    return text[:QUOTE_CHARACTERS].rsplit(" ", 1)[0] + "…"
