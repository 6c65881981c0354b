"""A class as it really is: sixty people in eight layouts, and what is to be said of each of them."""

from __future__ import annotations

import io
import json
import os
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from tests.helpers.toy import REFERENCE

RIGHT = REFERENCE.encode()
WRONG = REFERENCE.replace(" / math.sqrt(q.size(-1))", "").encode()
NAMED = b"# interview: attend\n"
PDF = b"%PDF-1.7\n"
QUESTION = "no class or function of a question"


def notebook(*cells: str, **more: object) -> bytes:
    """A notebook of these code cells, below a heading."""
    code = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    told = [{"cell_type": "markdown", "metadata": {}, "source": ["# homework\n"]}]
    told += [{**code, "source": cell.splitlines(keepends=True)} for cell in cells]
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": told, **more}
    ).encode()


def packed(files: dict[str, bytes]) -> bytes:
    """A zip of these files; a name that ends in `/` is a folder."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


@dataclass
class Layout:
    """Files by path, and of each person the file that counts, or a part of why there is none."""

    files: dict[str, bytes] = field(default_factory=dict)
    counts: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def graded(self, person: str, path: str, data: bytes = RIGHT) -> None:
        self.files[path] = data
        self.counts[person] = path

    def left_out(self, person: str, reason: str, path: str, data: bytes = b"x") -> None:
        self.files[path] = data
        self.reasons[person] = reason

    def written(self, folder: Path) -> Path:
        """The files in a folder; all were saved at the same time."""
        for name, data in self.files.items():
            path = folder / name
            if name.endswith("/"):
                path.mkdir(parents=True, exist_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            os.utime(path, (1_700_000_000, 1_700_000_000))
        return folder


def moodle_folders(stub: bytes) -> Layout:
    at, told = "{}_assignsubmission_file_/{}", Layout()
    told.graded("Anna Müller_1000", at.format("Anna Müller_1000", "01_attend.py"))
    told.graded("李雷_1001", at.format("李雷_1001", "01_attend.PY"), WRONG)
    told.graded("Pat O'Brien (Jr.)_1002", at.format("Pat O'Brien (Jr.)_1002", "01 Attend (1).py"))
    told.files[at.format("Pat O'Brien (Jr.)_1002", "01_attend.py")] = stub
    told.graded("=1+1_1003", at.format("=1+1_1003", "answer.py"), NAMED + RIGHT)
    told.left_out("Eve_1004", "report.pdf: a PDF", at.format("Eve_1004", "report.pdf"), PDF)
    told.left_out("Мария_1005", QUESTION, at.format("Мария_1005", "hw.ipynb"), notebook("x = 1"))
    told.left_out("Empty_1006", "empty", at.format("Empty_1006", ""), b"")
    told.left_out(
        "Typed_1007", "a web page", "Typed_1007_assignsubmission_onlinetext_/onlinetext.html"
    )
    return told


def moodle_files(stub: bytes) -> Layout:
    at, told = "{}_assignsubmission_file_{}", Layout()
    for number, person in enumerate(["Ada", "Bó", "陈", "-2+3", "Di (D.)"], 2000):
        person = f"{person}_{number}"
        told.graded(person, at.format(person, "01_attend.py"))
        told.files[at.format(person, "report.pdf")] = PDF
    told.left_out("Ed_2005", "a PDF", at.format("Ed_2005", "01_attend.pdf"), PDF)
    told.left_out("Fe_2006", "an empty file", at.format("Fe_2006", "attempt.py"), b"")
    told.left_out("Gus_2007", "a web page", "Gus_2007_assignsubmission_onlinetext_onlinetext.html")
    return told


def canvas(stub: bytes) -> Layout:
    told = Layout()
    told.files["lovelaceada_1_100_01_attend.py"] = WRONG
    told.graded("lovelaceada", "lovelaceada_1_101_01_attend-1.py")
    told.files["bobo_2_102_01_attend.py"] = stub
    told.graded("bobo", "bobo_LATE_2_90_01_attend.py")
    told.graded("wangwei_3", "wangwei_3_104_01_attend.py")
    told.graded("wangwei_4", "wangwei_4_105_01_attend.py", WRONG)
    told.graded("anon_aB3dE", "anon_aB3dE_106_01_attend.py")
    told.left_out("typed", "a web page", "typed_7_text.html")
    told.left_out("pages", "a text document", "pages_LATE_8_107_essay.docx")
    told.left_out("rar", "an archive of a kind that is not read", "rar_9_108_homework.rar")
    return told


def gradescope(stub: bytes) -> Layout:
    told, at = Layout(), "submission_{}/{}"
    people = {1: ["Ada G."], 2: ["王芳", "Zoë 'Z' G."], 3: ["Cy G."], 4: ["Di G."], 5: ["Ed G."], 6: ["Fe G."], 7: ["Gus G."]}  # fmt: skip
    lines = []
    for number, names in people.items():
        lines += [f"submission_{number}:", "  :submitters:"]
        for name in names:
            quoted = "'" + name.replace("'", "''") + "'"
            lines += [f"  - :name: {quoted}", f"    :sid: '{number}'", "    :email: x@example.org"]
        lines += ["  :results:", "    :tests:", "    - :name: not a person", "  :score: 1.0"]
    told.files["submission_metadata.yml"] = "\n".join(lines).encode()
    for number in (1, 2, 3):
        for name in people[number]:
            told.graded(name, at.format(number, "01_attend.py"))
    told.left_out("Di G.", "empty", at.format(4, ""), b"")
    told.left_out("Ed G.", "a picture", at.format(5, "photo.jpg"))
    told.left_out("Fe G.", "cannot tell its question", at.format(6, "main.py"))
    told.left_out("Gus G.", "holds no attend", at.format(7, "01_attend.ipynb"), notebook("x = 1"))
    return told


def clones(stub: bytes) -> Layout:
    told = Layout()
    for account in ("ada-l", "bo", "cy-c", "di"):
        told.files[f"hw1-{account}/.git/config"] = b"[core]"
        told.files[f"hw1-{account}/README.md"] = b"# homework"
        told.files[f"hw1-{account}/given/01_attend.py"] = stub
        told.graded(account, f"hw1-{account}/01_attend.py")
    told.left_out("ed", "empty", "hw1-ed/.git/config")
    told.left_out("fe", "README.md: a text", "hw1-fe/README.md")
    told.left_out("gus", "code in another language", "hw1-gus/src/Main.java")
    return told


def nbgrader(stub: bytes) -> Layout:
    at, told = "{}/ps1/{}", Layout()
    cell = "import torch\n%matplotlib inline\n" + REFERENCE
    told.graded("nora", at.format("nora", "homework.ipynb"), notebook("!pip install x", cell))
    told.graded("nils", at.format("nils", "01_attend.ipynb"), notebook("def (", REFERENCE))
    told.graded("nina", at.format("nina", "attempt 2/01_attend.py"))
    told.files[at.format("nina", "attempt 1/01_attend.py")] = WRONG
    told.left_out("noam", "it is no JSON", at.format("noam", "01_attend.ipynb"), b"{")
    told.left_out(
        "nell", "a notebook without code", at.format("nell", "01_attend.ipynb"), notebook()
    )
    told.left_out("nick", "it holds no cells", at.format("nick", "x.ipynb"), notebook(cells=3))
    told.left_out("nuno", "a table", at.format("nuno", "data.csv"))
    return told


def zips(stub: bytes) -> Layout:
    told = Layout()
    told.graded("zoe", "zoe.zip", packed({"01_attend.py": RIGHT, "__MACOSX/._01_attend.py": b""}))
    told.counts["zoe"] += "/01_attend.py"
    inner = packed({"deep/01_attend.py": RIGHT, "notes.txt": b"x"})
    told.graded("zac", "zac.ZIP", packed({"homework/inner.zip": inner}))
    told.counts["zac"] += "/homework/inner.zip/deep/01_attend.py"
    told.graded("zed", "zed.zip", packed({"a/01_attend.py": stub, "b/01_attend.py": RIGHT}))
    told.counts["zed"] += "/b/01_attend.py"
    told.left_out("zia", "an archive that cannot be read", "zia.zip", b"PK\3\4 cut short")
    told.left_out("zen", "empty", "zen.zip", packed({}))
    told.left_out("zig", "report.pdf: a PDF", "zig.zip", packed({"report.pdf": PDF}))
    told.left_out("zaz", "an archive that cannot be read", "zaz.zip", b"Rar!")
    return told


def folders(stub: bytes) -> Layout:
    told = Layout()
    told.graded("张伟", "张伟/作业/01_attend（1）.py", WRONG)
    told.graded("pia", "pia/exercises/01_attend_2026-11-26_10-30.py")
    told.files["pia/exercises/01_attend_2026-11-25_23-59.py"] = WRONG
    told.graded("@sum(1)", "@sum(1)/01_attend-2.py")
    told.files["@sum(1)/01_attend-10.py"] = stub
    told.left_out("pan", "an empty file", "pan/answer.py", b"")
    told.left_out("pip", "compiled Python", "pip/01_attend.pyc")
    told.left_out("poe", "no such question", "poe/x.py", b"# interview: atend\n")
    told.left_out("pam", "without an ending", "pam/answer")
    return told


LAYOUTS = {
    "moodle_folders": moodle_folders,
    "moodle_files": moodle_files,
    "canvas": canvas,
    "assignment_7_export": gradescope,
    "hw1-submissions": clones,
    "submitted": nbgrader,
    "zips": zips,
    "folders": folders,
}
