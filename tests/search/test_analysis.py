"""What people type differently and mean the same."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.errors import HarvestError
from harvest.search.analysis import MARKED, Analysis, fold, is_code, is_word, pair
from harvest.search.language import CODES, LANGUAGES, language_of

ENGLISH = Analysis(language_of("en"))


def terms(text: str, code: str = "en") -> list[str]:
    analysis = ENGLISH if code == "en" else Analysis(language_of(code))
    return [word.term for word in analysis.words(text) if not word.small]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("E-1402", "e1402"),
        ("v2.3.1", "2.3.1"),
        ("Wi-Fi", "wifi"),
        ("e-mail", "email"),
        ("can’t", "cant"),
        ("the phone´s screen", "phone screen"),
        ("Größe", "Grosse".replace("ss", "ß").lower()),
        ("télécharger", "telecharger"),
        ("ＡＢＣ１２", "abc12"),
        ("İPHONE", "iphone"),
        ("uploading", "uploads"),
    ],
)
def test_the_same(one: str, other: str) -> None:
    assert terms(one) == terms(other)


@pytest.mark.parametrize("code", ["0x80070005", "e1402", "2.3.1", "about:config", "ssl_error_no_cypher"])
def test_codes_are_whole_and_never_stemmed(code: str) -> None:
    assert terms(code) == [code]
    assert is_code(code)


def test_a_code_in_a_page_is_found_by_its_parts_too() -> None:
    (word,) = ENGLISH.words("about:config")
    assert word.parts == ("about", "config")


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("de", "Die Fotos werden nicht hochgeladen", ["fotos", "werd", "nicht", "hochgelad"]),
        ("fr", "l’album n'est pas là", ["album", "pas"]),
        ("es", "no puedo subir las fotos", ["no", "pued", "sub", "fot"]),
        ("it", "un'altra foto dell'album", ["altra", "fot", "dell", "album"]),
        ("nl", "mijn foto's worden niet geladen", ["foto", "wor", "niet", "laad"]),
        ("pt", "não consigo carregar as fotos", ["nao", "consig", "carreg", "fot"]),
        ("ja", "写真が消えた", ["写真", "真が", "が消", "消え", "えた"]),
        ("en", "相 iPhoneの", ["相", "iphon", "の"]),
    ],
)
def test_languages(code: str, text: str, expected: list[str]) -> None:
    assert terms(text, code) == expected


def test_every_language_has_a_stemmer_and_folded_words() -> None:
    assert len(set(CODES)) == len(LANGUAGES) == 7
    for language in LANGUAGES:
        assert language.stemmer()("a")
        assert all(fold(word) == word for word in language.small | language.common)


def test_what_is_no_language_code() -> None:
    with pytest.raises(HarvestError, match="no language code"):
        language_of("12")


def test_pairs_begin_with_the_word_that_is_looked_up_anyway() -> None:
    how, long, share = ENGLISH.words("my long share")
    assert pair(how, long) == "long<my"
    assert pair(long, share) == "long>share"
    assert pair(how, how) is None


@given(st.text(max_size=300))
def test_any_text_becomes_words_that_fit_the_dictionary(text: str) -> None:
    for word in ENGLISH.words(text):
        assert is_word(word.term)
        assert word.term.strip() == word.term != ""
        word.term.encode()


@given(st.text(max_size=100))
def test_folding_twice_changes_nothing_more_for_the_words(text: str) -> None:
    assert [w.term for w in ENGLISH.words(fold(text))] == [w.term for w in ENGLISH.words(text)]


def test_a_long_word_takes_no_longer_than_its_length() -> None:
    assert len(ENGLISH.words("a" * 1_000_000)[0].term) <= 64
    assert ENGLISH.words("-".join("a" for _ in range(100_000)))


def test_marks_are_looked_for_where_they_are() -> None:
    others = set(range(sys.maxunicode + 1)) - set(MARKED)
    assert not [code for code in others if unicodedata.category(chr(code))[0] == "M"]
