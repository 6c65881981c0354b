"""`grade --stress`, `grade --cost` and `diff --reference`: what is told of right answers besides verdicts."""

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


def tell_beside(bank: Bank, exercise: ExerciseFile, lang: str, asked: bool) -> bool:
    """Shows an exercise beside the reference, once it was passed; False where it wasn't, and nobody `asked`."""
    from functools import partial

    from interview.errors import UsageError
    from interview.messages import _
    from interview.practice.exercise.after_pass import told_of_exercises
    from interview.practice.exercise.comparison import compared_with_reference
    from interview.practice.exercise.exercises import ExerciseRecorder
    from interview.practice.mock.invigilation import refuse_help
    from interview.screen.beside import show_beside

    recorder, card = ExerciseRecorder(bank), exercise.card
    if not recorder.round(card).accepted:
        if asked:
            text = _(
                "{id} was not accepted yet: "
                "`interview solution {number}` shows the reference if you confirm"
            )
            if recorder.begun_anew(card):
                text = _(
                    "you have begun {id} anew and it was not accepted since: "
                    "`interview solution {number}` shows the reference if you confirm"
                )
            raise UsageError(text.format(id=card.id, number=card.number))
        return False
    refuse_help()
    comparing = partial(compared_with_reference, bank, lang)
    (_exercise, sections), *_rest = told_of_exercises([exercise], comparing)
    recorder.reveal(card.id, "solution")
    show_beside(sections)
    return True
