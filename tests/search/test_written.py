"""A stem is shown as people write it."""

from __future__ import annotations

import pytest

from harvest.search.analysis import Analysis
from harvest.search.language import language_of
from harvest.search.written import own_forms, written


def forms(*texts: str, language: str = "en") -> dict[str, str]:
    analysis = Analysis(language_of(language))
    said = [analysis.words(text) for text in texts]
    pages = [own_forms([(text, words)], analysis) for text, words in zip(texts, said, strict=True)]
    return written(pages)


def test_the_most_frequent_form_is_taken_and_among_equals_the_shortest() -> None:
    assert forms("Unrestricted", "UNRESTRICTED", "unrestricts") == {"unrestrict": "unrestricted"}
    assert forms("batteries batteries battery", "battery") == {"batteri": "battery"}


def test_pages_count_and_not_how_often_they_say_it() -> None:
    assert forms("frames frames frames", "frame", "frame") == {}
    assert forms("uploads uploads uploaded", "uploaded", "uploading uploaded") == {"upload": "uploaded"}


def test_a_stem_that_people_write_needs_no_form() -> None:
    assert forms("frame frame frames upload the of") == {}


@pytest.mark.parametrize(
    ("language", "text", "stem", "form"),
    [
        ("en", "the Wi‑Fi is gone", "wifi", "wifi"),
        ("en", "pre-releases", "prereleas", "prereleases"),
        ("en", "my neighbour’s printer", "neighbour", "neighbour"),
        ("fr", "téléchargement", "telecharg", "téléchargement"),
        ("fr", "l’écrans", "ecran", "ecrans"),
        ("de", "Größe", "gross", "größe"),
    ],
)
def test_it_is_shown_with_its_accents_and_as_one_word(language: str, text: str, stem: str, form: str) -> None:
    assert forms(text, language=language).get(stem, stem) == form


def test_what_is_no_stem_has_none() -> None:
    assert forms("", "😀", "写真が消えた", language="ja") == {}
    assert forms("v2.3.1 E-1402 user_names www.frames.example") == {}
