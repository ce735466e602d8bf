"""Addresses of programs: what a click would download and run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ENDING: Final = re.compile(
    r"\.(?:exe|msi|msix|appx|dmg|pkg|apk|scr|bat|cmd|ps1|psm1|vbs|vbe|wsf|hta|lnk|reg|jar|jnlp|deb|rpm|appimage"
    r"|command|run|iso|cpl|pif)\Z"
)
_SCRIPT: Final = re.compile(r"\.(?:sh|py|pl)\Z")
_WRITTEN: Final = re.compile(
    r"(?:https?://|\bwww\.|\b(?:[a-z0-9-]{1,60}\.){1,5}[a-z]{2,20}/)[^\s<>\"'`()\[\]{}]{1,2000}",
    re.IGNORECASE,
)
_HOST_OR_LINK: Final = re.compile(r"[\w-]{1,60}(?:\.[\w-]{1,60}){1,9}(?:/\S{0,2000})?")
_SHOWN_SOURCE: Final = re.compile(r"/(?:blob|tree|src|browse)/")
"""A forge shows a file there, and does not serve it."""


def own_hosts(site_url: str, keep: Iterable[str]) -> frozenset[str]:
    """The company's hosts: its site's, and those that stand among its contacts; what lies below them too."""
    links = (entry for entry in keep if "://" in entry or _HOST_OR_LINK.fullmatch(entry))
    return frozenset({_host(site_url), *map(_host, links)} - {""})


def programs_in(text: str, own: frozenset[str]) -> Iterator[int]:
    """Where in a text addresses of programs stand."""
    for written in _WRITTEN.finditer(text):
        if leads_to_program(written.group().rstrip(".,;:!?*_"), own):
            yield written.start()


def leads_to_program(href: str, own: frozenset[str]) -> bool:
    """Whether a click brings a program from a host that is not the company's own.

    Also where the name stands in the query (`get.php?f=setup.exe`), in the fragment, or before a last step
    (`setup.exe/download`). Scripts count where they are served as they are, not where a forge shows them.
    """
    url = unquote(unquote(href)).strip().lower()
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    if any(host == name or host.endswith(f".{name}") for name in own):
        return False
    named = [
        piece.strip(" .") for piece in re.split(r"[/?&;=#,|]", f"{parts.path}?{parts.query}#{parts.fragment}")
    ]
    if any(_ENDING.search(piece) for piece in named):
        return not _SHOWN_SOURCE.search(parts.path)
    return bool(_SCRIPT.search(parts.path)) and not _SHOWN_SOURCE.search(parts.path)


def _host(url: str) -> str:
    try:
        return (urlsplit(url if "://" in url else f"https://{url}").hostname or "").rstrip(".")
    except ValueError:
        return ""
