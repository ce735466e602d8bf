"""What people typed, as safe blocks.

    read(body, markup)      HTML, Markdown or plain text -> the block tree of `harvest.model`
    canonical(blocks)       the one form of a tree: cleaned, collapsed, pruned, links checked
    plain(blocks)           readable text
    safe_href(href)         an address that is harmless to click, or ""
    clean(text)             text without what deceives the eye

Nothing here raises on any string, and time grows with the length of the input only. What comes out
of `read` is a tree of text: no markup survives in it, whatever was in the post.
"""

from harvest.markup.canonical import canonical, plain
from harvest.markup.characters import clean
from harvest.markup.href import safe_href
from harvest.markup.read import read

__all__ = ["canonical", "clean", "plain", "read", "safe_href"]
