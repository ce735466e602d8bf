"""What a check says of a page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a finding keeps a page from being merged."""

    ERROR = "error"
    WARNING = "warning"
    """Somebody should look; nothing fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing wrong on one page."""

    check: str
    """The id of the check that found it."""
    path: str
    """Of the file, relative to the docs folder."""
    line: int = 0
    """1-based, in the file; 0 where it is about the whole file."""
    what: str
    """One sentence without the place. Never what is personal: a finding is printed in public logs."""
    todo: str = ""
    """What to do about it."""
    severity: Severity = Severity.ERROR
