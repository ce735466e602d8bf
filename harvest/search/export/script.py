"""The browser's script: the client's modules joined into one, without comments, with the stemmer of the language.

One request instead of seven, and nothing a reader of the source would miss: no name is changed. The modules keep
to what `joined` understands, and a test holds them to it: imports and exports stand on lines of their own,
comments too.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from harvest.search.export import stemmer

if TYPE_CHECKING:
    from harvest.search.language import Language

MODULES: Final = ("reading", "snowball", "analysis", "ranking", "files", "query", "search")
"""In this order: each uses those before it."""
NAME: Final = "search.js"
LATER: Final = "texts.js"
"""Excerpts and "phrases": loaded when they are first needed."""

_IMPORT: Final = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_COMMENT: Final = re.compile(r"^\s*//[^\n]*\n", re.MULTILINE)
_INDENT: Final = re.compile(r"^ +|\n(?=\n)", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?(?:function|const|class))", re.MULTILINE)


def scripts(language: Language) -> dict[str, str]:
    """The files that a site of this language needs, by name."""
    parts = []
    for name in MODULES:
        text = source(name)
        if name == "snowball":
            text = (text if language.snowball else "") + stemmer.program(language)
        parts.append(bare(text, keep_exports=name == MODULES[-1]))
    notice = stemmer.NOTICE if language.snowball else ""
    return {NAME: notice + "".join(parts), LATER: bare(source("texts"), keep_exports=True)}


def source(name: str) -> str:
    """A module of the client as it was written."""
    return files("harvest.search").joinpath("client", f"{name}.js").read_text(encoding="utf-8")


def bare(text: str, *, keep_exports: bool) -> str:
    """Without imports, comments and indentation."""
    text = _COMMENT.sub("", _IMPORT.sub("", text))
    return _INDENT.sub("", text if keep_exports else _EXPORT.sub("", text))
