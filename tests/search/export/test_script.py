"""The browser's script is the client's source, joined; its stemmer the Python one, written out."""

from __future__ import annotations

import ast
import gzip
import re
from typing import TYPE_CHECKING

import pytest

from harvest.search import Index, Page
from harvest.search.export import Shown, export, publish, scripts
from harvest.search.export.names import PLATFORM, SPOKEN, names_in, renamed, short_names
from harvest.search.export.script import MODULES, MODULES_LATER, bare, source, tight
from harvest.search.export.stemmer import UnknownFormError, _statement, program, short, used
from harvest.search.language import ENGLISH, LANGUAGES, language_of
from tests.search.export import reading

if TYPE_CHECKING:
    from pathlib import Path

OURS = [*MODULES, *MODULES_LATER]


@pytest.mark.parametrize("name", sorted(set(OURS)))
def test_the_sources_keep_to_what_is_understood(name: str) -> None:
    text = source(name)
    body = re.sub(r"^import [^;]*;\n", "", text, flags=re.MULTILINE)
    assert "import " not in re.sub(r'import\("\./later\.js"\)', "", body)
    assert not re.search(r"/\*|eval|innerHTML|new Function", text)
    assert max(map(len, text.splitlines())) <= 120
    for line in text.splitlines():
        assert "//" not in line or line.lstrip().startswith("//") or "://" in line, line


def test_blanks_and_comments_go_and_texts_stay() -> None:
    written = (
        'import { a } from "./a.js";\n\n// what it is\nexport const word = (b) => /[ (] x/u.test(b);\n'
        '  // more\n  const said = "a  =  b // c" + `d { ${ word } }`;\n'
    )
    assert tight(bare(written, keep_exports=True)) == (
        'export const word=(b)=>/[ (] x/u.test(b);const said="a  =  b // c"+`d { ${ word } }`;\n'
    )
    assert tight(bare(written, keep_exports=False)).startswith("const word=")
    assert tight("a + +b - -c + d++ - e .f\n") == "a+ +b- -c+d++-e.f\n"


@pytest.mark.parametrize("language", [*LANGUAGES, language_of("ja")], ids=lambda language: language.code)
def test_every_language_has_a_script(language: object) -> None:
    assert isinstance(language, type(ENGLISH))
    made = scripts(language)
    assert list(made)[:2] == ["search.js", "later.js"]
    assert ("snowball.txt" in made) == bool(language.snowball)
    assert "// " not in made["search.js"]


def test_the_script_is_small() -> None:
    assert len(gzip.compress(scripts(ENGLISH)["search.js"].encode(), 9)) < 8_680


def test_names_are_replaced_in_code_alone() -> None:
    written = (
        'const pile = {pile, other: `pile ${pile.pile} pile`}; /* pile */ f("pile", /pile [/]pile/u, pile)'
    )
    names = short_names(written)
    assert names == {"pile": "a", "other": "b"}
    assert renamed(written, names) == (
        'const a = {a, b: `pile ${a.a} pile`}; /* pile */ f("pile", /pile [/]pile/u, a)'
    )


def test_a_short_name_is_nobody_elses() -> None:
    written = "let a, b, c, hits, length, wanted, asks, word, or, do_, words;"
    names = short_names(written)
    assert set(names) == {"wanted", "asks", "word", "do_"}
    assert not set(names.values()) & set(names_in(written))
    assert not set(names.values()) & (PLATFORM | SPOKEN)


def test_no_more_names_stay_than_the_sources_have() -> None:
    programs = "".join(program(language) for language in LANGUAGES)
    there = {*names_in("".join(map(source, set(OURS))) + programs)}
    assert there >= {name for name in PLATFORM | SPOKEN if len(name) > 2}


def test_what_the_manifest_says_keeps_its_name(tmp_path: Path) -> None:
    publish(export(Index([Page(ref="a", title="Album")]), [Shown("a/")]), tmp_path)
    assert set(reading.manifest(tmp_path / "search")) <= SPOKEN | {"products", "states", "badges", "tones"}


def test_the_licence_goes_with_the_stemmer() -> None:
    assert "Porter" in scripts(ENGLISH)["snowball.txt"]
    assert "snowball.txt" in scripts(ENGLISH)["search.js"]


def test_a_form_that_is_not_known_stops_the_build() -> None:
    for unknown in ("with a: pass", "x = y[0]", "return", "self.unknown()"):
        with pytest.raises(UnknownFormError):
            _statement(ast.parse(unknown).body[0])


def test_of_the_machine_only_what_is_called_is_served() -> None:
    machine = "let x;\n" + "".join(
        f"function {name}() {{\n  {calls};\n}}\n" for name, calls in (("a", "x"), ("b", "a()"), ("c", "b()"))
    )
    assert used(machine, "b()").count("function") == 2
    assert used(machine, "x") == "let x;\n"


def test_short_names_leave_endings_alone() -> None:
    assert short('if(eq_s("limit"))cursor=limit;').count("limit") == 1
    assert "cursor" in program(ENGLISH)
