"""Which programs a question becomes: every case in full, every way of calling in its other forms."""

from __future__ import annotations

import pytest
import torch

from interview.bank import Bank, open_bank
from interview.errors import QuestionError
from interview.grading.judge.bench import Bench
from tests.helpers.judging import bench_of, judged

PLAIN = '    - name: plain\n      call: {q: "randn(2, 3, 4)", k: "randn(2, 5, 4)", v: "randn(2, 5, 4)"}\n'
LARGER = '{q: "randn(3, 7, 6)", k: "randn(3, 2, 6)", v: "randn(3, 2, 6)"}'
FORMS = ["non_contiguous", "float32", "bfloat16"]


def variants(toy, added: str) -> list[str]:
    """The forms of a case that stands after another with the same arguments."""
    folder = toy / "questions" / "01_attend"
    for name, after in (
        ("question.yaml", (PLAIN, f"{PLAIN}    - name: another\n{added}")),
        ("zh.yaml", ("[普通,", "[普通, 另一个,")),
    ):
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace(*after), encoding="utf-8")
    (card,) = Bank(toy).cards
    forms = [p.variant for p in Bench(card, 3).programs if p.case == 1]
    assert forms[:2] == ["values", "second_call"]
    return forms[2:]


def test_other_sizes_and_values_are_no_other_way_of_calling(toy):
    assert variants(toy, f"      call: {LARGER}\n") == []


@pytest.mark.parametrize(
    "added",
    [
        f"      mode: train\n      call: {LARGER}\n",
        '      call: {q: "randn(3, 2, 6)", k: "randn(3, 2, 6)", v: "randn(3, 2, 6)", mask: null}\n',
        '      call: {q: "randn(7, 6)", k: "randn(2, 6)", v: "randn(2, 6)"}\n',
        f"      calls:\n        - {LARGER}\n        - {LARGER}\n",
    ],
    ids=["another mode", "another argument", "other dimensions", "several calls"],
)
def test_another_way_of_calling_has_its_other_forms(toy, added):
    assert variants(toy, added) == FORMS


def test_a_case_with_checks_of_its_own_has_them(toy):
    added = f"      call: {LARGER}\n      checks: [dtypes, non_contiguous]\n"
    assert variants(toy, added) == FORMS


def test_what_must_be_refused_has_no_other_forms(toy):
    (card,) = Bank(toy).cards
    assert [p.variant for p in Bench(card, 3).programs if p.case == 2] == ["values"]


@pytest.mark.parametrize(
    ("id", "dtypes"),
    [("bpe-training", {"float32"}), ("beam-search", {"float64"})],
    ids=["whole numbers alone", "a given model"],
)
def test_whole_numbers_are_counted_in_the_default_dtype_of_torch(id, dtypes):
    programs = Bench(open_bank(None).find(id), 3).programs
    assert {program.dtype for program in programs} == dtypes


TWO = """import torch
from torch import nn


class Two(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 4)
        self.second = nn.Linear(4, 2, bias=False)

    def forward(self, x):
        return self.second(self.first(x))
"""


def two(toy, scaled):
    cases = [{"name": name, "call": {"x": "randn(2, 3)"}} for name in ("plain", "large")]
    cases[1]["scaled"] = scaled
    return bench_of(toy, TWO, define="Two", cases=cases, checks=["dtypes"])


def test_weights_are_scaled_where_a_case_says_so_in_all_its_forms(toy):
    benches = two(toy, {}), two(toy, {"first": 8.0, "weight": 0.5})
    drawn = [[p.parameters for p in bench.programs if p.case == 1] for bench in benches]
    factors = {"first.weight": 4.0, "first.bias": 8.0, "second.weight": 0.5}
    for plain, scaled in zip(*drawn, strict=True):
        assert scaled.keys() == factors.keys()
        assert all(torch.equal(scaled[name], plain[name] * factors[name]) for name in factors)
    assert judged(benches[1], TWO).status == "accepted"


def test_weights_that_are_not_there_cannot_be_scaled(toy):
    with pytest.raises(QuestionError) as caught:
        two(toy, {"third": 2.0})
    (problem,) = caught.value.problems
    assert "case 'large'" in problem
    assert "scaled: no parameter of the reference has 'third' in its name" in problem
