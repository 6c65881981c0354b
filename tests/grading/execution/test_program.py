"""Which programs a question becomes: every case in full, every way of calling in its other forms."""

from __future__ import annotations

import pytest

from interview.bank import Bank, open_bank
from interview.grading.judge.bench import Bench

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
