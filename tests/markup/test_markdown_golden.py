"""What staff see when they open the file: ordinary prose stays ordinary."""

from __future__ import annotations

import pytest

from harvest.markup import read
from harvest.model import Markup
from harvest.pages.markdown import escape, to_markdown


@pytest.mark.parametrize(
    "prose",
    [
        "It's 5 o'clock: go to Tools > Options (or Preferences).",
        "Set max_file_size to 2 * 3 = 6 MB, i.e. ~5 minutes at 10:30:45.",
        "AT&T, C++ and C# work with 50% less -- or not... a < b <= c",
        r"Open C:\Users\me\AppData and delete cache.db!",
        "Price: $5 (€4.50); see item #3, or write to help@shop.example",
    ],
)
def test_prose_needs_no_escapes(prose: str) -> None:
    assert escape(prose) == prose


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("1986. great", r"1986\. great"),
        ("# note", r"\# note"),
        ("- no", r"\- no"),
        ("a *b* _c_ `d` [e](f)", r"a \*b\* \_c\_ \`d\` \[e](f)"),
        ("{{ x }} {% y %} {# z #}", r"\{\{ x }} \{&#37; y %} \{\# z #}"),
        ("<!-- staff -->", "&lt;!-- staff --&gt;"),
        ("&amp; &", "&amp;amp; &"),
        (":smile: ++ctrl++ ==x== ^y^", r"&#58;smile: \+\+ctrl++ &#61;=x&#61;&#61; &#94;y&#94;"),
    ],
)
def test_what_would_act_is_escaped(typed: str, written: str) -> None:
    assert escape(typed) == written


def test_a_page_of_everything() -> None:
    body = (
        "<p>Hi <b>you</b>,<br>press <code>F5</code></p><ol><li>Open<ul><li>left</li></ul></li>"
        "<li>Type<pre>a {{b}}</pre></li></ol><ul><li>x</li></ul><blockquote><p>q</p></blockquote>"
        '<p><a href="https://x.example/a_(b)">here</a> https://x.example/c</p>'
    )
    assert to_markdown(read(body, Markup.HTML)) == (
        "Hi **you**,  \npress `F5`\n\n"
        "1.  Open\n    -   left\n\n2.  Type\n\n    ```\n    a { {b}}\n    ```\n\n***\n\n-   x\n\n"
        "> q\n\n[here](https://x.example/a_%28b%29) <https://x.example/c>"
    )
