"""The shape of the code: which way imports point, who may use what, how long a file is."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "interview").rglob("*.py"))
ALLOWED = {
    "cli": {
        "demo",
        "messages",
        "practice",
        "screen",
        "export",
        "grading",
        "progress",
        "bank",
        "errors",
        "__init__",
    },
    "__main__": {"cli", "messages"},
    "practice": {"messages", "grading", "progress", "bank", "matching", "model", "errors"},
    "screen": {
        *("messages", "practice", "export", "grading", "progress"),
        *("bank", "model", "errors", "text"),
    },
    "export": {"messages", "grading", "progress", "bank", "model", "errors", "text"},
    "grading": {"messages", "bank", "model", "errors", "text"},
    "progress": {"messages", "model", "errors"},
    "bank": {"messages", "matching", "model", "errors"},
    "matching": {"model"},
    "model": set(),
    "errors": set(),
    "text": set(),
    "messages": set(),
    "demo": {"bank", "errors", "messages"},
    "__init__": set(),
}
OWNERS = {
    "typer": ("cli",),
    "rich": ("screen",),
    "yaml": ("bank",),
    "sqlite3": ("progress",),
    "pydantic": ("bank",),
}
WITHOUT_TORCH = {
    *("client.py", "warm.py", "attempt.py", "channel.py", "proof.py", "__init__.py", "limits.py"),
    *("sandbox.py", "landlock.py", "seccomp.py", "processes.py", "server.py", "memory.py"),
    *("archive.py", "submissions.py", "batch.py"),
}


def room(path):
    place = path.relative_to(ROOT / "interview")
    return place.parts[0] if len(place.parts) > 1 else place.stem


def imports(path, top_only=False):
    """Dotted names imported by a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    nodes = tree.body if top_only else [n for n in ast.walk(tree) if id(n) not in typing_only]
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path):
    for name in imports(path):
        if name.startswith("interview.") or name == "interview":
            target = name.split(".")[1] if "." in name else "__init__"
            target = "__init__" if target.startswith("__") else target
            assert target == room(path) or target in ALLOWED[room(path)], (
                f"{room(path)} imports {name}"
            )


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_each_library_has_its_room(path):
    for name in imports(path):
        top = name.split(".")[0]
        assert room(path) in OWNERS.get(top, (room(path),)), f"{room(path)} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_torch_is_only_where_grading_computes(path):
    allowed = (
        room(path) == "grading" and path.name not in WITHOUT_TORCH
    ) or path.name == "recipes.py"
    if not allowed:
        assert "torch" not in {name.split(".")[0] for name in imports(path, top_only=True)}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_is_short_and_asserts_nothing(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 350
    assert not [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Assert)]


@pytest.mark.parametrize("path", sorted((ROOT / "solutions").glob("*.py")), ids=lambda p: p.name)
def test_a_reference_is_self_contained_and_short(path):
    assert {name.split(".")[0] for name in imports(path)} <= {
        "torch",
        "math",
        "typing",
        "collections",
        "dataclasses",
    }
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 120


def test_no_file_holds_a_path_of_somebodys_machine():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    pattern = re.compile("/" + r"(home|root|Users|work)/\w")
    for name in listed.stdout.split():
        path = ROOT / name
        if path.is_file():
            assert not pattern.search(path.read_text(encoding="utf-8", errors="replace")), name
