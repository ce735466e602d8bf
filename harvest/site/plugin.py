"""The mkdocs plugin: hands files to pure functions and puts back what they say."""
# ruff: noqa: ARG002 - mkdocs passes the arguments of its events by name, needed or not

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlsplit

from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, InclusionLevel, get_files
from mkdocs.utils import normalize_url

from harvest.config import load
from harvest.errors import HarvestError, PageError, naming
from harvest.lifecycle import takedown
from harvest.markup import safe_href
from harvest.model import State
from harvest.pages.merge import FOLDER
from harvest.site import badges, indexing, offline, policy, redirects, searchbox, shelf, topics
from harvest.site.inert import Inert
from harvest.status import banner

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.base import ConfigErrors, ConfigWarnings
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

THEME: Final = Path(__file__).parent / "theme"
_TOPICS: Final = "topics/index.md"
_THEMES_SEARCH: Final = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
"""What Material brings for its own search: never loaded here, so not published either."""


class Block(Config):  # type: ignore[no-untyped-call] # mkdocs' base has no types
    """The `harvest` block: anything goes here, because it is validated with line numbers elsewhere."""

    def validate(self) -> tuple[ConfigErrors, ConfigWarnings]:
        """No complaint: mkdocs knows one mistake at a time and no line."""
        return [], []


