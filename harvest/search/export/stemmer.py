"""The browser's stemmer: the installed Python one, written out in JavaScript.

Both are what Snowball's compiler makes of one grammar, and its Python is plain: assignments, comparisons,
calls, and exceptions that only ever leave a block, which is what JavaScript's labels do. So the program that
stems pages is the one that stems queries, whatever its version; there is nothing to keep in step.

Rejected: Snowball's own JavaScript as Sphinx ships it, a heavy package of another release cycle for seven
files. Whatever the program holds that is not expected here is an error when the site is built, not a wrong
stem later.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
from importlib.metadata import files
from string import ascii_letters, ascii_lowercase
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from harvest.search.language import Language

MACHINE: Final = frozenset(
    [
        "cursor",
        "limit",
        "limit_backward",
        "bra",
        "ket",
        "in_grouping",
        "in_grouping_b",
        "out_grouping",
        "out_grouping_b",
        "go_in_grouping",
        "go_in_grouping_b",
        "go_out_grouping",
        "go_out_grouping_b",
        "eq_s",
        "eq_s_b",
        "find_among",
        "find_among_b",
        "slice_from",
        "slice_del",
        "slice_to",
        "insert",
    ]
)
"""What the program may use of the client's snowball.js."""
_SIGNS: Final = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Eq: "===",
    ast.NotEq: "!==",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Not: "!",
    ast.USub: "-",
}


class UnknownFormError(ValueError):
    """The stemmer's Python holds something that this cannot write out."""


def program(language: Language) -> str:
    """JavaScript with a function `stem(word)`, to stand behind snowball.js."""
    if not language.snowball:
        return "export const stem = (word) => word;\n"
    stemmer = type(language.stemmer().__self__)  # type: ignore[attr-defined] # a bound method
    (main,) = ast.parse(inspect.getsource(stemmer)).body
    if not isinstance(main, ast.ClassDef):
        raise UnknownFormError(f"{sys.modules[stemmer.__module__].__file__}: no class")
    lines = [line for node in main.body for line in _member(node)]
    return "\n".join((*lines, "export const stem = (word) => {start(word);_stem();return current;};\n"))


_FUNCTION: Final = re.compile(r"^function (\w+)\(.*?^}\n", re.MULTILINE | re.DOTALL)


def used(machine: str, program: str) -> str:
    """The machine without the functions that a program does not call; each stands behind those it calls."""
    for function in reversed(list(_FUNCTION.finditer(machine))):
        if len(re.findall(rf"\b{function[1]}\b", machine + program)) == 1:
            machine = machine[: function.start()] + machine[function.end() :]
    return machine


def short(text: str) -> str:
    """The program and its machine with short names: it is no source that anybody reads."""
    names = {*MACHINE, "current", *re.findall(r"\b(?:among_var|(?:r|v|g|a|I|B)_\w+|lab\d+)\b", text)}
    free = (f"${letter}{more}" for more in ("", *ascii_lowercase) for letter in ascii_letters)
    new = dict(zip(sorted(names), free, strict=False))
    return re.sub(r'"[^"]*"|[\w$]+', lambda token: new.get(token[0], token[0]), text)


def licence() -> str:
    """What must go with it: the whole of Snowball's licence."""
    found = [path for path in files("snowballstemmer") or () if path.name == "COPYING"]
    return found[0].read_text(encoding="utf-8")


