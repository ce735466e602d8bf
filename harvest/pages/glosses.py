"""The company's word and the customers' words for the same thing, on one page.

An answer that speaks of a "sync conflict" is found by who types "doubles" (`also_called`, in the front
matter) and understood (a line that says so). Both come from the reviewed `docs/vocabulary.yml`, never from a
guess.

Policy. Only the company's word on the page makes a gloss: customers' words ("app", "picture") stand on nearly
every page, and a gloss on every page is read on none. A product that customers call by half of its name
("the frame") needs no gloss.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.model import Paragraph, Passage, Section, Span
from harvest.pages.markdown import to_markdown
from harvest.vocabulary import says

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harvest.vocabulary_file import Term, Vocabulary

HEADING: Final = "Words"
WORDS_SHOWN: Final = 3
"""So many of the customers' words a gloss has; `also_called` has all."""
_ADDRESS = re.compile(r"\]\([^)]*\)|<?https?://\S+")


def terms(sections: Iterable[Section], known: Vocabulary) -> tuple[Term, ...]:
    """The terms whose company word stands on the page, in the order of the vocabulary."""
    text = _ADDRESS.sub(" ", "\n".join(passage.text for section in sections for passage in section.passages))
    return tuple(term for term in known.terms if says(text, term.we_say))


def also_called(found: Sequence[Term]) -> tuple[str, ...]:
    """What customers call these things, none twice."""
    words: dict[str, str] = {}
    for term in found:
        for word in term.they_say:
            words.setdefault(word.casefold(), word)
    return tuple(words.values())


def glosses(found: Sequence[Term]) -> tuple[Section, ...]:
    """The section that explains these terms, one line for each; none where nothing needs explaining."""
    passages = tuple(
        Passage(to_markdown((Paragraph((Span(_gloss(term)),)),)))
        for term in found
        if not any(says(term.we_say, word) for word in term.they_say)
    )
    return (Section(HEADING, passages),) if passages else ()


def _gloss(term: Term) -> str:
    *others, last = (f"“{word}”" for word in term.they_say[:WORDS_SHOWN])
    theirs = f"{', '.join(others)} or {last}" if others else last
    return f"“{term.we_say}” is what we call it when you say {theirs}."
