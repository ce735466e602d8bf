"""One style, one script, and the policy that allows these two and nothing else."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from pathlib import Path
from typing import Final

from harvest.status.model import Impact

FOLDER: Final = Path(__file__).parent / "templates"
COLOURS: Final = {
    Impact.NONE: "#1a7f37",
    Impact.MAINTENANCE: "#0860c4",
    Impact.MINOR: "#8a5a00",
    Impact.MAJOR: "#b04500",
    Impact.CRITICAL: "#c4202c",
}


@functools.cache
def style(valid_minutes: int) -> str:
    """The style sheet; a page that stays open for so long says that it may be old, without a script."""
    css = (FOLDER / "style.css").read_text(encoding="utf-8").replace("VALID", str(valid_minutes * 60))
    return re.sub(r"\s*\n\s*", "", css)


@functools.cache
def script() -> str:
    """Local times, and what is late by now."""
    text = (FOLDER / "script.js").read_text(encoding="utf-8")
    return re.sub(r"\s*\n\s*", "", text)


def policy(valid_minutes: int) -> str:
    """The Content-Security-Policy of every page: for its meta tag and for servers."""
    return (
        f"default-src 'none'; style-src {_hash(style(valid_minutes))}; script-src {_hash(script())}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def icon(state: Impact) -> str:
    """A dot in the colour of the state, so that a tab shows it; within the page, so that nobody is asked."""
    colour = COLOURS[state].replace("#", "%23")
    return (
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>"
        f"<circle cx='8' cy='8' r='7' fill='{colour}'/></svg>"
    )
