"""Somebody's page says in their language why something of theirs is not graded."""

from __future__ import annotations

import pytest

from interview import messages
from interview.bank import Bank
from interview.classroom.assignment import open_assignment
from interview.classroom.plan import finish_batch, plan_batch, run_batch
from interview.export.class_reports import write_reports
from tests.conftest import TOY
from tests.helpers.grader import MarkingAllRight

ROSTER = "name,language\nAda,en\nLi,zh\nWu,\nBo,en\nYi,zh\n"
HANDED_IN = {
    "Ada/report.pdf": "%PDF",
    "Li/report.pdf": "%PDF",
    "Wu/other.py": "x = 1\n",
    "Bo/01_attend.py": "def attend(q, k): return q\n",
    "Bo/notes.txt": "see below",
    "Yi/01_attend.py": "def attend(q, k): return q\n",
    "Yi/notes.txt": "see below",
}
READS = {
    "Ada": "report.pdf: a PDF",
    "Li": "report.pdf: PDF 文件",
    "Wu": "other.py: 看不出是哪道题：文件名要像 01_attend.py 这样",
    "Bo": "notes.txt: a text file",
    "Yi": "notes.txt: 文本文件",
}


@pytest.mark.parametrize("interface", ["en", "zh"])
def test_a_page_says_why_in_the_language_of_who_reads_it(tmp_path, interface):
    for path, text in HANDED_IN.items():
        file = tmp_path / "class" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (tmp_path / "roster.csv").write_text(ROSTER)
    path, bank, grader = tmp_path / "assignment.yaml", Bank(TOY), MarkingAllRight()
    path.write_text(
        "title: H\nquestions: [{question: attend, points: 8}]\nroster: roster.csv\nlanguage: zh\n"
    )
    with messages.speaking(interface):
        ready = open_assignment(path, bank)
        plan = plan_batch(bank, tmp_path / "class", tmp_path / "out", 5, None, grader, "1", ready)
        list(run_batch(plan, grader, interface))
        book, _changed = finish_batch(plan, 10)
        write_reports(plan.folder, book, interface)
    pages = {p.stem: p.read_text("utf-8") for p in (tmp_path / "out" / "students").glob("*.html")}
    assert {name for name, page in pages.items() if 'lang="zh' in page} == {"Li", "Wu", "Yi"}
    assert {name: f"<p>{READS[name]}" in page for name, page in pages.items()} == dict.fromkeys(
        READS, True
    )
