"""The customers' own words: titles, phrases, and how they differ from the words of those who help."""

from __future__ import annotations

from harvest.vocabulary.telling import asks, fails, is_code
from harvest.vocabulary.titles import (
    NOTHING_KNOWN,
    PHRASE_WORDS,
    PHRASES,
    TITLE_CHARACTERS,
    TOO_ALIKE,
    asked_as,
    heading,
    title,
)
from harvest.vocabulary.words import COMMON_WORDS, READ_CHARACTERS, meaningful, says, sentences, tells, words

__all__ = [
    "COMMON_WORDS",
    "NOTHING_KNOWN",
    "PHRASES",
    "PHRASE_WORDS",
    "READ_CHARACTERS",
    "TITLE_CHARACTERS",
    "TOO_ALIKE",
    "asked_as",
    "asks",
    "fails",
    "heading",
    "is_code",
    "meaningful",
    "says",
    "sentences",
    "tells",
    "title",
    "words",
]
