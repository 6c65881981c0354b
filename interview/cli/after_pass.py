"""`grade --stress`: what is told of exercise files in the place of verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interview.bank import Bank
    from interview.practice.exercise.workspace import ExerciseFile


def tell_stress(bank: Bank, exercises: list[ExerciseFile], lang: str, cold: bool) -> int:
    """Shows a numerics round on each; the exit status is 1 where one could not be held."""
    from interview.grading.client.after_pass import stress_of
    from interview.practice.exercise.after_pass import told_of_exercises
    from interview.screen.failure import reader_may_leave
    from interview.screen.stress import show_stress_round

    status = 0
    for exercise, told in zip(
        exercises, told_of_exercises(exercises, stress_of, cold), strict=True
    ):
        with reader_may_leave():
            show_stress_round(told, bank.told(exercise.card, lang), str(exercise.path))
        status = 1 if told.findings else status
    return status
