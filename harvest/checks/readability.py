"""Whether the prose of a page is easy to read; steps, code, quotations, tables and headings are left out.

English: Flesch's reading ease, 206.835 - 1.015 (words per sentence) - 84.6 (syllables per word), from R.
Flesch, "A new readability yardstick", Journal of Applied Psychology 32(3), 1948, 221-233. He measured
samples of 100 words, so shorter prose gets no figure. Its weights are English; in other languages only the
length of sentences counts.

Policy. A warning and never more: a formula does not know what is said. `HARD` and `LONG` name few of the
drafts of real conversations (the figures are in CONTRIBUTING), and what they name is worth a look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.checks.finding import Finding, Severity
from harvest.checks.reading import Place, runs
from harvest.vocabulary.words import in_english

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harvest.checks.knowledge import Knowledge
    from harvest.checks.reading import Run

HARD: Final = 50.0
"""Reading ease below this is "difficult" in Flesch's own table."""
SAMPLE: Final = 100
"""Words, at least, for a figure."""
LONG: Final = 45
"""Words in one sentence that nobody reads in one go."""
_END: Final = re.compile(r"[.!?…:;][\"'”’)\]]{0,2}(?=\s|$)|\n")
_WORD: Final = re.compile(r"[^\W\d_]{1,60}(?:['’-][^\W\d_]{1,60}){0,5}")
_NO_PROSE: Final = re.compile(
    r"(?:https?://|www\.)\S{1,2000}|‹[^›\n]{1,20}›|[^\s›]{1,40}(?: ?[>→»] ?[^\s›]{1,40}){1,12}"
)
"""Addresses, masks, and ways through menus."""
_VOWELS: Final = re.compile(r"[aeiouy]+")
_SILENT: Final = re.compile(r"(?:[^laeiouy]e|[^aeiouytd]ed|[^aeiouycsxzgh]es)\Z")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of prose."""

    words: tuple[str, ...]
    line: int
    """1-based, in the file."""


def readability(known: Knowledge) -> Iterator[Finding]:
    """Prose is easy to read: short sentences, short words."""
    for page in known.changed:
        read = [run for run in runs(page) if run.place is Place.PROSE]
        told = [sentence for run in read for sentence in sentences(run)]
        if not told:
            continue
        longest = max(told, key=lambda sentence: len(sentence.words))
        what = ""
        if len(longest.words) > LONG:
            what = f"a sentence of {len(longest.words)} words"
        elif _is_hard(told, " ".join(run.text for run in read)):
            what = f"hard to read (reading ease {reading_ease(told):.0f}); its longest sentence"
        if what:
            yield Finding(
                check="readability",
                path=page.path,
                line=longest.line,
                what=what,
                todo="make two sentences of it, and take shorter words",
                severity=Severity.WARNING,
            )


def _is_hard(told: Sequence[Sentence], text: str) -> bool:
    """Whether it is English, enough of it, and hard."""
    words = sum(len(sentence.words) for sentence in told)
    return words >= SAMPLE and in_english(text) and reading_ease(told) < HARD


def sentences(run: Run) -> Iterator[Sentence]:
    """The sentences of a run, each of one word or more; code in it counts as nothing."""
    text = list(run.text)
    for start, end in (*run.codes, *(found.span() for found in _NO_PROSE.finditer(run.text))):
        text[start:end] = " " * (end - start)
    said, start = "".join(text), 0
    for end in (*(found.end() for found in _END.finditer(said)), len(said)):
        found = list(_WORD.finditer(said, start, end))
        if found:
            yield Sentence(tuple(word.group() for word in found), run.line_at(found[0].start()))
        start = end


def reading_ease(told: Sequence[Sentence]) -> float:
    """Flesch's reading ease of English sentences (one or more), about 0 (hard) to 100 (easy)."""
    words = [word for sentence in told for word in sentence.words]
    syllables = sum(map(syllables_of, words))
    return 206.835 - 1.015 * len(words) / len(told) - 84.6 * syllables / len(words)


def syllables_of(word: str) -> int:
    """How many syllables an English word has, by its groups of vowels; 1 or more."""
    low = word.casefold()
    groups = len(_VOWELS.findall(low))
    return max(1, groups - (groups > 1 and _SILENT.search(low) is not None))
