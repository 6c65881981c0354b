"""The shape of the code: which way imports point, who may use what, how long a file is."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "interview").rglob("*.py"))
ALLOWED = {
    "cli": {
        *("demo", "screen", "export", "cluster", "classroom", "authoring", "practice", "grading"),
        *("history", "bank", "files", "invocation", "messages", "errors", "__init__"),
    },
    "__main__": {"cli", "messages"},
    "notebook": {"screen", "practice", "grading", "history", "bank", "messages", "model", "errors"},
    "screen": {
        *("classroom", "authoring", "practice", "grading", "history", "bank"),
        *("export", "wording", "model", "invocation", "messages", "errors", "text"),
    },
    "export": {
        *("classroom", "history", "bank", "files"),
        *("wording", "model", "invocation", "messages", "errors", "text"),
    },
    "cluster": {"classroom", "grading", "bank", "model", "messages", "errors", "__init__"},
    "classroom": {"grading", "bank", "files", "wording", "model", "messages", "errors", "text"},
    "authoring": {
        *("grading", "bank", "matching", "files", "wording", "model", "messages", "errors"),
        "text",
    },
    "practice": {
        *("locks", "homes", "files", "grading", "history", "bank", "matching", "model"),
        *("invocation", "messages", "errors", "text"),
    },
    "grading": {"locks", "bank", "wording", "model", "messages", "errors", "text"},
    "wording": {"model", "messages"},
    "history": {"locks", "model", "messages", "errors"},
    "demo": {"bank", "messages", "errors"},
    "bank": {"homes", "matching", "files", "model", "messages", "errors", "text"},
    "matching": {"model"},
    "files": {"messages", "errors"},
    "homes": {"messages", "errors"},
    "invocation": set(),
    "locks": set(),
    "messages": set(),
    "model": set(),
    "errors": set(),
    "text": set(),
    "__init__": {"notebook"},
}
"""What each room may import, beside itself. The order is that of the floors, the highest first."""
WITHIN = {
    "grading": {
        "client": {"start", "wire.frames", "wire.patience"},
        "server": {"judge", "runner", "forks", "sandbox", "start"},
        "trials": {"judge", "execution", "checks", "forks", "sandbox", "wire", "start"},
        "judge": {"execution", "checks", "forks", "sandbox", "wire", "start"},
        "runner": {"execution", "forks", "sandbox", "wire"},
        "execution": {"checks", "wire"},
        "checks": {"wire"},
        "forks": {"sandbox", "wire.frames"},
        "sandbox": {"start"},
        "wire": set(),
        "start": set(),
    },
    "practice": {
        "mock": {"debug", "drill", "quiz", "exercise", "memory", "talk"},
        "debug": {"exercise", "memory", "talk"},
        "drill": {"memory", "talk"},
        "quiz": {"memory", "talk"},
        "standing": {"preparation", "exercise", "memory"},
        "preparation": {"memory"},
        "doctor": {"exercise", "talk"},
        "search": {"memory", "talk"},
        "shells": set(),
        "exercise": {"memory", "talk"},
        "memory": set(),
        "talk": set(),
    },
}
"""The same of the folders in two of the rooms: a folder is a process, or a thing that a person does."""
DOORS = {"grading": ("client", "sandbox.levels")}
"""The folders of a room that the rest of the program may enter."""
OWNERS = {
    "typer": ("cli",),
    "rich": ("screen",),
    "yaml": ("bank",),
    "sqlite3": ("history", "export"),
    "pydantic": ("bank",),
    "latex2mathml": ("bank",),
    "distributed": ("cluster",),
    "prompt_toolkit": ("screen",),
}
WITH_TORCH = (
    *("grading/judge", "grading/runner", "grading/execution", "grading/checks", "grading/trials"),
    *("grading/wire/values", "grading/wire/foreign", "grading/wire/plain", "bank/recipes"),
)


REPEATED = {"main", "begun", "CHECK", "T", "grade"}
"""Names that stand in several modules, as something else relies on them: how programs begin, the table of checks,
the command and what a script calls."""


def room(path):
    place = path.relative_to(ROOT / "interview")
    return place.parts[0] if len(place.parts) > 1 else place.stem


def within(path):
    """The folder within its room, or the file that stands there alone."""
    place = path.relative_to(ROOT / "interview")
    return place.parts[1].removesuffix(".py") if len(place.parts) > 1 else ""


@cache
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path, top_only=False):
    """Dotted names imported by a file."""
    return list(imported_names(tree_of(path), top_only))


def imported_names(tree, top_only):
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


def ours(path):
    """Each import of the package's own: the room, and what is named in it."""
    for name in imports(path):
        top, _, rest = name.partition(".")
        if top == "interview":
            target, _, inner = rest.partition(".")
            yield ("__init__" if target.startswith("__") or not target else target), inner


