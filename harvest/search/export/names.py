"""Short names for a script that nobody reads: one for each name, the same one everywhere.

A name keeps its length wherever it could be seen from outside, or be a property: after a dot, as a key or a
shorthand in braces, as a method, in a template, where it is exported, and where it is not ours. Because a
name becomes the same other name everywhere, and that one is nowhere yet, scopes need not be understood.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, product
from string import ascii_letters
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN: Final = re.compile(
    r"""(?P<template>`(?:[^`\\]|\\.)*`)"""
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
    r"""|/\*.*?\*/|/(?! )(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*"""
    r"""|(?P<name>(?<![\w$.])\d[\w.]*|[A-Za-z_$][\w$]*)|(?P<sign>\.\.\.|=>|\?\.|\S)""",
    re.DOTALL,
)
_DECLARED: Final = re.compile(r"\b(?:const|let|function|class)\s+([\w$]+)|(?<=[,\[({ ])([\w$]+)(?=[,\])}=])")
_WORD: Final = re.compile(r"[A-Za-z_$][\w$]*")
_EXPORTED: Final = re.compile(r"\bexport (?:async )?(?:const|class|function) ([\w$]+)|\bexport\{([^}]*)\}")
_OPENING: Final = {"(": ")", "[": "]", "{": "}"}