def _member(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.Expr(ast.Constant(str())):
            return
        case ast.Assign([ast.Name(name)], ast.Set(letters)):
            yield f"const {name}={json.dumps(''.join(sorted(_text(each) for each in letters)))};"
        case ast.Assign([ast.Name(name)], ast.List(rows)):
            yield f"const {name}=among({json.dumps(_among(rows), ensure_ascii=False)});"
        case ast.Assign([ast.Name(name)], value):
            yield f"let {name}={_value(value)};"
        case ast.FunctionDef(name=name, body=body):
            own = sorted({each.id for each in ast.walk(node) if isinstance(each, ast.Name) and _is_set(each)})
            yield f"function {_bare(name)}(){{" + (f"let {','.join(own)};" if own else "")
            yield f"{_block(body)}}}"
        case _:
            raise UnknownFormError(ast.dump(node))


def _is_set(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def _among(rows: Iterable[ast.expr]) -> str:
    """Endings and what each means: "s1 ies2".

    The longest that fits is taken, so their order does not matter.
    """
    found = []
    for row in rows:
        match row:
            case ast.Call(ast.Name("Among"), [ast.Constant(str(ending)), _, result]):
                found.append(f"{ending}{_value(result)}")
            case _:
                raise UnknownFormError(ast.dump(row))
    return " ".join(found)


def _block(body: Sequence[ast.stmt]) -> str:
    return "".join(map(_statement, body))


def _braced(body: Sequence[ast.stmt]) -> str:
    """Without braces where one statement makes them needless."""
    simple = len(body) == 1 and not isinstance(body[0], ast.If | ast.Try)
    return _block(body) if simple else f"{{{_block(body)}}}"


def _statement(node: ast.stmt) -> str:  # noqa: C901 - a table of forms
    match node:
        case ast.Try(body, [ast.ExceptHandler(ast.Name(label), None, [ast.Pass()])], [], []):
            return f"{label}:{{{_block(body)}}}"
        case ast.Raise(ast.Call(ast.Name(label), [], [])):
            return f"break {label};"
        case ast.While(ast.Constant(True), body, []):
            return f"for(;;){{{_block(body)}}}"
        case ast.If(ast.UnaryOp(ast.Not(), ast.Call(ast.Attribute(_, name)) as call), _, []) if (
            "slice" in name
        ):
            return f"{_value(call)};"  # it never fails in a stemmer that works
        case ast.If(test, body, others):
            other = ""
            if others:
                chain = len(others) == 1 and isinstance(others[0], ast.If)
                other = f"else {_block(others) if chain else _braced(others)}"
            return f"if({_value(test)}){_braced(body)}{other}"
        case ast.Assign([target], value):
            return f"{_value(target)}={_value(value)};"
        case ast.AugAssign(target, sign, value):
            return f"{_value(target)}{_sign(sign)}={_value(value)};"
        case ast.Return(ast.expr() as value):
            return f"return {_value(value)};"
        case ast.Expr(ast.Call() as call):
            return f"{_value(call)};"
        case ast.Break():
            return "break;"
        case ast.Continue():
            return "continue;"
        case _:
            raise UnknownFormError(ast.dump(node))


def _value(node: ast.expr) -> str:
    match node:
        case ast.Constant(bool() | str() | int() as value):
            return json.dumps(value)
        case ast.Name(name):
            return name
        case ast.Attribute(ast.Name("self"), name) if name in MACHINE or name[:2] in {"B_", "I_", "S_"}:
            return name
        case ast.Attribute(ast.Name(), name) if name[:2] in {"g_", "a_"}:
            return name
        case ast.Call(ast.Attribute(ast.Name("self"), name), values, []) if name in MACHINE or "r_" in name:
            return f"{_bare(name)}({','.join(map(_value, values))})"
        case ast.BinOp(left, sign, right):
            return f"({_value(left)}{_sign(sign)}{_value(right)})"
        case ast.Compare(left, [sign], [right]):
            return f"{_value(left)}{_sign(sign)}{_value(right)}"
        case ast.UnaryOp(sign, value):
            alone = isinstance(value, ast.Call | ast.Constant | ast.Attribute)
            return f"{_sign(sign)}{_value(value) if alone else f'({_value(value)})'}"
        case _:
            raise UnknownFormError(ast.dump(node))


def _sign(sign: ast.AST) -> str:
    if type(sign) not in _SIGNS:
        raise UnknownFormError(ast.dump(sign))
    return _SIGNS[type(sign)]


def _bare(name: str) -> str:
    return name.removeprefix("__")


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) == 1:
        return node.value
    raise UnknownFormError(ast.dump(node))
