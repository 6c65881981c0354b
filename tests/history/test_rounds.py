"""Rounds of an exercise: what counts since the stub was last empty."""

from __future__ import annotations

import pytest

from interview.history.rounds import ExerciseRound, RoundEvent, latest_round


def happened(text):
    """Events one minute apart: `stub hint1 wrong accepted`; `wrong!` has its core right."""
    for minute, word in enumerate(text.split()):
        number = int(word[-1]) if word[-1].isdigit() else 0
        what, core = word.rstrip("0123456789!"), word.endswith("!")
        yield RoundEvent(f"{minute:02d}", what, number, core)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ExerciseRound()),
        ("stub", ExerciseRound(since="00")),
        (
            "stub wrong crashed accepted",
            ExerciseRound("00", "01", tries=3, passed=True, accepted=True),
        ),
        ("wrong accepted", ExerciseRound("", "00", tries=2, passed=True, accepted=True)),
        (
            "stub hint1 hint2 hint1 accepted",
            ExerciseRound("00", "04", tries=1, hints=2, passed=True, accepted=True),
        ),
        (
            "hint1 stub accepted",
            ExerciseRound("01", "02", tries=1, hints=1, passed=True, accepted=True),
        ),
        (
            "stub accepted hint3 stub accepted",
            ExerciseRound("03", "04", tries=1, passed=True, accepted=True),
        ),
        (
            "stub solution accepted",
            ExerciseRound("00", "02", tries=1, solution=True, passed=True, accepted=True),
        ),
        (
            "stub not_written invalid judge_error accepted",
            ExerciseRound("00", "04", tries=1, passed=True, accepted=True),
        ),
        ("stub wrong accepted not_written wrong", ExerciseRound("03", "04", tries=1)),
        ("stub wrong not_written wrong", ExerciseRound("00", "01", tries=2)),
        ("stub wrong wrong!", ExerciseRound("00", "01", tries=2, passed=True)),
        ("stub wrong! wrong", ExerciseRound("00", "01", tries=2, passed=True)),
        (
            "stub wrong! accepted",
            ExerciseRound("00", "01", tries=2, passed=True, accepted=True),
        ),
        ("stub wrong! not_written wrong", ExerciseRound("02", "03", tries=1)),
    ],
)
def test_a_round_begins_with_an_empty_stub(text, expected):
    assert latest_round(happened(text)) == expected
