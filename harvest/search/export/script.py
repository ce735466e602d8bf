"""The browser's script: the client's modules joined, without comments, with the language's stemmer.

One request instead of seven; names are shortened (see `names`). The modules keep to what `bare` understands,
and a test holds them to it: imports and exports stand on lines of their own, comments too.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from harvest.search.export import stemmer
from harvest.search.export.names import TOKEN, renamed, short_names

if TYPE_CHECKING:
    from harvest.search.language import Language

MODULES: Final = ("reading", "snowball", "analysis", "ranking", "files", "query", "search")
"""In this order: each uses those before it."""
NAME: Final = "search.js"
MODULES_LATER: Final = ("reading", "quoting", "mending", "texts", "narrowing")
"""What few queries need: "phrases" and -words, mistyped words, excerpts and filters. Loaded when it is first
asked for."""
NAME_LATER: Final = "later.js"

LICENCE: Final = "snowball.txt"

_IMPORT: Final = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?(?:function|const|class))", re.MULTILINE)
_COMMENT: Final = re.compile(r"^\s*//[^\n]*\n", re.MULTILINE)
_SIGNS: Final = frozenset("{}()[];,.=<>?:&|!*/%")
"""Signs beside which a blank says nothing."""
_DOUBLED: Final = frozenset("+-")
"""Two of them are another."""


def scripts(language: Language) -> dict[str, str]:
    """The files that a site of this language needs, by name."""
    first = "".join(_module(name, language, keep_exports=name == MODULES[-1]) for name in MODULES)
    later = "".join(_module(name, language, keep_exports=name != MODULES[0]) for name in MODULES_LATER)
    names = short_names(first + later)
    found = {NAME: tight(renamed(first, names)), NAME_LATER: tight(renamed(later, names))}
    return {**found, LICENCE: stemmer.licence()} if language.snowball else found


def _module(name: str, language: Language, *, keep_exports: bool) -> str:
    text = source(name)
    if name == "snowball":
        program = stemmer.program(language)
        text = (
            f"/*! Stemmer: Snowball, see {LICENCE} */"
            + stemmer.short(stemmer.used(_COMMENT.sub("", text), program) + program)
            if language.snowball
            else program
        )
    return bare(text, keep_exports=keep_exports)


def source(name: str) -> str:
    """A module of the client as it was written."""
    return files("harvest.search").joinpath("client", f"{name}.js").read_text(encoding="utf-8")


def bare(text: str, *, keep_exports: bool) -> str:
    """Without imports and comments."""
    text = _COMMENT.sub("", _IMPORT.sub("", text))
    return text if keep_exports else _EXPORT.sub("", text)


def tight(text: str) -> str:
    """Without needless blanks."""
    return TOKEN.sub(_kept, text).strip() + "\n"


def _kept(token: re.Match[str]) -> str:
    if not token["blank"]:
        return token[0]
    before = token.string[token.start() - 1 : token.start()]
    after = token.string[token.end() : token.end() + 1]
    around = {before, after}
    return "" if around & _SIGNS or (around & _DOUBLED and before != after) else " "
