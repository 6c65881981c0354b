"""A verdict of a judge that knows no language, in the words of a question that does."""

from __future__ import annotations

from dataclasses import replace

from interview.bank import Bank
from interview.model.verdict import Finding
from interview.wording.translation import call_in_words, verdict_in_words_of
from tests.conftest import TOY
from tests.helpers.toy import REFERENCE

(CARD,) = Bank(TOY).cards
CHINESE = Bank(TOY).load(CARD, "zh")


def test_names_and_explanations_are_those_of_the_question(grade):
    verdict = grade(REFERENCE.replace("~mask", "mask"))
    chinese = verdict_in_words_of(CHINESE, verdict)
    assert [case.name for case in chinese.cases] == [c.name for c in CHINESE.exercise.all_cases]
    assert chinese.explanation != verdict.explanation
    assert [case.findings for case in chinese.cases] == [case.findings for case in verdict.cases]
    assert verdict_in_words_of(Bank(TOY).load(CARD), chinese) == verdict


def test_where_a_run_had_come_to_is_told_by_the_name_of_the_case_too(grade):
    reached = {"reached": {"case": 1, "name": "in English"}}
    verdict = replace(grade(REFERENCE), findings=(Finding("answer", "no_answer", reached),))
    (finding,) = verdict_in_words_of(CHINESE, verdict).findings
    assert finding.values["reached"]["name"] == CHINESE.exercise.all_cases[1].name


def test_a_question_that_was_edited_meanwhile_changes_no_verdict(grade):
    verdict = grade(REFERENCE)
    exercise = replace(CHINESE.exercise, cases=CHINESE.exercise.cases[1:])
    assert verdict_in_words_of(replace(CHINESE, exercise=exercise), verdict) == verdict


def test_a_call_tells_how_many_more_and_in_which_mode(grade):
    case = replace(grade(REFERENCE).cases[0], call="f()", more_calls=2, training=True)
    assert call_in_words(case) == "f() and 2 more calls in training mode"
