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
    base = language.partition("-")[0]
    candidates = ((language, language), (base, language), (FALLBACK, FALLBACK))
    name, spoken = next(each for each in candidates if (FOLDER / f"{each[0]}.toml").is_file())
    return Words(spoken, tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    parts = language.split("-")
    return "rtl" if parts[0] in _RIGHT_TO_LEFT or {"Arab", "Hebr"} & set(parts) else "ltr"


def pick(texts: Mapping[str, str], original: str, spoken: str, wanted: str) -> tuple[str, str]:
    """A text in the language that is wanted, else as it was written, and which language that is."""
    if spoken != wanted:
        for candidate in (wanted, wanted.partition("-")[0]):
            if texts.get(candidate):
                return texts[candidate], candidate
    return original, spoken
