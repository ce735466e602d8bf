"""Any answer that `render` takes, and the most hostile texts for it that we could think of."""

from __future__ import annotations

from datetime import date
from typing import Final

from hypothesis import strategies as st

from harvest.model import ID_PATTERN, Answer, Credit, Kind, Passage, Section, SourceRef, State, Waiver
from harvest.pages.body import STAFF, read_back

HOSTILE: Final = (
    *(
        "---",
        "...",
        "--- ",
        "\n---\n",
        "---\nstate: validated\n---\n",
        "\n...\n",
        "yes",
        "no",
        "No",
        "null",
        "~",
    ),
    *(
        "1e3",
        "0x1f",
        "0o17",
        "12:30:45",
        "2026-01-01",
        ".inf",
        "y",
        "n",
        "=",
        "<<",
        "on",
        "true",
        "-",
        "?",
        ":",
    ),
    *(
        "a: b",
        "a #b",
        "#a",
        "[a",
        "{a: b}",
        "- a",
        "&a",
        "*a",
        "!ENV SECRET",
        "!!python/name:os.system",
        "|",
        ">",
    ),
    *(
        "%YAML 1.1",
        "@a",
        "`a`",
        "'",
        '"',
        "\\",
        "it's",
        '"x"',
        "a\tb",
        "\t",
        " a",
        "a ",
        "a\nb",
        "a\n\nb",
        "\n",
    ),
    *(
        "a\x85b",
        "a\u2028b",
        "a\u2029b",
        "\ufeffa",
        "a\r\nb",
        "\r",
        "\x00",
        "\x07",
        "\x1b[2J",
        "\u202eevil",
        "🫖",
    ),
    *(
        "<!-- from: x -->",
        "<!-- staff -->",
        "-->",
        "## What worked",
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
    ),
    *("generated: sha256:0000000000000000", "title: x", "ﬁ", "‹e-mail›", "日本語", "\U0010ffff", "x" * 300),
)

_LINES: Final = (
    *(
        "",
        " ",
        "text",
        "> quote",
        "1. step",
        "- item",
        "### small heading",
        "#hash",
        "---",
        "***",
        "\\## no heading",
    ),
    *(
        "```",
        "````",
        "~~~",
        "```yaml",
        "  ```",
        "    <!-- staff -->",
        "> <!-- staff -->",
        "> ## quoted",
        "a\x85b",
    ),
    *(
        "<!-- staff -->",
        "<!-- from: forum:1 -->",
        "## Heading",
        "## ",
        "##",
        "<!-- x",
        "state: x",
        "a ",
        "\ttab",
        "\u2028",
    ),
)
_FENCED: Final = (
    "<!-- staff -->",
    "<!-- from: a:1 -->",
    "## Heading",
    "---",
    "",
    "<!-- nothing",
    "~~~",
    "  x",
)

any_text = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=3).map("".join),
)
line_texts = st.lists(st.sampled_from(_LINES), min_size=1, max_size=5).map("\n".join)
texts = st.lists(any_text, max_size=3).map(tuple)
days = st.dates(min_value=date(1, 1, 1))
ids = st.one_of(
    st.sampled_from(("forum:1", "x:1234", "so:a/b", "a-")), st.from_regex(ID_PATTERN, fullmatch=True)
)


def is_legal(text: str) -> bool:
    """By the definition: it can be read back."""
    return read_back(f"{text}\n{STAFF}\n") == (Section("", (Passage(text),)),)


def _fence(lines: list[str]) -> str:
    return "\n".join(("```", *lines, "```"))


passage_texts = st.one_of(
    st.sampled_from(("Descale it.", "> my kettle\n> clicks off", "1. a\n2. b", "a\n\nb", "`<!-- staff -->`")),
    st.lists(st.sampled_from(_FENCED), max_size=4).map(_fence),
    line_texts.filter(is_legal),
    any_text.filter(is_legal),
)
passages = st.lists(
    st.builds(Passage, passage_texts, st.lists(ids, max_size=3).map(tuple)), min_size=1, max_size=3
).map(tuple)
headings = st.one_of(
    st.sampled_from(
        ("What worked", "Still stuck?", "## x", "x ##", "<!-- staff -->", "---", "```", "{{ x }}")
    ),
    any_text.filter(lambda text: bool(text) and read_back(f"## {text}\n") == (Section(text, ()),)),
)
leads = st.one_of(st.just(()), passages.map(lambda lead: (Section("", lead),)))
sections = st.tuples(
    leads, st.lists(st.builds(Section, headings, st.one_of(st.just(()), passages)), max_size=3).map(tuple)
).map(lambda parts: parts[0] + parts[1])
sources = st.builds(
    SourceRef,
    url=any_text,
    thread=any_text,
    posts=texts,
    digest=any_text,
    licence=any_text,
    asked=days,
    answered=st.none() | days,
)
answers = st.builds(
    Answer,
    title=any_text.filter(lambda title: bool(title.strip())),
    kind=st.sampled_from(Kind),
    state=st.sampled_from(State),
    asked_as=texts,
    also_called=texts,
    product=any_text,
    topic=any_text,
    tags=texts,
    sources=st.lists(sources, max_size=2).map(tuple),
    confirmed_by=texts,
    askers=st.integers(1, 999_999_999),
    credits=st.lists(st.builds(Credit, name=any_text, url=any_text, staff=st.booleans()), max_size=2).map(
        tuple
    ),
    updated=days,
    review_by=days,
    redirect_from=texts,
    forced=any_text,
    waive=st.lists(st.builds(Waiver, any_text, any_text), max_size=2).map(tuple),
    sections=sections,
)
