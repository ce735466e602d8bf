"""The renderers a page may meet, and a judge of what they show."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final

import markdown
from markdown_it import MarkdownIt
from material.extensions.emoji import to_svg, twemoji  # type: ignore[import-untyped]  # ships no types

from harvest.model import CodeBlock, Listing, Paragraph, Quotation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from harvest.model import Block

MATERIAL_EXTENSIONS: Final[list[str]] = [
    "admonition",
    "attr_list",
    "md_in_html",
    "def_list",
    "footnotes",
    "abbr",
    "tables",
    "toc",
    "pymdownx.superfences",
    "pymdownx.details",
    "pymdownx.tabbed",
    "pymdownx.emoji",
    "pymdownx.snippets",
    "pymdownx.keys",
    "pymdownx.inlinehilite",
    "pymdownx.mark",
    "pymdownx.caret",
    "pymdownx.tilde",
    "pymdownx.tasklist",
    "pymdownx.magiclink",
    "smarty",
]
MATERIAL_CONFIGURATION: Final[dict[str, dict[str, Any]]] = {
    "pymdownx.emoji": {"emoji_index": twemoji, "emoji_generator": to_svg},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.snippets": {"check_paths": True, "base_path": ["/etc"], "url_download": False},
    "toc": {"permalink": False},
}

_MATERIAL: Final = markdown.Markdown(extensions=MATERIAL_EXTENSIONS, extension_configs=MATERIAL_CONFIGURATION)
_BARE: Final = markdown.Markdown(extensions=["pymdownx.superfences"])
_HTML_OFF: Final = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_HTML_ON: Final = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

RENDERERS: Final[dict[str, Callable[[str], str]]] = {
    "material": lambda text: _MATERIAL.reset().convert(text),
    "python-markdown": lambda text: _BARE.reset().convert(text),
    "commonmark": _HTML_OFF.render,
    "commonmark with html": _HTML_ON.render,
}

_ALLOWED: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(("p", "ul", "ol", "li", "blockquote", "strong", "code", "br", "hr"), frozenset[str]()),
    "pre": frozenset({"id"}),
    "a": frozenset({"href"}),
    "div": frozenset({"class"}),  # of highlighted code
    "span": frozenset(),
}


class Judge(HTMLParser):
    """Reads rendered HTML; `problems` says what should not be there, `text` what a reader sees."""

    def __init__(self, rendered: str) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self._text: list[str] = []
        self.feed(rendered)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _ALLOWED:
            self.problems.append(f"<{tag}>")
            return
        for name, value in attrs:
            if name not in _ALLOWED[tag]:
                self.problems.append(f"<{tag} {name}>")
            if name == "class" and value != "highlight":
                self.problems.append(f"class {value}")
            if name == "href" and not re.match(r"(?:https?://|mailto:)[!-~]+\Z", value or ""):
                self.problems.append(f"href {value}")

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_comment(self, data: str) -> None:
        self.problems.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.problems.append(f"declaration {decl}")

    def unknown_decl(self, data: str) -> None:
        self.problems.append(f"declaration {data}")

    def handle_pi(self, data: str) -> None:
        self.problems.append(f"instruction {data}")

    @property
    def text(self) -> str:
        """What is shown, without white space and with smarty's typography undone."""
        return squeezed("".join(self._text))


_TYPOGRAPHY: Final = {"—": "---", "–": "--", "…": "...", "‘": "'", "’": "'", "“": '"', "”": '"'}


def squeezed(text: str) -> str:
    """`text` without white space and with typographic signs as they are typed."""
    for sign, typed in _TYPOGRAPHY.items():
        text = text.replace(sign, typed)
    return re.sub(r"\s+", "", text)


def words(blocks: Iterable[Block]) -> str:
    """The text of the tree, squeezed, without the numbers and signs that lists and quotes are shown with."""
    parts: list[str] = []
    for block in blocks:
        match block:
            case Paragraph(spans):
                parts.append("".join(span.text for span in spans))
            case CodeBlock(text):
                parts.append(text)
            case Quotation(inner):
                parts.append(words(inner))
            case Listing(items):
                parts.extend(words(item) for item in items)
    return squeezed("".join(parts))
