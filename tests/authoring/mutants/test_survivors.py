"""Mutants of a question tried: figures, survivors with witnesses, explanations."""

from __future__ import annotations

import pytest

from interview.authoring.mutants.survivors import try_question
from interview.bank import Bank, open_bank
from interview.grading.client.trials import Trials
from tests.conftest import TOY
from tests.helpers.toy import change

ONE_TOKEN_MISSED = "(scores.softmax(dim=-1) @ v).squeeze()"
EQUIVALENT = """  equivalent:
    - {function: attend, edit: "math.sqrt(q.size(-1)) -> math.sqrt(k.size(-1))", because: the widths were compared.}
"""


@pytest.fixture(scope="module")
def process():
    with Trials() as trials:
        yield trials


def tried(process, folder, count=None, seed=7):
    (card,) = Bank(folder).cards
    return try_question(process, card, seed, count)


@pytest.fixture(scope="module")
def toys(process):
    return tried(process, TOY)


def test_every_mutant_has_one_fate(toys):
    assert toys.tried == sum(toys.fates.values()) > 100
    assert toys.fates["survived"] == len(toys.survivors)
    assert min(toys.fates["crashed"], toys.fates["killed"]) > 20
    assert toys.problems == []
    assert not toys.sound


def test_a_weak_case_is_told_with_the_inputs_that_see_the_mutant(toys):
    """The toy has no case of one query in a batch, so an answer that squeezes its result is accepted."""
    (survivor,) = [s for s in toys.survivors if ONE_TOKEN_MISSED in s.mutant.source]
    assert [line.partition(" ")[2] for line in survivor.mutant.diff()] == [
        "-     return scores.softmax(dim=-1) @ v  # (B, T, d)",
        f"+     return {ONE_TOKEN_MISSED}  # (B, T, d)",
    ]
    where, what, *_ = survivor.witness
    assert where.startswith("other sizes: ")
    assert "attend(q=(" in where
    assert "expected" in what or "Error" in what


def test_a_mutant_that_the_added_case_sees_survives_no_longer(process, toy, question):
    case = '    - name: one query\n      call: {q: "randn(2, 1, 4)", k: "randn(2, 5, 4)", v: "randn(2, 5, 4)"}\n'
    change(question, "  checks:", f"{case}  checks:")
    left = tried(process, toy).survivors
    assert not any(ONE_TOKEN_MISSED in s.mutant.source for s in left)


def test_what_is_explained_is_no_survivor_and_what_a_case_sees_cannot_be_explained(
    process, toy, question, toys
):
    change(question, "  hints:", f"{EQUIVALENT}  hints:")
    trial = tried(process, toy)
    assert trial.fates["explained"] == 1
    assert len(trial.survivors) == len(toys.survivors) - 1
    assert trial.problems == []
    change(question, "math.sqrt(k.size(-1))", "math.sqrt(q.size(-2))")
    (problem,) = tried(process, toy).problems
    assert "is no equivalent: " in problem


def test_a_broken_question_is_a_problem_and_the_process_serves_on(process, toy, question):
    change(question, "define: attend", "define: attends")
    assert tried(process, toy, 3).problems
    assert tried(process, TOY, 3).tried == 3


@pytest.mark.parametrize("id", ["cross-attention", "ner-decoding"])
def test_a_sample_of_the_bank_is_seen_by_its_cases(process, id):
    card = open_bank(None).find(id)
    trial = try_question(process, card, 101, 12)
    assert trial.tried == 12
    assert trial.fates["killed"] + trial.fates["crashed"] >= 9
    assert trial.problems == []
