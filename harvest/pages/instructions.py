"""Whether a sentence tells somebody what to do: it begins with an imperative, or names a place to go.

English verbs that helpers use; a language that is not here has no instructions that we can see.
"""

from __future__ import annotations

from harvest.pages import cues, sentences


def instructs(sentence: str) -> bool:
    """Whether the sentence begins with an imperative ("Then click OK", "In Settings, turn it off")."""
    return cues.IMPERATIVE.match(sentences.plain(sentence)) is not None


def tells_what_to_do(sentence: str) -> bool:
    """Whether the sentence gives advice or names a place, anywhere in it."""
    return cues.ADVICE.search(sentences.plain(sentence)) is not None
