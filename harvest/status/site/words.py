"""What the site itself says, by language: one file each in `words/`. A new language is a new file."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER: Final = Path(__file__).parent / "words"
FALLBACK: Final = "en"
_RIGHT_TO_LEFT: Final = ("ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi")


@dataclass(frozen=True, slots=True)
class Words:
    """The site in one language."""

    lang: str
    """Of these words: where a language has none, they are English."""
    table: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """Raises KeyError."""
        return self.table[key]


@functools.cache
def of(language: str) -> Words:
    """In that language, else in what it is a variety of (`pt-BR`), else in English."""
    for candidate in (language, language.split("-", maxsplit=1)[0], FALLBACK):
        path = FOLDER / f"{candidate}.toml"
        if path.is_file():
            return Words(
                language
                if candidate != FALLBACK or language.split("-", maxsplit=1)[0] == FALLBACK
                else FALLBACK,
                tomllib.loads(path.read_text(encoding="utf-8")),
            )
    raise AssertionError("there are English words")


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    parts = language.split("-")
    return "rtl" if parts[0] in _RIGHT_TO_LEFT or {"Arab", "Hebr"} & set(parts) else "ltr"


def pick(texts: Mapping[str, str], original: str, spoken: str, wanted: str) -> tuple[str, str]:
    """A text in the language that is wanted, else as it was written, and which language that is."""
    if spoken != wanted:
        for candidate in (wanted, wanted.split("-", maxsplit=1)[0]):
            if texts.get(candidate):
                return texts[candidate], candidate
    return original, spoken
