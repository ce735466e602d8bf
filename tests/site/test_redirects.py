from __future__ import annotations

import pytest

from harvest.errors import PageError
from harvest.pages.address import file_name
from harvest.site.redirects import Old, Redirect, plan, render


def old(name: str, *redirect_from: str, fallback: str = "") -> Old:
    return Old(
        f"answers/{name}.md", f"answers/{name}/", f"answers/{name}/index.html", name, redirect_from, fallback
    )


def where_to(*pages: Old) -> dict[str, str]:
    return {redirect.path: redirect.url for redirect in plan(pages, {})}


def test_an_old_address_leads_to_the_page() -> None:
    assert where_to(old("new", "answers/old/", "help/7.html")) == {
        "answers/old/index.html": "answers/new/",
        "help/7.html": "answers/new/",
    }


def test_a_retired_page_leads_to_its_successor_and_so_do_its_own_old_addresses() -> None:
    assert where_to(
        old("older", "answers/oldest/", fallback="topics/t/"),
        old("old", "answers/older/", fallback="topics/t/"),
        old("new", "answers/old/"),
    ) == {f"answers/{name}/index.html": "answers/new/" for name in ("oldest", "older", "old")}


def test_a_retired_page_without_a_successor_leads_to_its_topic() -> None:
    assert where_to(old("old", "answers/older/", fallback="topics/t/")) == {
        "answers/old/index.html": "topics/t/",
        "answers/older/index.html": "topics/t/",
    }


def test_retired_pages_in_a_circle_lead_to_a_topic() -> None:
    circle = (old("a", "answers/b/", fallback="topics/t/"), old("b", "answers/a/", fallback="topics/t/"))
    assert set(where_to(*circle).values()) == {"topics/t/"}


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/",
        "../x",
        "a/../b",
        "a//b",
        "https://evil.example/",
        "javascript:alert(1)",
        "a b",
        '"><script>',
        ".git",
        "a\\b",
    ],
)
def test_only_an_address_of_this_site_can_be_one(address: str) -> None:
    with pytest.raises(PageError, match="not an address of this site"):
        file_name(address, "answers/a.md")


def test_a_redirect_never_overwrites_a_page() -> None:
    with pytest.raises(PageError, match=r"answers/b\.md"):
        plan([old("a", "answers/b/")], {"answers/b/index.html": "answers/b.md"})


def test_two_pages_cannot_claim_one_address() -> None:
    with pytest.raises(PageError, match=r"answers/a\.md names too"):
        plan([old("a", "x/"), old("b", "x/")], {})


@pytest.mark.parametrize(
    ("path", "url", "href"),
    [
        ("answers/old/index.html", "answers/new/", "../new/"),
        ("old.html", "answers/new/", "answers/new/"),
        ("a/b/c/index.html", "topics/", "../../../topics/"),
    ],
)
def test_the_page_leads_on_without_a_script_and_shows_titles_as_text(path: str, url: str, href: str) -> None:
    html = render(Redirect(path, url, '</title><script>alert("1")</script>'), "https://help.example/base")
    assert f'content="0; url={href}"' in html
    assert f'<a href="{href}"' in html
    assert f'<link rel="canonical" href="https://help.example/base/{url}">' in html
    assert "<script" not in html
    assert "https:" not in html.replace("https://help.example/base/", "")