class HarvestPlugin(BasePlugin[Block]):  # type: ignore[no-untyped-call] # the same
    """Answer pages by topic, with everything a stranger wrote shown as text."""

    serves = False
    """Whether this is `mkdocs serve`: a page that somebody is writing must not come out of a cache."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Note what mkdocs was called for."""
        self.serves = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Put the theme between the company's own templates and Material's, and arm the Markdown."""
        try:
            self.settings = load(Path(config.config_file_path or "mkdocs.yml"))
        except HarvestError as error:
            raise PluginError(str(error)) from None
        if str(THEME) not in config.theme.dirs:
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
        self.offline = self.settings.search.offline and not self.serves
        if self.offline:
            config.theme.static_templates.add(offline.TEMPLATE)
        self.inert = Inert()
        extensions: list[Any] = config.markdown_extensions
        extensions.append(self.inert)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read the answers before mkdocs empties the site: a bad page must not cost the last good site.

        Nor a mistyped `--site-dir` what is in it.
        """
        asks = f"{self.settings.status}{banner.DATA}" if self.settings.status else ""
        self.inline = policy.Inline(worker=self.offline, asks=asks)
        self.looked_at: set[str | int] = set()
        files = get_files(config)
        try:
            indexing.refuse(Path(config.site_dir), self.settings)
            if files.get_file_from_path(FOLDER):
                raise PageError("is a file and should be a folder", where=self.settings.docs / FOLDER)
            self.read = shelf.read(_answers(files))
        except HarvestError as error:
            raise PluginError(str(error)) from None

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add topic pages, the search and redirects, and keep out what is not a page."""
        for file in files:
            if not shelf.is_page(file.src_uri) or file.src_uri.startswith(_THEMES_SEARCH):
                file.inclusion = InclusionLevel.EXCLUDED
        self.own_headers = files.get_file_from_path("_headers") is not None
        self.own_worker = files.get_file_from_path(offline.WORKER) is not None
        if self.own_worker and self.offline:
            raise PluginError(f"{offline.WORKER}: you have one of your own: take it or `search: offline` out")
        self._serve_scripts(files, config)
        self._shelve(self.read, files, config)
        try:
            self._redirect(self.read, files, config)
        except PageError as error:
            raise PluginError(str(error)) from None
        return files

    def _serve_scripts(self, files: Files, config: MkDocsConfig) -> None:
        """Put our scripts, or the company's own in their place, as they are served."""
        for file in [file for file in files.javascript_files() if file.src_uri.startswith(searchbox.SCRIPTS)]:
            files.remove(file)
            files.append(File.generated(config, file.src_uri, content=searchbox.served(file.content_string)))
        if self.settings.status:
            files.append(
                File.generated(config, f"{searchbox.SCRIPTS}{banner.SCRIPT}", content=banner.script())
            )

    def _shelve(self, leaves: tuple[shelf.Leaf, ...], files: Files, config: MkDocsConfig) -> None:
        """Publish what may be published, out of the navigation, and add the topic pages to it."""
        published = [leaf for leaf in leaves if leaf.answer.state in self.settings.publish]
        self.leaves = {leaf.where: leaf for leaf in published}
        self.gone = {leaf.where: leaf for leaf in leaves if leaf.answer.state is State.TAKEN_DOWN}
        for leaf in leaves:
            there = leaf.where in self.leaves or leaf.where in self.gone
            level = InclusionLevel.NOT_IN_NAV if there else InclusionLevel.EXCLUDED
            files.src_uris[leaf.where].inclusion = level
        index = File.generated(config, _TOPICS, content="")
        files.append(index)
        search = File.generated(config, searchbox.PAGE, content="", inclusion=InclusionLevel.NOT_IN_NAV)
        files.append(search)
        for name, text in searchbox.files(
            self.settings, search.url, config.theme.get("favicon") or ""
        ).items():
            files.append(File.generated(config, name, content=text, inclusion=InclusionLevel.NOT_IN_NAV))
        self.view = shelf.view(published, self.settings, index.url, search.url, offline=self.offline)
        self.topics = {topic.path: topic for topic in self.view.topics}
        self.topic_of = {topics.key(topic.name): topic for topic in self.view.topics}
        for number, path in enumerate(self.topics):
            level = InclusionLevel.INCLUDED if number < shelf.NAVIGATION else InclusionLevel.NOT_IN_NAV
            files.append(File.generated(config, path, content="", inclusion=level))
        if config.nav:
            config.nav = topics.in_navigation(config.nav, _TOPICS, list(self.topics)[: shelf.NAVIGATION])

    def _redirect(self, leaves: tuple[shelf.Leaf, ...], files: Files, config: MkDocsConfig) -> None:
        """Add the pages that lead from old addresses to new ones."""
        urls = {key: files.src_uris[topic.path].url for key, topic in self.topic_of.items()}
        old = shelf.old(leaves, self.settings, urls, self.view.topics_url)
        out = InclusionLevel.EXCLUDED
        taken = {file.dest_uri: file.src_uri for file in files if file.inclusion is not out}
        for redirect in redirects.plan(old, taken):
            content = redirects.render(redirect, config.site_url or "")
            level = InclusionLevel.NOT_IN_NAV
            files.append(File.generated(config, redirect.path, content=content, inclusion=level))

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Let every template, the 404 page included, see the topics."""
        env.globals["harvest"] = self.view
        env.globals["asked_by"] = badges.asked_by

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """Give mkdocs an answer's body only: its front matter must not reach a template unescaped."""
        if gone := self.gone.get(page.file.src_uri):
            return f"\n{shelf.why_gone(gone)}"
        leaf = self.leaves.get(page.file.src_uri)
        return f"\n{leaf.body}" if leaf else None

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Set what the theme may know of a page of ours, escaped, and arm or disarm the Markdown."""
        src_uri = page.file.src_uri
        leaf = self.leaves.get(src_uri)
        gone = self.gone.get(src_uri)
        self.inert.armed = leaf is not None or gone is not None
        self.inert.credited = shelf.credited(leaf.answer) if leaf else frozenset()
        if gone:
            page.meta = _meta(takedown.TITLE, "gone.html")
            page.update_date = gone.answer.updated.isoformat()
        elif leaf:
            page.meta = _meta(leaf.answer.title, "answer.html")
            page.update_date = leaf.answer.updated.isoformat()
        elif src_uri in self.topics:
            page.meta = _meta(self.topics[src_uri].name, "topic.html")
        elif src_uri == _TOPICS:
            page.meta = _meta("Topics", "topics.html")
        elif src_uri == searchbox.PAGE:
            page.meta = _meta("Search", "search.html")
        return markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put the askers' own phrases where readers find them."""
        leaf = self.leaves.get(page.file.src_uri)
        return shelf.other_words(leaf.answer) + html if leaf else html

    def on_page_context(
        self,
        context: TemplateContext,
        *,
        page: Page,
        config: MkDocsConfig,
        nav: Navigation,
    ) -> TemplateContext:
        """Give our templates the answer or the topic itself; they escape what they show."""
        values: dict[str, Any] = {}
        if leaf := self.leaves.get(page.file.src_uri):
            answer = leaf.answer
            values = {
                "answer": answer,
                "badge": badges.badge(answer.kind, confirmed=bool(answer.confirmed_by)),
                "note": badges.note(answer),
                "topic": self.topic_of[topics.key(answer.topic)],
                "ways_back": list(dict.fromkeys(url for s in answer.sources if (url := safe_href(s.url)))),
                "dead_end": not any(item.id == "still-stuck" for item in page.toc),
            }
        elif topic := self.topics.get(page.file.src_uri):
            values = {"topic": topic}
        elif gone := self.gone.get(page.file.src_uri):
            values = {"taken_down": gone.answer.updated}
        context.update(values)  # type: ignore[typeddict-item] # mkdocs lets plugins add to it
        return context

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """The page without a connection stands at any address, as mkdocs' error pages do.

        The list for search engines leaves out what must not be found.
        """
        if template_name == "sitemap.xml":
            pages: Any = context["pages"]
            context["pages"] = [file for file in pages if file.src_uri not in self.gone]
        if template_name == offline.TEMPLATE:
            base = urlsplit(config.site_url or "/").path
            context["base_url"] = base
            context["extra_css"] = [normalize_url(path, None, base) for path in config.extra_css]
            context["extra_javascript"] = [
                normalize_url(str(script), None, base) for script in config.extra_javascript
            ]
        return context

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Note what a page that belongs to no address has inline."""
        if template_name.endswith(".html"):
            self.inline.see(output_content)
        return output_content

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Note what a page has inline. Answers differ in their text only, so one in each folder is enough."""
        url = page.file.url
        folder = url.count("/") if page.file.src_uri in self.leaves else url
        if folder not in self.looked_at:
            self.looked_at.add(folder)
            self.inline.see(output)
        return output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the index of the answers, the headers for servers, and what keeps the site offline or not."""
        site = Path(config.site_dir)
        texts = [(leaf.where, leaf.text) for leaf in self.read]
        try:
            self._write_headers(site)
            index = indexing.index_of(texts, lambda page: page.ref in self.leaves, self.settings)
            made = indexing.write(index, lambda where: self.leaves[where].url, site)
            if self.offline:
                gone = [leaf.url for leaf in self.gone.values()]
                offline.write(site, self.view.search_url, made, gone)
            elif not self.own_worker:
                offline.write_off(site)
        except (HarvestError, OSError) as error:
            raise PluginError(str(error)) from None

    def _write_headers(self, site: Path) -> None:
        """The policy of the pages: in the site for hosts that read it there, beside it for other servers.

        A company that writes its own `_headers` keeps it, and finds ours beside the site.
        """
        found = policy.headers(self.inline)
        beside = self.settings.work / "headers"
        beside.mkdir(parents=True, exist_ok=True)
        for path, text in (
            ((beside if self.own_headers else site) / "_headers", policy.netlify(found)),
            (beside / "nginx.conf", policy.nginx(found)),
            (beside / "Caddyfile", policy.caddy(found)),
        ):
            with naming(path):
                path.write_text(text, encoding="utf-8", newline="\n")


def _answers(files: Files) -> list[tuple[str, str, str, bytes]]:
    """File, address, built file and content of every answer page."""
    return [
        (file.src_uri, file.url, file.dest_uri, file.content_bytes)
        for file in files.documentation_pages()
        if file.src_uri.startswith("answers/") and file.name != "index"
    ]


def _meta(title: str, template: str) -> dict[str, Any]:
    """All that the theme gets to know of a page of ours. The theme does not escape; this does."""
    return {"title": escape(title), "template": template, "hide": ["navigation", "toc"]}
