"""The browser's script is the client's source, joined; its stemmer the Python one, written out."""

from __future__ import annotations

import ast
import gzip
import re

import pytest

from harvest.search.export import scripts
from harvest.search.export.script import MODULES, MODULES_LATER, bare, source
from harvest.search.export.stemmer import UnknownFormError, _statement, program, short, used
from harvest.search.language import ENGLISH, LANGUAGES, language_of

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
    assert bare(written, keep_exports=True) == (
        'export const word=(b)=>/[ (] x/u.test(b);const said="a  =  b // c" + `d { ${ word } }`;\n'
    )
    assert bare(written, keep_exports=False).startswith("const word=")


@pytest.mark.parametrize("language", [*LANGUAGES, language_of("ja")], ids=lambda language: language.code)
def test_every_language_has_a_script(language: object) -> None:
    assert isinstance(language, type(ENGLISH))
    made = scripts(language)
    assert list(made)[:2] == ["search.js", "later.js"]
    assert ("snowball.txt" in made) == bool(language.snowball)
    assert "// " not in made["search.js"]


def test_the_script_is_small() -> None:
    assert len(gzip.compress(scripts(ENGLISH)["search.js"].encode(), 9)) < 9_560


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
