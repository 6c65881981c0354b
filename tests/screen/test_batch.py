"""The board of a running batch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Thread

from interview import messages
from interview.bank import Bank
from interview.classroom.ledger import BatchConditions
from interview.classroom.likeness import Alike
from interview.classroom.plan import BatchPlan
from interview.classroom.submissions import Submission
from interview.export.class_reports import write_reports
from interview.screen.batch import REPORTS, BatchBoard
from tests.conftest import TOY
from tests.helpers.class_book import ACCEPTED, PLAIN, assignment_book


def test_a_thread_that_draws_the_board_speaks_the_language_of_the_command():
    messages.use_catalogue("zh")
    submissions = [Submission("ada", "01_attend.py", Bank(TOY).cards[0], b"")]
    conditions = BatchConditions(5, "full", "1.0", "2.13.0")
    board = BatchBoard(BatchPlan(Path("out"), submissions, [], conditions, [], None, []))
    drawn = []
    thread = Thread(target=lambda: drawn.append(board.live.get_renderable().renderables[0]))
    thread.start()
    thread.join()
    titles = [str(column.header) for column in drawn[0].columns]
    assert titles == [str(column.header) for column in board.table([]).columns]
    assert "graded" not in titles


def test_what_each_report_is_stands_beside_its_place(tmp_path):
    alike = Alike("01_attend", "near", (("ada", "a.py"), ("bo", "b.py")), 0.8, 7, ((3, 9), (5, 12)))
    text, roster = f"{PLAIN}roster: roster.csv\n", "name\nada\nbo\n"
    verdicts = {"ada": ACCEPTED, "bo": ACCEPTED}
    book = assignment_book(tmp_path, text, verdicts, roster_csv=roster)
    written = write_reports(tmp_path / "out", replace(book, alike=[alike]))
    assert {path.name for path in written} == REPORTS.keys()
