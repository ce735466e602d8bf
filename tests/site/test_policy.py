from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from harvest.site import policy
from harvest.site.policy import Inline
from tests.site import hostile

if TYPE_CHECKING:
    from pathlib import Path


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def seen(*pages: str) -> Inline:
    inline = Inline()
    for page in pages:
        inline.see(page)
    return inline


def test_a_script_of_the_theme_is_allowed_by_its_text_and_no_other() -> None:
    page = "<script>if (a < b && c) run()</script><script src=x.js></script>"
    assert f"script-src 'self' {digest('if (a < b && c) run()')};" in seen(page).policy()


def test_styles_and_style_attributes_too() -> None:
    found = seen('<style>a{b:c}</style><td style="text-align: right;">x</td>').policy()
    assert f"style-src 'self' {digest('a{b:c}')};" in found
    assert f"style-src-attr 'unsafe-hashes' {digest('text-align: right;')}" in found


@pytest.mark.parametrize(
    "page",
    [
        '<script type="application/json">{"a": 1}</script>',
        "<!-- <script>evil()</script> -->",
        "<a title='<script>evil()</script>'>x</a>",
        "<p>&lt;script>evil()&lt;/script></p>",
        "",
    ],
)
def test_what_is_no_script_is_not_allowed(page: str) -> None:
    assert seen(page).policy() == Inline().policy()


def test_the_order_of_pages_does_not_matter_and_none_counts_twice() -> None:
    pages = ["<script>one</script>", "<script>two</script>", "<script>one</script>"]
    assert seen(*pages).policy() == seen(*reversed(pages)).policy()
    assert seen(*pages).policy().count("sha256") == 2


@pytest.mark.parametrize("text", hostile.TEXTS)
def test_no_page_makes_it_stumble_or_breaks_out_of_the_header(text: str) -> None:
    found = policy.headers(seen(text, f"<script>{text}</script>", f"<p style='{text}'>"))
    for value in found.values():
        assert value.isascii()
        assert not set(value) & set('"\n\r$\\{}')


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_understands_it(tmp_path: Path) -> None:
    headers = tmp_path / "headers.conf"
    headers.write_text(policy.nginx(policy.headers(seen("<script>x</script>"))), encoding="utf-8")
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} "
        f"http {{ access_log off; server {{ include {headers}; }} }}",
        encoding="utf-8",
    )
    done = subprocess.run(
        ["nginx", "-t", "-c", str(whole), "-p", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert "syntax is ok" in done.stderr


def test_hosts_read_it_from_the_root_of_the_site() -> None:
    lines = policy.netlify({"A": "b", "C": "d"}).splitlines()
    assert lines == ["/*", "  A: b", "  C: d", "/sw.js", "  Cache-Control: no-cache"]
    assert policy.caddy({"A": "b"}).splitlines() == [
        "@harvest_pages not path *.bin */assets/harvest/search/*",
        "header @harvest_pages {",
        '\tA "b"',
        "}",
        "@harvest_worker path */sw.js",
        'header @harvest_worker Cache-Control "no-cache"',
    ]


def test_a_worker_is_allowed_only_where_there_is_one() -> None:
    assert "worker-src 'none'" in Inline().policy()
    assert "worker-src 'self'" in Inline(worker=True).policy()
