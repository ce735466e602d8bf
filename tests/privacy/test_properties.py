"""What must hold for every text: nothing planted comes through, nothing else changes, work stays bounded."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harvest.model import Block, CodeBlock, Listing, Paragraph, Quotation, Span
from harvest.privacy import Personal, Policy, count, find, mask, mask_blocks, pseudonym
from harvest.privacy.blocks import leaves

POLICY = Policy(
    names=frozenset({"wombat_77", "Greta Lindqvist"}), keep=("help@kettle.example", "@KettleHelp")
)

CANARIES = {
    Personal.EMAIL: ("canary.bird@example.com", "canary (at) example dot com"),
    Personal.PHONE: ("+44 20 7946 0111", "(555) 010-9999", "01.23.45.67.89"),
    Personal.CARD: ("4111 1111 1111 1111", "5555555555554444"),
    Personal.IP: ("81.2.69.142", "2a00:1450:4001:81b::200e"),
    Personal.NUMBER: ("order #FL-20391", "my account number is 8837 2212"),
    Personal.HANDLE: ("@canary_bird", "@bird@social.example"),
    Personal.TOKEN_LINK: ("https://kettle.example/reset?token=canary", "https://canary:bird@kettle.example/"),
    Personal.NAME: ("wombat_77", "Greta Lindqvist", "my name is Canary Bird"),
    Personal.ADDRESS: ("12 Elm Street", "10 rue de la Paix"),
    Personal.SECRET: ("password: hunter2", "ghp_abcdefghijklmnopqrstuv"),
}
TELLING = (
    "canary",
    "0111",
    "9999",
    "67.89",
    "1111 1111",
    "55554444",
    "69.142",
    "200e",
    "20391",
    "2212",
    "bird",
    "wombat",
    "lindqvist",
    "elm",
    "paix",
    "hunter2",
    "abcdefghij",
)
"""Of every canary, a piece that must not be left."""

KINDS = [(kind, text) for kind, texts in CANARIES.items() for text in texts]
WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "kettle",
            "clicks",
            "off",
            "early",
            "and",
            "then",
            "nothing",
            "boils",
            "so",
            "we",
            "wait",
            "a",
            "while",
            "🙂",
            "für",
            "ça",
        ]
    ),
    max_size=8,
).map(" ".join)
OPENING = st.sampled_from(["", " ", "(", '"', "\n", "- ", "> ", "1. ", ", ", ": "])
CLOSING = st.sampled_from(["", " ", ")", '"', "\n", ".", ", ", "!", "?"])


def told(text: str) -> list[str]:
    return [piece for piece in TELLING if piece in text.lower()]


@settings(deadline=None)
@given(before=WORDS, opening=OPENING, canary=st.sampled_from(KINDS), closing=CLOSING, after=WORDS)
def test_a_planted_canary_never_survives(
    before: str, opening: str, canary: tuple[Personal, str], closing: str, after: str
) -> None:
    kind, planted = canary
    # A canary that continues a word is another word: a space, unless punctuation sets it apart.
    text = f"{before} {opening}{planted}{closing} {after}"
    masked = mask(text, POLICY)
    assert kind.mask in masked
    assert not told(masked)
    assert mask(masked, POLICY) == masked


@settings(deadline=None)
@given(
    canary=st.sampled_from(KINDS),
    hidden=st.sampled_from("\u200b\u00ad\u2060\ufeff\u200d\u034f"),
    data=st.data(),
)
def test_unseen_characters_do_not_hide_it(
    canary: tuple[Personal, str], hidden: str, data: st.DataObject
) -> None:
    kind, planted = canary
    at = data.draw(st.integers(1, len(planted) - 1))
    masked = mask(f"see {planted[:at]}{hidden}{planted[at:]} please", POLICY)
    assert kind.mask in masked
    assert not told(masked.replace(hidden, ""))


WIDE = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})


@pytest.mark.parametrize(("kind", "planted"), KINDS)
def test_full_width_characters_do_not_hide_it(kind: Personal, planted: str) -> None:
    assert kind.mask in mask(f"see {planted.translate(WIDE)} please", POLICY)


def spread(text: str, cuts: list[int]) -> Paragraph:
    edges = [0, *sorted(cut % (len(text) + 1) for cut in cuts), len(text)]
    return Paragraph(
        tuple(
            Span(text[a:b], strong=i % 2 == 1, code=i % 3 == 2)
            for i, (a, b) in enumerate(pairwise(edges))
            if a < b
        )
    )


def wrapped(block: Block) -> st.SearchStrategy[Block]:
    return st.sampled_from(
        [block, Quotation((block,)), Listing(((block,), (block,))), Listing(((block,),), ordered=True)]
    )


@settings(deadline=None)
@given(
    canary=st.sampled_from(KINDS), cuts=st.lists(st.integers(0, 80), max_size=5), before=WORDS, data=st.data()
)
def test_a_canary_over_several_spans_never_survives(
    canary: tuple[Personal, str], cuts: list[int], before: str, data: st.DataObject
) -> None:
    kind, planted = canary
    text = f"{before} {planted} please"
    in_code = wrapped(CodeBlock(text)) if kind is not Personal.HANDLE else st.nothing()
    block = data.draw(st.one_of(wrapped(spread(text, cuts)), in_code))
    blocks = (Paragraph((Span("Before."),)), block, Paragraph((Span("After."),)))
    masked = mask_blocks(blocks, POLICY)
    joined = "\n\n".join(leaves(masked))
    assert joined == mask("\n\n".join(leaves(blocks)), POLICY)
    assert kind.mask in joined
    assert not told(joined)
    assert joined.startswith("Before.")
    assert joined.endswith("After.")
    assert mask_blocks(masked, POLICY) == masked


PIECES = st.sampled_from(
    [text for _, text in KINDS]
    + [
        "Hi",
        "Thanks,",
        "Regards",
        "John",
        "- Mary",
        "^JS",
        "call",
        "order",
        "is",
        "@",
        "://",
        "\n",
        " ",
        ".",
        "‹",
        "›",
        "<",
    ]
    + [
        "‹name›",
        "‹e-mail›",
        "0",
        "12",
        "555",
        "a",
        "é",
        "e\u0301",
        "🙂",
        "\u200b",
        "C:\\Users\\",
        "/",
        "help@kettle.example",
    ]
)
SOUP = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=14).map("".join),
    st.lists(PIECES, max_size=14).map(" ".join),
)


@settings(max_examples=400, deadline=None)
@example(text="×ORDER#000;0100000000")
@given(text=SOUP)
@example("Jane Doe <jane@example.com>")
def test_masking_twice_is_masking_once(text: str) -> None:
    once = mask(text, POLICY)
    assert mask(once, POLICY) == once


@settings(deadline=None)
@given(text=SOUP)
def test_findings_are_sorted_and_apart_and_only_they_change(text: str) -> None:
    findings = find(text, POLICY)
    edges = [edge for finding in findings for edge in (finding.start, finding.end)]
    assert edges == sorted(edges)
    assert all(0 <= f.start < f.end <= len(text) for f in findings)
    rest, at = [], 0
    for finding in findings:
        rest += [text[at : finding.start], finding.kind.mask]
        at = finding.end
    assert mask(text, POLICY) == "".join([*rest, text[at:]])
    assert sum(count(findings).values()) == len(findings)


@settings(deadline=None)
@given(before=WORDS, after=WORDS)
def test_offsets_are_those_of_the_text_itself(before: str, after: str) -> None:
    text = f"{before} 👩‍👩‍👧 e\u0301\u200b jane@exa\u00admple.com {after}"
    (finding,) = find(text, POLICY)
    assert text[finding.start : finding.end] == "jane@exa\u00admple.com"


@settings(deadline=None)
@given(
    text=WORDS,
    kept=st.sampled_from(
        ["help@kettle.example", "+44 20 7946 0958", "@KettleHelp", "https://kettle.example/go?key=1"]
    ),
)
def test_what_the_company_keeps_survives(text: str, kept: str) -> None:
    policy = Policy(keep=(kept,), names=frozenset({"KettleHelp"}))
    assert mask(f"{text} {kept}, {text}", policy) == f"{text} {kept}, {text}"
    assert mask(f"{text} {kept}, {text}", Policy()) != f"{text} {kept}, {text}"


def test_links_under_masked_text_and_personal_links_become_text() -> None:
    spans = (
        Span("write", href="mailto:jane@example.com"),
        Span("help", href="mailto:help@kettle.example"),
        Span("here", href="https://kettle.example/reset?token=abc"),
        Span("there", href="https://kettle.example/kb/1"),
        Span(" wombat_77", href="https://kettle.example/kb/2"),
    )
    (block,) = mask_blocks((Paragraph(spans),), POLICY)
    assert isinstance(block, Paragraph)
    hrefs = [span.href for span in block.spans]
    assert hrefs == ["", "mailto:help@kettle.example", "", "https://kettle.example/kb/1", ""]
    assert block.spans[4].text == " ‹name›"


def test_a_name_in_the_paragraph_under_the_closing_is_masked() -> None:
    blocks = (Paragraph((Span("It boils. Thanks,"),)), Paragraph((Span("Philippe"),)))
    assert "\n\n".join(leaves(mask_blocks(blocks, POLICY))) == "It boils. Thanks,\n\n‹name›"


@settings(deadline=None)
@given(st.binary(min_size=1), st.text(), st.text())
def test_a_pseudonym_is_stable_and_keyed(secret: bytes, source: str, key: str) -> None:
    name = pseudonym(secret, source, key)
    assert name == pseudonym(secret, source, key)
    assert name.startswith("customer-")
    assert len(name) == len("customer-") + 8
    assert name != pseudonym(secret + b"x", source, key)
    assert name != pseudonym(secret, source, key + "x")
    assert pseudonym(secret, source + "a", key) != pseudonym(secret, source, "a" + key)


def test_a_pseudonym_without_a_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="secret"):
        pseudonym(b"", "forum", "jane")


def test_an_at_sign_in_code_is_code() -> None:
    blocks = (
        Paragraph((Span("Ask @bolt_77, or type "), Span("@frame = cast(@album);", code=True))),
        CodeBlock("@Override\n@media_query(x)"),
    )
    masked = mask_blocks(blocks, POLICY)
    assert masked[0] == Paragraph((Span("Ask ‹handle›, or type "), *blocks[0].spans[1:]))
    assert masked[1] == blocks[1]
    assert mask_blocks(masked, POLICY) == masked


def test_but_not_if_it_is_somebody_in_the_conversation() -> None:
    policy = Policy(names=frozenset({"mara_k"}))
    said = (CodeBlock("ping @mara_k or @Mara_K@social.example or @bo@social.example"),)
    assert mask_blocks(said, policy) == (CodeBlock("ping ‹handle› or ‹handle› or ‹handle›"),)
