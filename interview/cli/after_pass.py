"""`grade --stress` and `grade --cost`: what is told of exercise files in the place of verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interview.bank import Bank
    from interview.practice.exercise.workspace import ExerciseFile


def tell_after_pass(
    bank: Bank, exercises: list[ExerciseFile], lang: str, cold: bool, stress: bool, cost: bool
) -> int:
    """Shows what is asked for of each; the exit status is 1 where there is nothing that can be told."""
    from interview.grading.client.after_pass import cost_of_attempt, stress_of
    from interview.practice.exercise.after_pass import told_of_exercises
    from interview.screen.cost import show_cost_report
    from interview.screen.failure import reader_may_leave
    from interview.screen.stress import show_stress_round

    status = 0
    if stress:
        for exercise, told in told_of_exercises(exercises, stress_of, cold):
            with reader_may_leave():
                show_stress_round(told, bank.told(exercise.card, lang), str(exercise.path))
            status = 1 if told.findings else status
    if cost:
        for exercise, costs in told_of_exercises(exercises, cost_of_attempt, cold):
            with reader_may_leave():
                show_cost_report(costs, bank.told(exercise.card, lang), str(exercise.path))
            status = 1 if costs.findings else status
    return status
