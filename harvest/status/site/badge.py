"""How everything is, in one small picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from harvest.status.site import clean, words
from harvest.status.site.look import COLOURS
from harvest.status.site.plain import headline

if TYPE_CHECKING:
    from harvest.status.site.facts import Facts

MOST: Final = 60
"""Characters of the name."""
_WIDTH: Final = 7
"""Of a character, in pixels, about; the browser fits the text into that."""
_PAD: Final = 8
_HEIGHT: Final = 20


def badge(facts: Facts) -> str:
    """SVG with a text alternative, as valid as it was when it was made: it says when."""
    say = words.of(facts.settings.lang)
    name, state = clean.line(facts.settings.name, MOST), say[headline(facts)]
    left, right = (len(text) * _WIDTH + 2 * _PAD for text in (name, state))
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": str(left + right),
            "height": str(_HEIGHT),
            "viewBox": f"0 0 {left + right} {_HEIGHT}",
            "role": "img",
            "aria-label": f"{name}: {state}",
            "data-valid-until": facts.valid_until.isoformat(),
        },
    )
    ET.SubElement(root, "title").text = f"{name}: {state}"
    colour = COLOURS[facts.indicator]
    for x, width, fill, text in ((0, left, "#3d444d", name), (left, right, colour, state)):
        box = {"x": str(x), "width": str(width), "height": str(_HEIGHT), "fill": fill}
        ET.SubElement(root, "rect", box)
        place = {
            "x": str(x + width // 2),
            "y": "14",
            "text-anchor": "middle",
            "textLength": str(width - 2 * _PAD),
            "lengthAdjust": "spacingAndGlyphs",
            "font-family": "system-ui,sans-serif",
            "font-size": "12",
            "fill": "#fff",
        }
        ET.SubElement(root, "text", place).text = text
    return ET.tostring(root, encoding="unicode") + "\n"
