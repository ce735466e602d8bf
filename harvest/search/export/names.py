"""Short names in the browser's script: its own names, all over it, each by a letter or two.

A name is replaced everywhere or nowhere, as a variable, a property and a method alike, so that no scopes need
be known. What is not ours to name stays: `SPOKEN` to the site's other scripts and in the manifest, `PLATFORM`
to the browser. A name that the browser has and that is missing here would break the script: a test asks a
browser for the names of all that the client uses, and another compares the script with its sources. Options
("cache" of fetch) are no property of anything that a browser could be asked for: they must be listed by hand.

Tried and rejected: a minifier from a package, which is a compiled dependency that not every system has.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import product
from string import ascii_letters
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PLATFORM: Final = frozenset(
    """
    abs add all Array as assign async at await baseURI BigInt bind body Boolean break bytes cache cancel
    catch charCodeAt class close closed clz32 const constructor continue create decode
    DecompressionStream delete do document done else encode endsWith enqueue entries Error error every
    exec export extends false fill filter find findIndex flat flatMap Float64Array floor for forEach
    from function get getReader globalThis has if import in includes index join JSON json keys length
    let Map map match matchAll Math max message MessageChannel min name new normalize null Object of ok
    onmessage parse pathname pipeThrough pop port1 port2 postMessage Promise push read reduce RegExp
    replace replaceAll return reverse search Set set shift size slice small some sort splice split sqrt
    start startsWith static status subarray take test text TextDecoder TextEncoder this throw
    throwIfAborted toLowerCase toString TransformStream true try Uint32Array Uint8Array undefined
    unshift URL url value values WeakMap while
    """.split()  # noqa: SIM905 - a list of words reads better so
)
"""Words of JavaScript, and the browser's names that the client's sources use, or use for something else."""
SPOKEN: Final = frozenset(
    """
    asked broken common elided endings excerpt facets fetch files find folder format hits lexicon limit
    long manifest matched meant mended open page pages points prefix product products records short
    signal small sure text texts title topic topics total trust typed Unavailable url usual words
    """.split()  # noqa: SIM905 - the same
)
"""What the client is asked, what it answers, and what it reads in the manifest."""
_SHORTEST: Final = 3
"""Letters of a name that is worth it."""

TOKEN: Final = re.compile(
    r"""(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<template>`(?:[^`\\]|\\.)*`)"""
    r"""|(?P<comment>/\*.*?\*/)"""
    r"""|(?P<pattern>/(?! )(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*)"""
    r"""|(?P<name>[A-Za-z_$][\w$]*)"""
    r"""|(?P<blank>\s+)"""
)
"""Strings and regular expressions (a division is written with blanks), names, and blanks."""
_INSERTED: Final = re.compile(r"\$\{([^{}]*)\}")
"""Code in a template; it holds no braces."""


def short_names(text: str) -> dict[str, str]:
    """For each name that can be shortened, one that the script has not: the most frequent, the shortest."""
    many = Counter(names_in(text))
    ours = [name for name in many if len(name) >= _SHORTEST and not name.startswith("$")]
    ours = [name for name in ours if name not in PLATFORM and name not in SPOKEN]
    letters = ("".join(each) for length in (1, 2) for each in product(ascii_letters, repeat=length))
    free = (name for name in letters if name not in many and name not in PLATFORM and name not in SPOKEN)
    return dict(zip(sorted(ours, key=lambda name: (-many[name], name)), free, strict=False))


def renamed(text: str, names: Mapping[str, str]) -> str:
    """A script with other names, its strings, patterns and comments as they were."""

    def other(token: re.Match[str]) -> str:
        if token["template"]:
            return _INSERTED.sub(lambda code: f"${{{renamed(code[1], names)}}}", token[0])
        return names.get(token[0], token[0]) if token["name"] else token[0]

    return TOKEN.sub(other, text)


def names_in(text: str) -> Iterator[str]:
    """Every name in the code, as often as it stands there."""
    for token in TOKEN.finditer(text):
        if token["template"]:
            for code in _INSERTED.finditer(token[0]):
                yield from names_in(code[1])
        elif token["name"]:
            yield token[0]
