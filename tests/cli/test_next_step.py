"""The next step is the same at the end of a session as on the home screen."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from interview.bank import Bank
from interview.cli.next_step import tell_next_step
from interview.history.reviews import AGAIN, GOOD, Review, Reviews, time_stamp
from interview.history.sessions import SAT_DOWN, Sessions
from interview.history.store import Recorder
from interview.messages import _
from interview.practice.exercise.exercises import ExerciseRecorder, begin_exercise
from interview.practice.memory.scheduling import record_review
from interview.practice.standing.home import read_home
from interview.screen.home import show_home
from tests.conftest import TOY

BANK = Bank(TOY)
(CARD,) = BANK.cards


def reviewed(item, days, rating=GOOD):
    at = datetime.now(UTC) - timedelta(days=days)
    record_review(Reviews(), Review(item, rating, at=time_stamp(at)))


def mock_left():
    sessions = Sessions()
    sessions.step(sessions.begin("mock", {}), SAT_DOWN, {"elapsed": 0.0})


PASTS = {
    "a newcomer": lambda: None,
    "answered today": lambda: reviewed("question:toy:attend", 0),
    "failed a moment ago": lambda: reviewed("question:toy:attend", 0, AGAIN),
    "a question due": lambda: reviewed("question:toy:attend", 9),
    "a drill due": lambda: reviewed("drill:toy:attend:0", 9),
    "an exercise due": lambda: reviewed("exercise:toy:attend", 9),
    "a bug due": lambda: reviewed("debug:toy:attend:no-scaling", 9),
    "a mock left": mock_left,
    "a stub in hand": lambda: begin_exercise(CARD, ExerciseRecorder(BANK)),
}


@pytest.mark.parametrize("past", PASTS)
def test_a_session_ends_with_what_home_says(past, lang, capsys):
    PASTS[past]()
    tell_next_step(BANK, Recorder(), lang)
    told = commands(capsys.readouterr().out)
    home = read_home(BANK, Recorder(), datetime.now(UTC))
    show_home(home, CARD.title)
    shown = capsys.readouterr().out
    assert told[0] == commands(shown[shown.index(_("Next")) :])[0]


def commands(text):
    """The commands in a text, in their order."""
    return [found.strip() for found in re.findall(r"interview(?: [a-z0-9-]+)+", text)]
