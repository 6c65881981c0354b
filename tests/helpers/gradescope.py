"""What Gradescope does with an autograder: its folders, its run, and what it takes for results."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}
FORMATS = {"text", "html", "simple_format", "md", "ansi"}
TOP = {
    "score": (int, float),
    "execution_time": (int, float),
    "output": str,
    "output_format": FORMATS,
    "test_output_format": FORMATS,
    "test_name_format": FORMATS,
    "visibility": VISIBILITIES,
    "stdout_visibility": VISIBILITIES,
    "extra_data": dict,
    "tests": list,
    "leaderboard": list,
}
TEST = {
    "score": (int, float),
    "max_score": (int, float),
    "status": {"passed", "failed"},
    "name": str,
    "name_format": FORMATS,
    "number": str,
    "output": str,
    "output_format": FORMATS,
    "tags": list,
    "visibility": VISIBILITIES,
    "extra_data": dict,
}
"""The keys that are documented, each with its types, or the words that may stand there."""


def check_documented(results: dict) -> dict:
    """The results, if they are as Gradescope's page on `results.json` has them."""
    assert "score" in results or all("score" in test for test in results["tests"])
    for keys, record in [(TOP, results), *((TEST, test) for test in results.get("tests", []))]:
        for key, value in record.items():
            allowed = keys[key]
            assert value in allowed if isinstance(allowed, set) else isinstance(value, allowed), key
            assert not isinstance(value, bool), key
    return results


def lay_out(archive: Path, root: Path, installed: bool = True) -> Path:
    """`/autograder` as it is in the image that Gradescope builds; `root` stands for it.

    In place of `setup.sh`, which needs the network, this checkout is what is installed.
    """
    source = root / "source"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(source)
        assert {"setup.sh", "run_autograder"} <= set(packed.namelist()), (
            "not at the root of the zip"
        )
        for entry in packed.infolist():
            (source / entry.filename).chmod(entry.external_attr >> 16)
    shutil.copy(source / "run_autograder", root / "run_autograder")
    (root / "results").mkdir()
    if installed:
        put_command(root / "venv" / "bin")
    return root


def put_command(folder: Path) -> None:
    """An `interview` that runs this checkout."""
    folder.mkdir(parents=True)
    program = folder / "interview"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m interview "$@"\n')
    program.chmod(0o755)


def run_autograder(root: Path, files: dict[str, str], metadata: dict) -> dict:
    """Hands in these files; the results, which are as documented."""
    for name, text in files.items():
        path = root / "submission" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "submission_metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    with (root / "results" / "stdout").open("wb") as printed:
        subprocess.run(
            [root / "run_autograder"],
            cwd=root,
            env={
                **os.environ,
                "PATH": os.defpath,
                "AUTOGRADER_ROOT": str(root),
                "PYTHONPATH": str(ROOT),
            },
            stdout=printed,
            stderr=printed,
            check=True,
        )
    return check_documented(json.loads((root / "results" / "results.json").read_text("utf-8")))
