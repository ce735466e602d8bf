"""The whole corpus, built by the real mkdocs-material and opened in a real Chromium with a trap set.

The trap: a script that runs, a dialog, a request to another origin, or anything that a strict
Content-Security-Policy (which only reports, so that it hides nothing) would have stopped.
"""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import pytest
import yaml

from harvest.markup import read
from harvest.model import Markup
from harvest.pages.markdown import to_markdown
from tests.hostile import CORPUS
from tests.markup.rendering import MATERIAL_EXTENSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Route

ORIGIN: Final = "http://site.invalid"
_EMOJI: Final = """
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
"""
_LISTEN: Final = """
window.__violations = [];
addEventListener("securitypolicyviolation", (event) => window.__violations.push(
  event.effectiveDirective + " " + event.blockedURI + " line " + event.lineNumber));
"""
_TOUCH_EVERYTHING: Final = """
() => {
  const events = ["mouseover", "pointerenter", "focus", "toggle", "load", "error", "animationend"];
  for (const element of document.querySelectorAll("article *"))
    for (const name of events) element.dispatchEvent(new Event(name));
  return Array.from(document.querySelectorAll("article a[href]"), (link) => link.href);
}
"""
_FOREIGN_ELEMENTS: Final = (
    "article :is(script,style,iframe,img,svg,object,embed,form,input,[style],[onclick],[onerror])"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of one page per family and markup, and a harmless one."""
    root = tmp_path_factory.mktemp("hostile")
    docs = root / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# Home\n\nHarmless.\n", encoding="utf-8")
    for family in sorted({entry.family for entry in CORPUS}):
        for markup in Markup:
            texts = [entry.text for entry in CORPUS if entry.family == family and not entry.huge]
            bodies = [to_markdown(read(text, markup)) for text in texts]
            page = f"# {family} {markup}\n\n" + "\n\n".join(filter(None, bodies)) + "\n"
            (docs / f"{family}-{markup}.md").write_text(page, encoding="utf-8")
    extensions = [name for name in MATERIAL_EXTENSIONS if name != "pymdownx.emoji"]
    settings = {
        "site_name": "Trap",
        "site_url": f"{ORIGIN}/",
        "use_directory_urls": False,
        "plugins": [],
        "theme": {"name": "material", "font": False},
    }
    listed = "".join(f"  - {name}\n" for name in extensions)
    configuration = yaml.safe_dump(settings) + "markdown_extensions:\n" + listed.rstrip("\n") + _EMOJI
    (root / "mkdocs.yml").write_text(configuration, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"]
    built = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=300)
    assert built.returncode == 0, built.stderr
    return root / "site"


@pytest.fixture(scope="module")
def browser_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def _policy(site: Path) -> str:
    """A policy that knows the theme's own inline scripts, by digest, and no other."""
    inline = re.findall(
        r"<script>(.*?)</script>", (site / "index.html").read_text(encoding="utf-8"), re.DOTALL
    )
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inline)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    scripts = f"script-src 'self' {allowed}"
    return f"default-src 'self'; {scripts}; img-src 'self' data:; style-src 'self' 'unsafe-inline'"


class Trap:
    """Serves the built site to one page, and writes down everything that should not happen."""

    def __init__(self, page: Page, site: Path) -> None:
        self.caught: list[str] = []
        self._site = site
        self._policy = _policy(site)
        page.route("**/*", self._serve)
        page.add_init_script(_LISTEN)
        page.on("dialog", self._dismiss)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.caught.append(str(error)))
        page.on("popup", lambda popup: self.caught.append(f"popup {popup.url}"))
        self._page = page

    def _dismiss(self, dialog: Dialog) -> None:
        self.caught.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.caught.append(message.text)

    def _serve(self, route: Route) -> None:
        url = urlsplit(route.request.url)
        file = self._site / url.path.lstrip("/")
        if f"{url.scheme}://{url.netloc}" != ORIGIN or not file.is_file():
            self.caught.append(f"request {route.request.url}")
            route.abort()
            return
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        headers = {"Content-Security-Policy-Report-Only": self._policy, "Content-Type": kind}
        route.fulfill(body=file.read_bytes(), headers=headers)

    def open(self, name: str) -> list[str]:
        """Opens a page, touches everything on it, and returns the addresses of its links."""
        self._page.goto(f"{ORIGIN}/{name}", wait_until="load")
        links: list[str] = self._page.evaluate(_TOUCH_EVERYTHING)
        if self._page.evaluate("window.__pwned"):
            self.caught.append("a script ran")
        self.caught += [f"policy {violated}" for violated in self._page.evaluate("window.__violations")]
        self.caught += [f"element in {name}" for _ in self._page.query_selector_all(_FOREIGN_ELEMENTS)]
        return links


@pytest.mark.slow
def test_nothing_hostile_runs_in_a_real_browser(site: Path, browser_page: Page) -> None:
    trap = Trap(browser_page, site)
    pages = sorted(path.name for path in site.glob("*.html") if path.name != "404.html")
    assert len(pages) > 30
    for name in pages:
        links = trap.open(name)
        assert trap.caught == [], name
        here = [link for link in links if not re.match(r"(https?|mailto):", link)]
        assert here == [], name


@pytest.mark.slow
def test_the_trap_catches(site: Path, browser_page: Page) -> None:
    """A trap that catches nothing proves nothing: the same texts, not made safe, must spring it."""
    name = "raw.html"
    shell = (site / "index.html").read_text(encoding="utf-8")
    raw = "".join(
        f"<p>{entry.text}</p>"
        for entry in CORPUS
        if entry.tries.startswith(("an image that fails", "run a script"))
    )
    (site / name).write_text(shell.replace("<p>Harmless.</p>", raw), encoding="utf-8")
    trap = Trap(browser_page, site)
    trap.open(name)
    (site / name).unlink()
    assert "a script ran" in trap.caught
    assert any(caught.startswith("policy script-src") for caught in trap.caught)