def is_one_of(name, places):
    return any(name == place or name.startswith(f"{place}.") for place in places)


def points_up(path, target, name):
    """Whether an import leads where it may not."""
    if target != room(path) and target not in ALLOWED[room(path)]:
        return True
    if target == room(path) and target in WITHIN:
        own = within(path)
        return name.partition(".")[0] != own and not is_one_of(name, WITHIN[target][own])
    return target in DOORS and not is_one_of(name, DOORS[target])


def test_imports_point_one_way():
    """In one test for all files, as each is looked at in a moment."""
    wrong = [
        f"{path.relative_to(ROOT)} -> {target}.{name}"
        for path in FILES
        for target, name in ours(path)
        if points_up(path, target, name)
    ]
    assert wrong == []


def test_the_floors_have_no_circle():
    for floors in (ALLOWED, *WITHIN.values()):
        below = {room: {name.partition(".")[0] for name in names} for room, names in floors.items()}
        while below:
            ground = {room for room in below if not below[room] & below.keys()}
            assert ground, f"a circle among {sorted(below)}"
            below = {room: names for room, names in below.items() if room not in ground}


def test_each_library_has_its_room():
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in FILES
        for name in imports(path)
        if room(path) not in OWNERS.get(name.split(".")[0], (room(path),))
    ]
    assert wrong == []


def test_torch_is_only_where_grading_computes():
    with_torch = {
        path.relative_to(ROOT / "interview").with_suffix("").as_posix()
        for path in FILES
        if "torch" in {name.split(".")[0] for name in imports(path, top_only=True)}
    }
    rooms = tuple(f"{place}/" for place in WITH_TORCH)
    assert {place for place in with_torch if not f"{place}/".startswith(rooms)} == set()


def test_dask_is_imported_only_once_a_cluster_is_asked_for():
    for path in FILES:
        top = {name.split(".")[0] for name in imports(path, top_only=True)}
        assert not top & {"dask", "distributed"}, path
    assert {path for path in FILES if "interview.cluster" in path.read_text(encoding="utf-8")} <= {
        ROOT / "interview/cli/commands/batch.py",
        *(ROOT / "interview/cluster").glob("*.py"),
    }


def test_a_file_is_short_and_asserts_nothing():
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {path: count for path, count in lines.items() if count > 300} == {}
    nodes = ((path, node) for path in FILES for node in ast.walk(tree_of(path)))
    assert [(path, node.lineno) for path, node in nodes if isinstance(node, ast.Assert)] == []


WRITERS = {
    "files.py": "the one way",
    "classroom/ledger.py": "lines are added to it, each whole",
    "grading/client/shared.py": "the server's own log",
    "grading/runner/perform.py": "a pipe",
    "practice/talk/lines.py": "a file of the editor's, in a folder that is gone afterwards",
    "screen/failure.py": "the log of a bug",
    "__main__.py": "the standard streams",
}
"""The only files in which another is opened to be written, and why."""


def opens_to_write(node):
    """Whether a call does so: by its name, or by a mode that says it."""
    name = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
    arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
    texts = [a.value for a in arguments if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    modes = [
        text for text in texts if re.fullmatch(r"[rwaxb+]{1,3}", text) and set(text) & set("wax+")
    ]
    return name in ("write_text", "write_bytes", "mkstemp", "NamedTemporaryFile") or (
        name in ("open", "fdopen") and modes
    )


def test_files_are_written_in_one_way():
    found = {
        path.relative_to(ROOT / "interview").as_posix()
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and opens_to_write(node)
    }
    assert found <= WRITERS.keys()


def defined_names(path):
    for node in tree_of(path).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name


def test_a_name_stands_in_one_module():
    places = {}
    for path in FILES:
        for name in set(defined_names(path)) - REPEATED:
            places.setdefault(name, []).append(path.relative_to(ROOT).as_posix())
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


@pytest.mark.parametrize(
    "path",
    sorted([*ROOT.glob("solutions/*.py"), *ROOT.glob("banks/*/solutions/*.py")]),
    ids=lambda p: p.name,
)
def test_a_reference_is_self_contained_and_short(path):
    assert {name.split(".")[0] for name in imports(path)} <= {
        "torch",
        "math",
        "typing",
        "collections",
        "contextlib",
        "dataclasses",
        "itertools",
        "re",
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
