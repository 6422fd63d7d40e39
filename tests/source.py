"""Our own source as trees, for the tests that read it."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("inspection", "app", "sync_server")


def python_files(*tops: str) -> list[str]:
    """Paths from the root, as 'app/ui/theme.py'. A room that does not exist has no files."""
    return sorted(path.relative_to(ROOT).as_posix() for top in tops for path in (ROOT / top).rglob("*.py"))


@cache
def tree(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text("utf-8"), path)


def module_name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports(path: str):
    """(line, full dotted name) of everything a file imports; `from a import b` is a.b."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = module_name(path).split(".")
                keep = len(package) - node.level + path.endswith("__init__.py")
                base = ".".join([*package[:keep], *filter(None, [node.module])])
            yield from ((node.lineno, f"{base}.{name.name}") for name in node.names)


def dotted(node: ast.AST) -> str:
    """'datetime.now' for the expression datetime.now; '' for anything that is not a plain path of names."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def expect_none(faults: list[str]) -> None:
    if faults:
        pytest.fail(f"{len(faults)} to put right:\n  " + "\n  ".join(sorted(set(faults))), pytrace=False)
