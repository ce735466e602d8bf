"""What a page loads by itself, and what it only names."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import dns.resolver
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.status.drill.rehearsal import Report
from harvest.status.independence import CHECKS
from harvest.status.independence.domains import company, is_public, registrable
from harvest.status.independence.look import MOST_BYTES, Look
from harvest.status.independence.markup import of_css, of_html
from harvest.status.independence.model import Finding, Outcome, Site, UnseenError, origin
from harvest.status.independence.posting import pushes
from harvest.status.model import Target

AT = "https://status.example/a/"
LOADED = (
    '<img src="https://x.example/1">',
    "<img srcset='/ok.png 1x, https://x.example/1 2x'>",
    '<link rel="stylesheet" href="//x.example/1">',
    '<link rel="preload icon" href="https://x.example/1">',
    '<link rel="alternate stylesheet" href="https://x.example/1">',
    '<link rel=dns-prefetch href="https://x.example/1">',
    '<link rel=preload as=image imagesrcset="https://x.example/1 1x">',
    '<script src="https://x.example/1"></script>',
    '<iframe src="https://x.example/1"></iframe>',
    '<object data="https://x.example/1"></object>',
    '<video poster="https://x.example/1"></video>',
    '<svg><use href="https://x.example/1"/></svg>',
    '<svg><image xlink:href="https://x.example/1"/></svg>',
    '<a href="/" ping="/ok https://x.example/1">',
    '<body background="https://x.example/1">',
    "<p style=\"background: url('https://x.example/1')\">",
    "<style>@import 'https://x.example/1';</style>",
    "<style>p { background: URL( https://x.example/1 ) }</style>",
    '<meta http-equiv="Refresh" content="5; URL=https://x.example/1">',
    '<base href="https://x.example/"><img src="1">',
)
NAMED = (
    '<a href="https://x.example/1">',
    '<link rel="canonical" href="https://x.example/1">',
    '<link rel="alternate" type="application/atom+xml" href="https://x.example/1">',
    '<img src="data:image/png;base64,AA">',
    "<style>p { fill: url(#gradient) } /* url(https://x.example/1) */</style>",
    "<p>https://x.example/1</p>",
    '<!-- <img src="https://x.example/1"> -->',
    '<meta name="description" content="https://x.example/1">',
)


@pytest.mark.parametrize("html", LOADED)
def test_what_is_loaded(html: str) -> None:
    assert "https://x.example/1" in of_html(f"<!doctype html>{html}", AT).resources


@pytest.mark.parametrize("html", NAMED)
def test_what_is_only_named(html: str) -> None:
    assert of_html(f"<!doctype html>{html}", AT).resources == []


def test_what_is_no_address_is_dropped_as_browsers_do() -> None:
    html = "<base href='https://['><img src='https://[::1'><p style='background: url(//[)'>"
    assert of_html(html, AT, "<//[>; rel=preload").resources == []
    assert origin("https://x.example:99999999/") == ("", "", 0)


def test_what_a_header_asks_for() -> None:
    header = "<https://x.example/f.woff2>; rel=preload; as=font, </ok>; rel=help"
    assert of_html("", AT, header).resources == ["https://x.example/f.woff2"]


@given(st.text())
def test_no_page_and_no_stylesheet_breaks_it(text: str) -> None:
    of_html(f"<img src='{text}'><style>{text}", AT, text)
    of_css(f"@import '{text}'; url({text})", AT)


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.kettle.co.uk", "kettle.co.uk"),
        ("a.b.kettle.example", "kettle.example"),
        ("kettle.github.io", "kettle.github.io"),
        ("github.io", "github.io"),
        ("198.51.100.10", "198.51.100.10"),
        ("2001:db8::1", "2001:db8::1"),
        ("localhost", "localhost"),
    ],
)
def test_who_registered_what(host: str, domain: str) -> None:
    assert registrable(host) == domain


def test_whose_domain_it_is_and_what_is_nobodys() -> None:
    assert [company(host) for host in ("kettle.github.io", "www.kettle.co.uk")] == [
        "github.io",
        "kettle.co.uk",
    ]
    names = ("com", "co.uk", "example", "github.io", "kettle.example", "198.51.100.10")
    assert [is_public(name) for name in names] == [True, True, True, False, False, False]


@pytest.mark.parametrize(
    ("kind", "to", "options", "host"),
    [
        ("folder", "/srv/status", {}, ""),
        ("rsync", "deploy@Host.example:site", {}, "host.example"),
        ("rsync", "rsync://host.example:8873/site/", {}, "host.example"),
        ("rsync", "me@[2001:db8::1]:site", {}, "2001:db8::1"),
        ("git", "git@host.example:kettle/status.git", {}, "host.example"),
        ("git", "ssh://git@host.example:22/s.git", {}, "host.example"),
        ("git", "https://me:secret@host.example/s.git", {}, "host.example"),
        ("git", "/srv/s.git", {}, ""),
        ("s3", "s3://bucket/x", {}, "s3.amazonaws.com"),
        ("s3", "s3://bucket/x", {"endpoint": "https://s3.host.example:9000"}, "s3.host.example"),
    ],
)
def test_who_is_asked_to_take_the_site(kind: str, to: str, options: dict[str, str], host: str) -> None:
    (push,) = pushes((Target(name="t", kind=kind, to=to, options=options),))
    assert push.host == host


def looking(answer: httpx.MockTransport) -> Look:
    return Look(dns.resolver.Resolver(configure=False), httpx.Client(transport=answer))


def test_redirects_without_end_are_given_up_and_told() -> None:
    with looking(httpx.MockTransport(lambda asked: httpx.Response(302, headers={"location": "/x"}))) as look:
        with pytest.raises(UnseenError, match="more than 5 times") as error:
            look.page(AT)
        assert len(error.value.way) == 6


def test_a_redirect_to_no_address_is_no_verdict() -> None:
    nowhere = httpx.MockTransport(lambda asked: httpx.Response(302, headers={"location": "https://["}))
    with looking(nowhere) as look, pytest.raises(UnseenError, match="leads to what is no address"):
        look.page(AT)


def test_a_page_without_end_is_given_up() -> None:
    big = httpx.MockTransport(lambda asked: httpx.Response(200, content=b"x" * (MOST_BYTES + 1)))
    with looking(big) as look, pytest.raises(UnseenError, match="is longer than"):
        look.page(AT)


def test_what_is_known_is_not_asked_for_again() -> None:
    asked: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        raise httpx.ConnectTimeout("timed out")

    with looking(httpx.MockTransport(answer)) as look:
        for _ in range(2):
            with pytest.raises(UnseenError, match="cannot be fetched: timed out"):
                look.page(AT)
    assert len(asked) == 1


def test_an_address_is_read_as_browsers_do() -> None:
    assert Site("https://Status.Example./x").origin == ("https", "status.example", 443)


def test_the_checklist_is_documented_and_the_reverse() -> None:
    text = (Path(__file__).parents[2] / "docs" / "handbook" / "independence.md").read_text(encoding="utf-8")
    checks, fields = (part.split("\n\n")[0] for part in text.split("|---|---|")[-2:])
    assert re.findall(r"^\| `([\w-]+)` \|", checks, re.MULTILINE) == [check.name for check in CHECKS]
    first = [re.findall(r"`(\w+)`", line.split(" | ")[0]) for line in fields.splitlines()]
    assert [name for names in first for name in names] == [each.name for each in dataclasses.fields(Report)]
    assert all(f"`{each.name}`" in text for each in dataclasses.fields(Finding))
    assert all(f"`{each}`" in text for each in Outcome)
