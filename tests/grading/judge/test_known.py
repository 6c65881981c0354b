"""What a question knows itself gets the verdict that it gets as a learner's file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview.bank import Bank, open_bank
from interview.bank.cards import read_card
from interview.bank.edits import wrong_source
from interview.bank.files import read_bank_file
from interview.grading.judge.bench import Bench
from interview.grading.judge.known import verdicts_on_known
from tests.helpers.toy import change

HIDDEN = {"output": "", "seconds": 0.0, "file": ""}


def files_of(card, question):
    """The sources that the judge runs itself, by the names of their verdicts."""
    reference = read_bank_file(card.reference)
    for misconception in question.exercise.misconceptions[:4]:
        yield misconception.id, wrong_source(card.folder, reference, misconception)
    for path in card.alternatives:
        yield path.name, read_bank_file(path)


@pytest.mark.parametrize("number", [5, 9])
def test_the_verdicts_are_those_of_the_files(link, number):
    """Of a toy, and of two questions with dropout, where what random numbers decide is left out."""
    bank = open_bank(None)
    card = bank.find(str(number))
    known = link.verdicts_on_known(card, 77)
    question = bank.load(card)
    assert len(known) == len(question.exercise.misconceptions) + len(card.alternatives)
    for name, source in files_of(card, question):
        verdict = link.grade(card, name, source, 77)
        assert replace(known[name], question=card.id, **HIDDEN) == replace(verdict, **HIDDEN), name


def test_what_the_judge_cannot_run_gets_no_verdict(question):
    """It is graded as a file then, which tells what is the matter."""
    change(
        question, '{"softmax(dim=-1)": "softmax(dim=-2)"}', '{"import math": "import nothing_such"}'
    )
    (card,) = Bank(question.parents[1]).cards
    assert read_card(question) == card
    assert "wrong-axis" not in dict(verdicts_on_known(Bench(card, 3)))
    assert "no-scaling" in dict(verdicts_on_known(Bench(card, 3)))


def test_under_another_seed_only_what_hangs_on_it_is_run_again():
    card = open_bank(None).find("5")
    benches = {seed: Bench(card, seed) for seed in (3, 4)}
    dict(verdicts_on_known(benches[3]))
    benches[4].take_over(benches[3])
    taken = {i for run in benches[4].wrong.values() for i in run.facts}
    seeds = {benches[4].programs[i].seed for i in taken}
    assert 0 < len(taken) < len(benches[4].programs)
    assert seeds <= {program.seed for program in benches[3].programs}
    anew = Bench(card, 4)
    assert seeds.isdisjoint({p.seed for i, p in enumerate(anew.programs) if i not in taken})
    for (name, mine), (_, fresh) in zip(
        verdicts_on_known(benches[4]), verdicts_on_known(anew), strict=True
    ):
        assert replace(mine, **HIDDEN) == replace(fresh, **HIDDEN), name
