"""A judge that does not answer: whose fault that is hangs on what it said it was at."""

from __future__ import annotations

import contextlib
import socket
import threading

import pytest

from interview.bank import Bank
from interview.errors import EngineError, QuestionError
from interview.grading.client import link
from interview.grading.client.link import Link
from interview.grading.wire.frames import receive_json, send_json
from interview.wording.verdict import finding_message
from tests.conftest import TOY


class Judges:
    """An engine whose judges are played by a function of the connection."""

    patience = None

    def __init__(self, play):
        self.play, self.asked = play, 0

    def connect(self):
        ours, theirs = socket.socketpair()
        threading.Thread(target=self.serve, args=(theirs,), daemon=True).start()
        return ours

    def serve(self, connection):
        with connection, contextlib.suppress(OSError, EOFError):  # nobody asks the last one
            send_json(connection, {"ready": True})
            receive_json(connection)
            self.asked += 1
            self.play(connection)

    def expects(self, waited, ready):
        return True

    def served(self):
        pass

    def failed(self, hung):
        pass

    def complaint(self):
        return "it ended"

    def close(self):
        pass


@pytest.fixture
def grade(monkeypatch):
    monkeypatch.setattr(link, "MORE_PATIENCE", 0.0)
    (card,) = Bank(TOY).cards

    def graded(play):
        engine = Judges(play)
        return Link(engine).grade(card, "a.py", "", 7), engine

    return graded


def silent(at):
    def play(connection):
        send_json(connection, {"at": "a.py: case 'x'", "within": 60.0})
        send_json(connection, {"at": "", "within": 0.0})
        send_json(connection, {"at": at, "within": 0.05})
        connection.recv(1)  # until the client leaves

    return play


def ending(at):
    def play(connection):
        send_json(connection, {"at": at, "within": 60.0})

    return play


def test_a_judge_that_is_kept_busy_by_what_came_back_is_given_up_and_never_asked_again(grade):
    verdict, engine = grade(silent("judging"))
    assert (verdict.status, verdict.score, engine.asked) == ("crashed", 0.0, 1)
    message = finding_message(verdict.findings[0])
    assert message == "what came back kept the grader busy for more than 0.05 s"


def test_a_judge_that_what_came_back_ends_each_time_is_the_attempts_doing(grade):
    verdict, engine = grade(ending("judging"))
    assert (verdict.status, engine.asked) == ("crashed", 2)
    assert "ended the grader that looked at it" in finding_message(verdict.findings[0])


@pytest.mark.parametrize(
    ("play", "told"), [(silent, "never returns"), (ending, "ends the grader: does it exit")]
)
def test_a_questions_own_code_that_never_returns_or_ends_the_judge_is_named(grade, play, told):
    with pytest.raises(QuestionError, match=rf"a.py: case 'x': {told}"):
        grade(play("a.py: case 'x'"))


def test_a_judge_that_ends_before_that_is_nobodys_fault(grade):
    with pytest.raises(EngineError, match="the engine went away"):
        grade(ending(""))
