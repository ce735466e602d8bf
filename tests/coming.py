"""Commands, and options of commands, that texts and workflows speak of and that are still being written.

A test fails as soon as one of them is there: take it out.
"""

from __future__ import annotations

from typing import Final

COMING: Final = {
    ("check", "--format"),
    ("review", ""),
    ("takedown", ""),
    ("trust", ""),
}
