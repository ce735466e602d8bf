"""A text as cues are written for: what hides a word from a pattern and not from a reader is gone."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LOOKS_LIKE: Final = str.maketrans(
    "аеорсухіјѕԁһӏոυνορατικ",
    "aeopcyxijsdhlnuvopatik",
)
"""Cyrillic, Armenian and Greek small letters that nobody can tell from Latin ones (UTS #39 lists them)."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_STRAIGHT: Final = str.maketrans({**dict.fromkeys("’‘ʼ‛′`", "'"), **dict.fromkeys("‐‑‒–—―−", "-")})
_UNSEEN: Final = frozenset({"Cf", "Mn", "Me", "Cc"})


class _Forms(dict[int, str]):
    """The translation table, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        digit = unicodedata.digit(char, None)
        if digit is not None:
            form = str(digit)
        elif char in "\n\t":
            form = char
        else:
            apart = unicodedata.normalize("NFKD", char)
            form = "".join(c for c in apart if unicodedata.category(c) not in _UNSEEN).casefold()
        self[code] = form
        return form


_FORMS: Final = _Forms()


def plain(text: str) -> str:
    """In small letters, without accents, with plain digits, hyphens and apostrophes (NFKD, UAX #15).

    What a reader cannot see is left out. In a word that has Latin letters, look-alikes of others become
    Latin. Line ends stay.
    """
    if not text.isascii():
        text = text.translate(_STRAIGHT)
    bare = text.translate(_FORMS)
    return bare if bare.isascii() else _WORD.sub(_one_script, bare)


def _one_script(word: re.Match[str]) -> str:
    said = word.group()
    return said.translate(_LOOKS_LIKE) if not said.isascii() and re.search("[a-z]", said) else said
