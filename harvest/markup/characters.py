"""Characters that deceive: what is removed from every text, and what is kept.

Policy. A reader must see what is there. Removed: control characters, bidi controls (also the plain
marks U+200E, U+200F and U+061C: the text loses a hint about the side a full stop falls on, and no
letter), zero-width and filler characters, tag characters, U+E0100 and after (they can hide whole
messages behind one letter), non-characters, and the combining marks after the sixth in a row. Shown as
U+FFFD: unpaired surrogates and private-use characters. Kept: U+200C and U+200D between letters of the
scripts that spell with them (Arabic and Indic scripts among them), and U+200D inside emoji sequences.
Every kind of space becomes a space; text is in Unicode's normal form C.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MAX_MARKS: Final = 6
"""Combining marks in a row that are kept; real languages stay below it."""

_SUSPECT: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u3000\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc"
    "\ufffe\uffff\U0001fffe\U0001ffff\U0002fffe-\U0002ffff\U000e0000-\U0010ffff]"
)
_LINE_END: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_SPACE: Final = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_GONE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U0001fffe\U0001ffff\U0002fffe-\U0002ffff\U000e0000-\U000effff]"
)
_JOINERS: Final = re.compile("[\u200c\u200d\ufe00-\ufe0f]+")
_MARK: Final = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_MARKS: Final = re.compile(f"({_MARK}{{{_MAX_MARKS}}}){_MARK}+")


def clean(text: str) -> str:
    r"""`text` without characters that deceive the eye; line ends are "\n", tabs stay.

    Idempotent: `clean(clean(t)) == clean(t)`.
    """
    if text.isascii() and text.isprintable():
        return text
    suspect = _SUSPECT.search(text)
    if suspect:
        text = _without_suspects(text)
    elif text.isascii():
        return text
    return _MARKS.sub(r"\1", unicodedata.normalize("NFC", text))


def _without_suspects(text: str) -> str:
    if _SURROGATE.search(text):
        # A proper pair is one character; a half is nothing that can be written down.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _LINE_END.sub("\n", text)
    text = _SPACE.sub(" ", text)
    text = _GONE.sub("", text)
    text = _PRIVATE.sub("\ufffd", text)
    return _JOINERS.sub(_joiner, text)


def _joiner(match: re.Match[str]) -> str:
    """The one invisible joiner or emoji selector that belongs between its neighbours, or ""."""
    text, run = match.string, match.group()
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    if _is_joining_letter(before) and run[0] in "\u200c\u200d" and _is_joining_letter(after):
        return run[0]
    if not _is_pictograph(before):
        return ""
    selector = "\ufe0f" if "\ufe0f" in run else ""
    return selector + ("\u200d" if "\u200d" in run and _is_pictograph(after) else "")


def _is_joining_letter(character: str) -> bool:
    """Whether it belongs to a script that spells with U+200C or U+200D (Arabic to Khmer, Mongolian)."""
    return "\u0620" <= character < "\u1100" or "\u1780" <= character < "\u1900"


def _is_pictograph(character: str) -> bool:
    """Whether it can be part of an emoji sequence (skin tones and keycap digits among them)."""
    return (
        character in "#*0123456789" or unicodedata.category(character) in {"So", "Sk"} if character else False
    )
