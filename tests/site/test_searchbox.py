"""What the search needs of the built site, without a browser."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import yaml
from mkdocs.utils.yaml import yaml_load

from harvest.accesslog import MISS
from harvest.accesslog.request import PARAMETER
from harvest.config import Company, Config, SearchOptions
from harvest.site import searchbox
from harvest.site.plugin import THEME

if TYPE_CHECKING:
    from tests.site.conftest import KnowledgeBase

NAMESPACE = "{http://a9.com/-/spec/opensearch/1.1/}"
SCRIPTS = THEME / "assets/harvest"
COMPRESSED = 6_000
"""Bytes that the interface of the search may take on any page."""


def made(**fields: object) -> Config:
    here = Path("/kb")
    values = {"root": here, "docs": here, "site": here, "lake": here, "company": Company(name="Kettle Works")}
    return Config(**{**values, **fields})  # type: ignore[arg-type]


def described(config: Config) -> ET.Element:
    return ET.fromstring(searchbox.files(config, "search/", "icon.svg")[searchbox.OPENSEARCH])


def test_browsers_can_search_the_site_by_its_whole_address() -> None:
    root = described(made(site_name="Kettle & Mug <Help>", site_url="https://help.kettle.example/de"))
    said = {each.tag.removeprefix(NAMESPACE): each for each in root}
    assert said["Url"].get("template") == "https://help.kettle.example/de/search/?q={searchTerms}"
    assert said["Url"].get("type") == "text/html"
    assert said["Image"].text == "https://help.kettle.example/de/icon.svg"
    assert said["Description"].text == "Answers from Kettle & Mug <Help>"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Kettle Help", "Kettle Help"),
        ("Kettle Works Help Centre", "Kettle Works"),
        ("Kettleworkshelpcentre", "Kettleworkshelpc"),
        ("", "Kettle Works"),
    ],
)
def test_its_name_is_as_short_as_browsers_want_it(name: str, short: str) -> None:
    found = described(made(site_name=name, site_url="https://x.example/")).find(f"{NAMESPACE}ShortName")
    assert found is not None
    assert found.text == short


def test_what_was_not_asked_for_is_not_there() -> None:
    assert searchbox.files(made(), "search/", "") == {}
    assert list(searchbox.files(made(search=SearchOptions(misses=True)), "search/", "")) == [MISS]


def test_the_script_tells_what_harvest_misses_reads() -> None:
    asked = f"`{MISS}?{PARAMETER}=${{encodeURIComponent(words)}}`"
    assert asked in (SCRIPTS / "misses.js").read_text(encoding="utf-8")


def test_every_page_has_one_search_box_and_none_has_the_themes(kb: KnowledgeBase) -> None:
    kb.answer("a", topic="T")
    kb.options(search={"misses": True})
    site = kb.built()
    pages = [path for path in site.rglob("*.html") if "hv-" in path.read_text(encoding="utf-8")]
    assert len(pages) >= 6
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert len(re.findall(r"<form[^>]* data-hv-search", text)) == 1, page
        assert text.count('id="hv-q"') == 1
        assert 'type="application/opensearchdescription+xml"' in text
        assert "data-misses" in text
        assert not re.search(r'"md-search|data-md-component="search|search_index|lunr', text)
    names = {path.relative_to(site).as_posix() for path in site.rglob("*")}
    assert {"search/index.html", "search/miss.txt", "opensearch.xml", "_headers"} <= names
    for name in ("box.js", "results.js"):
        script = (site / "assets/harvest" / name).read_text(encoding="utf-8")
        assert not re.search(r"^\s*//|^ ", script, re.MULTILINE)
        assert "export function mount" in script
    assert not [name for name in names if re.search(r"lunr|workers|search_index", name)]
    headers = (kb.folder / ".harvest/headers/nginx.conf").read_text(encoding="utf-8")
    assert "script-src 'self' 'sha256-" in headers


def test_nobody_is_told_anything_unless_the_company_wants_it(kb: KnowledgeBase) -> None:
    kb.answer("a")
    site = kb.built()
    assert not (site / "search/miss.txt").exists()
    assert "data-misses" not in kb.page("answers/a")
    assert "data-email" not in kb.page("answers/a")


def test_a_site_without_an_address_has_no_description_for_browsers(kb: KnowledgeBase) -> None:
    path = kb.folder / "mkdocs.yml"
    settings = yaml_load(path.read_text(encoding="utf-8"))
    del settings["site_url"]
    path.write_text(yaml.safe_dump(settings), encoding="utf-8")
    kb.answer("a")
    site = kb.built()
    assert not (site / "opensearch.xml").exists()
    assert "opensearchdescription" not in kb.page("answers/a")


@pytest.mark.parametrize("own", ["box.js", "results.js"])
def test_the_interface_is_small(own: str) -> None:
    assert compressed("site.js", "asking.js", "hits.js", "misses.js", own) <= COMPRESSED
    others = {path.name for path in SCRIPTS.glob("*.js")} - {"site.js", "asking.js", "hits.js", "misses.js"}
    assert others == {"box.js", "results.js", "offline.js", "kept.js", "wording.js", "away.js"}


def test_what_puts_the_worker_in_is_small() -> None:
    assert compressed("offline.js") <= 700


def compressed(*names: str) -> int:
    """Bytes of these scripts as they are served, each packed by itself."""
    texts = [searchbox.served((SCRIPTS / name).read_text(encoding="utf-8")) for name in names]
    return sum(len(zlib.compress(text.encode(), 9)) for text in texts)


def test_no_script_of_ours_makes_markup_or_code_out_of_text() -> None:
    for path in SCRIPTS.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|\.style\.cssText", text
        )


def test_a_company_keeps_its_own_headers_and_finds_ours_beside_the_site(kb: KnowledgeBase) -> None:
    kb.answer("stops")
    kb.write("docs/_headers", "/*\n  X-Mine: yes\n")
    kb.built()
    assert (kb.site / "_headers").read_text(encoding="utf-8") == "/*\n  X-Mine: yes\n"
    assert "Content-Security-Policy" in (kb.folder / ".harvest/headers/_headers").read_text(encoding="utf-8")


def test_a_site_without_answers_has_a_search_that_works(kb: KnowledgeBase) -> None:
    kb.built()
    assert (kb.site / "search/manifest.bin").exists()
