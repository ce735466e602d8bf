"""The pages that the main service's own web server shows while the service is away, and its settings. Pure.

They lie on the main service's machines, ask nobody for anything, and lead to the status site. Each is
complete in itself; for clients that ask for JSON there is the same as a problem (RFC 9457).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

from harvest.errors import HarvestError
from harvest.status.outage.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harvest.status.model import Settings
    from harvest.status.outage.words import Words

FLAG: Final = "maintenance.on"
"""While a file of that name lies in the folder, the server shows the page of planned work."""
SERVERS: Final = ("nginx.conf", "Caddyfile", "apache.conf")
_HERE: Final = Path(__file__).parent
_PLAIN: Final = re.compile(r"/[\w./-]*[\w-]", re.ASCII)


def files(settings: Settings, at: str, retry: int) -> Mapping[str, bytes]:
    """Everything in the folder, by name. `at`: where the folder lies on the server; `retry`: seconds.

    Raises HarvestError for a place that the servers' files cannot name.
    """
    checked(at)
    found: dict[str, bytes] = {}
    for name in ("outage", "maintenance"):
        planned = name == "maintenance"
        for ending, type_, body in (
            ("html", "text/html", page(settings, planned=planned)),
            ("json", "application/problem+json", problem(settings, planned=planned)),
        ):
            found[f"{name}.{ending}"] = body.encode()
            found[f"{name}.{ending}.asis"] = _as_is(type_, body, retry).encode()
    for server in SERVERS:
        found[server] = Template(_text(server)).substitute(at=at, retry=retry).encode()
    return found


def checked(at: str) -> str:
    """A place on a server, as it can be named in any of its files. Raises HarvestError for another."""
    if not _PLAIN.fullmatch(at) or "/../" in f"{at}/":
        what = "must be a whole path of letters, digits and the signs . _ - only, to be named to servers"
        raise HarvestError(what, where=at, todo="name another folder with --at")
    return at


def page(settings: Settings, *, planned: bool) -> str:
    """The page in all languages of the company that we have words for, its own first; else in English."""
    spoken = languages(settings)
    style = re.sub(r"\s+", " ", _text("page.css")).strip()
    first = spoken[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return Template(_text("page.html")).substitute(
        lang=first,
        dir="rtl" if _words(first).rtl else "ltr",
        digest=f"sha256-{digest}",
        title=escape(f"{_heading(_words(first), planned=planned)} – {settings.name}"),
        style=style,
        name=escape(settings.name),
        sections="\n".join(_sections(settings, spoken, planned=planned)),
    )


def languages(settings: Settings) -> tuple[str, ...]:
    """The company's languages in their order, those that we have words for."""
    asked = dict.fromkeys((settings.lang, *settings.languages))
    return tuple(each for each in asked if each in WORDS or each.partition("-")[0] in WORDS) or ("en",)


def _words(language: str) -> Words:
    return WORDS.get(language) or WORDS[language.partition("-")[0]]


def _heading(words: Words, *, planned: bool) -> str:
    return words.work if planned else words.down


def _sections(settings: Settings, spoken: tuple[str, ...], *, planned: bool) -> Iterator[str]:
    for number, language in enumerate(spoken):
        words = _words(language)
        level = 2 if number else 1
        ways = [(settings.url, words.see), *([(settings.help, words.help)] if settings.help else [])]
        links = " ".join(f'<a href="{escape(url)}">{escape(text)}</a>' for url, text in ways)
        yield (
            f'<section lang="{language}" dir="{"rtl" if words.rtl else "ltr"}">\n'
            f"<h{level}>{escape(_heading(words, planned=planned))}</h{level}>\n"
            f"<p>{escape(words.work_more if planned else words.down_more)}</p>\n"
            f"<p>{links}</p>\n</section>"
        )


def problem(settings: Settings, *, planned: bool) -> str:
    """The same for programs: a problem as RFC 9457 has it, with `status_page` besides."""
    words = _words(languages(settings)[0])
    return (
        json.dumps(
            {
                "type": "about:blank",
                "title": "Service Unavailable",
                "status": 503,
                "detail": words.work_more if planned else words.down_more,
                "maintenance": planned,
                "status_page": settings.url,
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def _as_is(type_: str, body: str, retry: int) -> str:
    """An answer with its headers, for Apache's mod_asis."""
    return (
        "Status: 503 Service Unavailable\n"
        f"Content-Type: {type_}; charset=utf-8\nRetry-After: {retry}\nCache-Control: no-store\n"
        f"Vary: Accept\nX-Content-Type-Options: nosniff\n\n{body}"
    )


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
