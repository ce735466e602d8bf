"""The order of the house, held as data: who may import whom, and what pure modules may not touch.

Exhaustive: a new module or package must be placed before the suite passes again.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE: Final = Path(__file__).parents[1] / "harvest"

LAYERS: Final = (
    ("nouns", ("model", "errors", "progress")),
    ("config", ("disk", "nodes", "blocks", "values", "places", "config", "vocabulary_file")),
    ("status", ("status",)),
    (
        "pure",  # in this order: each may import those before it
        (
            "tone",
            "markup",
            "privacy",
            "accesslog",
            "threads",
            "vocabulary",
            "resolution",
            "duplicates",
            "candidates",
            "waiting",
            "pages",
            "lifecycle",
            "checks",
            "proposing",
            "replies",
        ),
    ),
    ("search", ("search",)),
    ("misses", ("misses",)),
    ("web", ("web",)),
    (
        "io",
        (
            "sources",
            "lake",
            "engine",
            "quarantine",
            "store",
            "site",
            "backtest",
            "promote",
            "probe",
            "senders",
        ),
    ),
    ("findability", ("findability",)),
    ("pipeline", ("pipeline",)),
    ("cli", ("cli", "__main__")),
)
"""From the bottom up. A module may import from the layers below its own."""

IN_ORDER: Final = {"config", "pure", "cli"}
"""Layers whose members may import those listed before them. In the others, they never import each other."""

MAY_NOT_TOUCH: Final = {
    "nouns": {"files", "network", "clock", "randomness", "processes", "engines"},
    "pure": {"files", "network", "clock", "randomness", "processes", "engines"},
    "misses": {"files", "network", "clock", "randomness", "processes", "engines"},
}
FORBIDDEN: Final = {
    "files": {"os", "pathlib", "io", "shutil", "tempfile", "glob", "fcntl", "sqlite3", "importlib.resources"},
    "network": {"httpx", "socket", "urllib.request", "http", "ssl", "asyncio"},
    "clock": {"time"},
    "randomness": {"random", "secrets", "uuid"},
    "processes": {"subprocess", "multiprocessing", "threading", "concurrent", "signal"},
    "engines": {"duckdb", "pyarrow", "whoosh", "mkdocs", "git"},
}
FORBIDDEN_CALLS: Final = {"open", "now", "utcnow", "today", "input", "print"}
"""Names that read a clock or a file when called, whatever they are attributes of."""


def members() -> list[str]:
    return sorted(
        path.stem if path.is_file() else path.name
        for path in PACKAGE.iterdir()
        if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").exists()
    )


def files_of(member: str) -> list[Path]:
    single = PACKAGE / f"{member}.py"
    return [single] if single.exists() else sorted((PACKAGE / member).rglob("*.py"))


def runtime_imports(tree: ast.AST) -> Iterator[str]:
    """Dotted names that the module imports when it runs: what stands under TYPE_CHECKING does not count."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        yield from runtime_imports(node)


def all_imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


PLACED: Final = {member: layer for layer, found in LAYERS for member in found}
ORDER: Final = [layer for layer, _ in LAYERS]


def test_every_module_has_its_place() -> None:
    assert sorted(set(members()) - set(PLACED)) == []
    assert sorted(set(PLACED) - set(members())) == []


@pytest.mark.parametrize("member", sorted(PLACED))
def test_imports_point_down(member: str) -> None:
    layer = PLACED[member]
    peers = dict(LAYERS)[layer]
    earlier = peers[: peers.index(member)] if layer in IN_ORDER else ()
    allowed = {m for m, place in PLACED.items() if ORDER.index(place) < ORDER.index(layer)} | {
        *earlier,
        member,
    }
    for path in files_of(member):
        for name in all_imports(ast.parse(path.read_text(encoding="utf-8"))):
            parts = name.split(".")
            if parts[0] == "harvest" and len(parts) > 1 and parts[1] in PLACED:
                assert parts[1] in allowed, f"{path.name} ({layer}) imports {name}"


@pytest.mark.parametrize("member", sorted(m for m, layer in PLACED.items() if layer in MAY_NOT_TOUCH))
def test_pure_modules_touch_nothing(member: str) -> None:
    forbidden = {name for what in MAY_NOT_TOUCH[PLACED[member]] for name in FORBIDDEN[what]}
    for path in files_of(member):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for name in runtime_imports(tree):
            assert not any(name == f or name.startswith(f"{f}.") for f in forbidden), f"{path.name}: {name}"
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                assert called not in FORBIDDEN_CALLS, f"{path.name}:{node.lineno} calls {called}"


def test_only_the_search_imports_whoosh() -> None:
    for path in PACKAGE.rglob("*.py"):
        names = list(all_imports(ast.parse(path.read_text(encoding="utf-8"))))
        if any(name.partition(".")[0] == "whoosh" for name in names):
            assert path.parent.name == "search", path


def test_the_status_site_shares_nothing_with_the_rest() -> None:
    """It must work when nothing else does, and start in a moment."""
    shared = {"__version__", "disk", "errors", "nodes", "blocks", "values", "status"}
    for path in files_of("status"):
        for name in all_imports(ast.parse(path.read_text(encoding="utf-8"))):
            first, _, rest = name.partition(".")
            assert first != "harvest" or rest.partition(".")[0] in shared, f"{path.name}: {name}"
            assert first not in {"mkdocs", "duckdb", "whoosh", "lxml", "pyarrow"}, f"{path.name}: {name}"
