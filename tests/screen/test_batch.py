"""The board of a running batch."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

from interview import messages
from interview.bank import Bank
from interview.classroom.ledger import BatchConditions
from interview.classroom.plan import BatchPlan
from interview.classroom.submissions import Submission
from interview.screen.batch import BatchBoard
from tests.conftest import TOY


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
