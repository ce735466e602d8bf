"""Whether pictures are there, and say what they show to those who do not see them."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from harvest.checks.finding import Finding
from harvest.checks.places import changed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.checks.knowledge import Knowledge
    from harvest.checks.markdown import Reference

_FILE: Final = re.compile(r"\S+\.(?:png|jpe?g|gif|webp|avif|svg|bmp|heic|tiff?)", re.IGNORECASE)
_CAMERA: Final = re.compile(
    r"(?:img|dsc|dscn|pxl|image|screenshot|screen shot|bildschirmfoto|photo|picture|untitled|scan)"
    r"[\s_.()\d:-]*(?:at [\d.:\s]+)?",
    re.IGNORECASE,
)


def images(known: Knowledge) -> Iterator[Finding]:
    """Pictures lie in the docs folder and have a text in their place that is not a file's name.

    Policy. A false alarm costs a few words. A miss is a step that a blind customer cannot take; or a broken
    picture, or one from somebody else's server, which the site does not show.
    """
    for text in changed(known):
        for reference in text.references:
            if reference.picture:
                for what, todo in _wrong(known, text.path, reference):
                    yield Finding(check="images", path=text.path, line=reference.line, what=what, todo=todo)


def _wrong(known: Knowledge, path: str, picture: Reference) -> Iterator[tuple[str, str]]:
    said = picture.text.strip()
    if not said:
        yield "this picture says nothing to those who do not see it", "write in the [] what it shows"
    elif _FILE.fullmatch(said) or _CAMERA.fullmatch(said):
        yield "this picture's text is the name of a file", "write in the [] what it shows"
    parts = urlsplit(picture.target)
    if parts.scheme or parts.netloc:
        yield (
            "this picture lies on another server, so the site does not show it",
            "put it into the docs folder",
        )
        return
    folder = "" if parts.path.startswith("/") else posixpath.dirname(path)
    file = posixpath.normpath(posixpath.join(folder, unquote(parts.path).lstrip("/")))
    if file not in known.files:
        yield f"there is no picture {file}", "add the file, or mend its name"
