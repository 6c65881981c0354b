"""`interview release` and `interview autograder` as commands."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from interview.errors import UsageError
from interview.files import hand_out_files
from interview.screen.written import show_package
from tests.conftest import TOY
from tests.helpers.command import interview

ASSIGNMENT = "title: Homework\nquestions: [{question: attend, points: 8}]\n"


def test_a_class_is_handed_out_its_work_and_nothing_is_lost(own_place):
    Path("hw.yaml").write_text(ASSIGNMENT)
    told = interview("release", "hw.yaml", "--out", "hw", "--package", "x").stdout
    assert told == "hw: written\n"
    assert (
        "pip install" not in Path("hw/README.md").read_text()
    )  # of a bank that students don't have
    stub = Path("hw/exercises/toy/01_attend.py")
    before = stub.read_text()
    stub.write_text("# mine\n")
    told = interview("release", "hw.yaml", "--out", "hw", "--package", "x", status=2).stderr
    assert told.startswith("hw/exercises/toy/01_attend.py: there is another file already")
    assert stub.read_text() == "# mine\n"
    told = interview("release", "hw.yaml", "--out", "hw", "--package", "x", "--force").stdout
    assert "hw/exercises/toy/01_attend.py.old: what stood there before is kept here\n" in told
    assert (stub.read_text(), Path(f"{stub}.old").read_text()) == (before, "# mine\n")


def test_an_autograder_is_written_where_it_is_told(own_place):
    Path("hw.yaml").write_text(ASSIGNMENT)
    told = interview("autograder", "--assignment", "hw.yaml", "--out", "a.zip").stdout
    assert told.startswith("a.zip: written\nNext: upload it under")
    assert (
        "--out: name the zip" in interview("autograder", "--assignment", "hw.yaml", status=2).stderr
    )
    told = interview("autograder", "--assignment", "hw.yaml", "--github", "--out", "r", status=2)
    assert told.stderr.startswith(f"{TOY}: a folder, whose solutions would lie in every student's")


@pytest.mark.parametrize(
    ("options", "heading"), [((), "## 提交"), (("--lang", "en"), "## Hand in")]
)
def test_what_students_read_is_in_the_assignments_language_unless_another_is_asked_for(
    own_place, options, heading
):
    Path("hw.yaml").write_text(f"{ASSIGNMENT}language: zh\n")
    told = interview("release", "hw.yaml", "--out", "hw", "--package", "x", *options).stdout
    assert told == "hw: written\n"
    assert f"\n{heading}\n" in Path("hw/README.md").read_text()
    interview("autograder", "--assignment", "hw.yaml", "--out", "a.zip", *options)
    with zipfile.ZipFile("a.zip") as packed:
        script, failed = (packed.read(n).decode() for n in ("run_autograder", "failed.json"))
    assert f"--lang {options[1] if options else 'zh'}" in script
    assert ("评分程序" in json.loads(failed)["output"]) == (not options)


@pytest.mark.parametrize("force", [False, True])
def test_files_are_handed_out_whole_or_not_at_all(tmp_path, force):
    old, blocked = tmp_path / "a.md", tmp_path / "b" / "c.md"
    old.write_text("mine")
    (tmp_path / "b").write_text("a file where a folder is to be")
    with pytest.raises(UsageError):
        hand_out_files({tmp_path / "new.md": "x", old: "other", blocked: "x"}, force)
    assert {p.name: p.read_text() for p in tmp_path.iterdir() if p.is_file()} == {
        "a.md": "mine",
        "b": "a file where a folder is to be",
    }


def test_what_is_kept_aside_never_takes_another_ones_place(tmp_path):
    place = tmp_path / "there" / "a.md"
    for text in ("one", "two", "two", "three"):
        hand_out_files({place: text}, force=True)
    assert {p.name: p.read_text() for p in place.parent.iterdir()} == {
        "a.md": "three",
        "a.md.old": "one",
        "a.md.old2": "two",
    }


def test_what_students_install_is_told_as_it_is_written(capsys):
    show_package("transformer-interview[notebook]==1")
    assert "transformer-interview[notebook]==1 is installed there" in capsys.readouterr().out
