"""A new kind of check is one file: this one has a kind of its own, and brings it from the runner to the judge."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from interview.bank import Bank
from interview.bank.recipes import more_recipes
from interview.grading.checks.check import Check, Form
from interview.grading.checks.table import CHECKS
from interview.grading.execution.execution import call_watched, execute, module_from
from interview.grading.execution.facts import facts_as_data
from interview.grading.execution.programs import programs_for
from interview.grading.judge.admission import Run
from interview.grading.judge.difference import first_difference
from interview.grading.wire.bounds import WireError
from interview.grading.wire.values import pack, unpack_message
from interview.model.question import Tolerance
from interview.model.verdict import Finding
from tests.conftest import TOY
from tests.helpers.toy import REFERENCE

SEED = 3


class Contiguous(Check):
    """Whether the results lie in memory as they are read; a toy."""

    def call(self, function, arguments, seen):
        seen.noted.append(sorted(arguments))
        return function(**arguments)

    def observe(self, seen):
        return [seen.noted, [result.is_contiguous() for result in seen.results]]

    def admit(self, told):
        match told:
            case [list(), list()]:
                return told
        raise WireError("no answer to how they lie")

    def compare(self, expected, told, tolerance):
        if told == expected:
            return None
        return Finding("contiguous", "told", {"message": f"{expected[1]} became {told[1]}"})


def nothing(tensor):
    return tensor * 0 if tensor.is_floating_point() else tensor


class Zero(Check):
    """The same on inputs that are all zero; a toy too."""

    forms = (Form("zero", arranged=nothing),)


@pytest.fixture
def findings_in(monkeypatch):
    """What is found in an attempt, over the same way that any run takes, by the form of the program."""
    monkeypatch.setitem(CHECKS, "contiguous", Contiguous())
    monkeypatch.setitem(CHECKS, "zero", Zero())
    (card,) = Bank(TOY).cards
    question = Bank(TOY).load(card)
    cases = tuple(replace(case, checks=None) for case in question.exercise.cases[:1])
    exercise = replace(question.exercise, checks=("zero", "contiguous"), cases=cases, raises=())
    question = replace(question, exercise=exercise)
    more = more_recipes(Path("none"))
    all_of_them = programs_for(question, SEED, lambda program: None, more)

    def facts(source):
        module, given = module_from(source, "a.py"), module_from("", "given.py", "given")
        run = Run()
        for index, program in enumerate(all_of_them):
            told = facts_as_data(execute(module, program, "a.py", given))
            frame = {"stage": "run", "index": index, "facts": told}
            run.accept(unpack_message(pack(frame)), len(all_of_them))
        return run.facts

    def findings(source):
        expected, got = facts(REFERENCE), facts(source)
        return {
            program.variant: first_difference(program, expected[i], got[i], Tolerance())
            for i, program in enumerate(all_of_them)
        }

    return findings


def test_it_says_nothing_of_what_is_right(findings_in):
    assert findings_in(REFERENCE) == {"values": None, "second_call": None, "zero": None}


def test_what_it_observes_is_admitted_and_compared(findings_in):
    turned = "(scores.softmax(dim=-1) @ v).mT.contiguous().mT"
    findings = findings_in(REFERENCE.replace("scores.softmax(dim=-1) @ v", turned))
    assert findings["values"].values["message"] == "[True] became [False]"
    assert findings["zero"] is None


def test_its_form_is_carried_out_too(findings_in):
    findings = findings_in(
        REFERENCE.replace("    return scores", "    v = v if q.any() else v + 1\n    return scores")
    )
    assert findings["values"] is None
    assert (findings["zero"].check, findings["zero"].kind) == ("zero", "elements")


def test_the_arguments_of_a_call_may_have_any_names():
    taken = dict.fromkeys(("check", "call", "seen", "function", "arguments", "self"), 1)
    assert call_watched(Check(), lambda **arguments: arguments, None, **taken) == taken


def test_what_it_does_not_admit_is_no_answer(findings_in):
    frame = {"stage": "run", "index": 0, "facts": {"results": [], "contiguous": "yes"}}
    with pytest.raises(WireError):
        Run().accept(frame, 1)
