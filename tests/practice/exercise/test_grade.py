"""Grading begins before anything else is done, and holds nothing up where no judge can be had."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from interview.bank import open_bank
from interview.model.verdict import Verdict
from interview.practice.exercise import grade
from interview.practice.exercise.workspace import ExerciseFile


class Judges:
    """Links whose judge is there once `there` is set, and answers once `answering` is."""

    def __init__(self) -> None:
        self.there, self.answering = threading.Event(), threading.Event()
        self.links: list[Judges] = []
        self.asked_for = False

    def link(self) -> Judges:
        self.there.wait()
        self.asked_for = True
        return self

    def grade(self, card: Any, file: str, source: str, seed: int, *_: Any, **__: Any) -> Verdict:
        self.answering.wait()
        return Verdict(card.id, file, "accepted", 0.0, seed)

    def close(self) -> None: ...


@pytest.fixture
def judges(monkeypatch):
    judges = Judges()
    monkeypatch.setattr(grade, "open_engine", lambda cold: judges)
    yield judges
    judges.there.set(), judges.answering.set()


@pytest.fixture
def attempt(tmp_path: Path):
    path = tmp_path / "attempt.py"
    path.write_text("x = 1\n")
    return ExerciseFile(open_bank(None).find("7"), path)


def test_a_judge_is_there_before_the_caller_goes_on(judges, attempt, monkeypatch):
    monkeypatch.setattr(grade, "HEAD_START", 60.0)
    judges.there.set()
    verdicts = grade.grade_exercises([attempt], 1, "en")
    assert judges.asked_for
    assert not judges.answering.is_set()
    judges.answering.set()
    assert next(verdicts).status == "accepted"


def test_where_no_judge_comes_the_caller_goes_on(judges, attempt, monkeypatch):
    monkeypatch.setattr(grade, "HEAD_START", 0.01)
    grade.grade_exercises([attempt], 1, "en")
    assert not judges.asked_for


def test_what_is_no_text_needs_no_judge(judges, attempt, monkeypatch):
    monkeypatch.setattr(grade, "HEAD_START", 60.0)
    attempt.path.write_bytes(b"\xff\xfe\x00")
    verdicts = grade.grade_exercises([attempt], 1, "en")
    assert next(verdicts).status == "invalid"
    assert not judges.asked_for
