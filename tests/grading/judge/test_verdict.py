"""One attempt for each verdict, and what the learner is told."""

from __future__ import annotations

import pytest

from interview.bank import Bank
from interview.grading.execution.program import Program
from interview.grading.judge.difference import parameter_mismatch
from interview.wording.verdict import finding_details, finding_message
from tests.conftest import TOY

ATTEND = "import torch\ndef attend(q, k, v, mask=None):\n    "


def first_failure(verdict):
    return next(case for case in verdict.cases if case.status == "failed")


def test_the_reference_is_accepted(grade, reference):
    verdict = grade(reference)
    assert (verdict.status, verdict.score) == ("accepted", 1.0)
    assert [case.status for case in verdict.cases] == ["passed"] * 3


def test_the_stub_is_not_written(grade):
    (card,) = Bank(TOY).cards
    assert grade(card.stub.read_text()).status == "not_written"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (" / math.sqrt(q.size(-1))", "", "no-scaling"),
        ("softmax(dim=-1)", "softmax(dim=1)", "wrong-axis"),
        ("~mask", "mask", "mask-inverted"),
        ("mask is not None", "False", "mask-ignored"),
        ("q.size(-1) != k.size(-1)", "False", "no-value-error"),
    ],
)
def test_a_known_mistake_is_wrong_and_named(grade, reference, old, new, named):
    verdict = grade(reference.replace(old, new))
    assert (verdict.status, verdict.misconception) == ("wrong", named)
    assert verdict.explanation


def test_an_unknown_mistake_is_not_guessed(grade, reference):
    verdict = grade(reference.replace("@ v", "@ v * 1.5"))
    assert (verdict.status, verdict.misconception, verdict.candidates) == ("wrong", None, ())


def test_two_mistakes_at_once_are_not_blamed_on_one(grade, reference):
    both = reference.replace("~mask", "mask").replace(" / math.sqrt(q.size(-1))", "")
    assert grade(both).misconception is None


def test_a_wrong_value_tells_counts_places_and_both_values(grade, reference):
    case = first_failure(grade(reference.replace("@ v", "@ v + 1")))
    (finding,) = case.findings
    assert finding_message(finding) == "result: 24 of 24 elements differ"
    assert finding_details(finding)[0].startswith("largest absolute difference 1 at (")
    assert finding_details(finding)[1].startswith("at (0, 0, 0): expected ")
    assert case.call == "attend(q=(2, 3, 4), k=(2, 5, 4), v=(2, 5, 4))"


def test_checks_that_depend_on_a_failed_one_are_skipped(grade, reference):
    case = first_failure(grade(reference.replace("@ v", "@ v + 1")))
    assert case.skipped == (
        "inputs_unchanged",
        "gradients",
        "second_call",
        "non_contiguous",
        "float32",
        "bfloat16",
    )


def test_a_wrong_shape_tells_both_shapes(grade, reference):
    (finding,) = first_failure(grade(reference.replace("@ v", "@ v[:, :, :2]"))).findings
    assert finding_message(finding) == "result: expected shape (2, 3, 4), got (2, 3, 2)"


def test_a_wrong_dtype_tells_both_dtypes(grade, reference):
    (finding,) = first_failure(
        grade(reference.replace("softmax(dim=-1) @ v", "softmax(dim=-1).float() @ v.float()"))
    ).findings
    assert finding_message(finding) == "result: expected dtype float64, got float32"


def test_nan_and_infinity_are_told_apart(grade, reference):
    nan = first_failure(grade(reference.replace("@ v", "@ v * float('nan')"))).findings[0]
    inf = first_failure(grade(reference.replace("@ v", "@ v.abs() * float('inf')"))).findings[0]
    assert "are NaN where a number is expected" in finding_details(nan)[0]
    assert "are infinite where a number is expected" in finding_details(inf)[0]


@pytest.mark.parametrize(
    ("change", "check"),
    [
        (("@ v", "@ v.detach()"), "gradients"),
        (("@ v", "@ v.contiguous().view(-1)[: v.numel()].view(v.shape).clone()"), None),
        (("    scores = q", "    q.add_(1.0).sub_(1.0)\n    scores = q"), "inputs_unchanged"),
        (("    return scores", "    result = scores.softmax(dim=-1) @ v\n    v.zero_()\n    return result\n    return scores"), "inputs_unchanged"),
        (("@ v", "@ v.as_strided(v.shape, (v.size(1) * v.size(2), v.size(2), 1))"), "non_contiguous"),
        (("q @ k.mT", "(q + torch.zeros(1, dtype=torch.float64)) @ k.mT"), "error"),
        (("@ v", "@ (v if torch.is_grad_enabled() else v.mul_(2).div(2))"), "inputs_unchanged"),
        (("@ v", "@ v.float().mul_(2).div(2).to(v.dtype)"), "inputs_unchanged"),
    ],
)  # fmt: skip
def test_what_is_checked_beyond_values(grade, reference, change, check):
    verdict = grade(reference.replace(*change))
    checks = [f.check for case in verdict.cases for f in case.findings]
    assert set(checks) == ({check} if check else set())


def test_a_promised_error_must_come(grade, reference):
    verdict = grade(reference.replace("raise ValueError", "raise KeyError"))
    (finding,) = first_failure(verdict).findings
    assert finding.check == "raises"
    assert finding_message(finding).startswith("expected ValueError, got KeyError")


def test_each_of_two_mistakes_is_named_in_the_cases_that_it_spoils(grade, reference):
    both = reference.replace("~mask", "mask").replace("q.size(-1) != k.size(-1)", "False")
    verdict = grade(both)
    assert (verdict.status, verdict.misconception, verdict.candidates) == ("wrong", None, ())
    names = [case.misconception for case in verdict.cases]
    assert names == [None, "mask-inverted", "no-value-error"]
    assert verdict.cases[1].explanation


def test_no_case_is_named_where_another_is_left_unexplained(grade, reference):
    """The case with a mask has both in it, and does what neither does by itself."""
    both = reference.replace(" / math.sqrt(q.size(-1))", "").replace("~mask", "mask")
    verdict = grade(both)
    assert (verdict.status, verdict.misconception, verdict.candidates) == ("wrong", None, ())
    assert [case.misconception for case in verdict.cases] == [None, None, None]


def test_a_refusal_that_is_missing_is_named_by_what_came_back_in_its_place(grade, reference):
    """Whoever returns zeros there has not made the mistake that goes on as if nothing were wrong."""
    verdict = grade(reference.replace("raise ValueError", "return q * 0\n        raise ValueError"))
    assert (verdict.status, verdict.misconception) == ("wrong", None)
    assert [case.misconception for case in verdict.cases] == [None, None, None]


def test_a_mistake_that_is_wrong_where_the_attempt_is_right_is_not_named_for_a_case(
    grade, reference
):
    """Only the masked case lacks the scaling, so it cannot be that scaling was forgotten."""
    source = reference.replace(
        "/ math.sqrt(q.size(-1))", "/ (1 if mask is not None else math.sqrt(q.size(-1)))"
    )
    verdict = grade(source)
    assert verdict.status == "wrong"
    assert [case.misconception for case in verdict.cases] == [None, None, None]


def test_numbers_that_differ_late_are_told_with_the_digits_it_takes(grade, reference):
    verdict = grade(reference.replace("@ v  #", "@ v * (1 + 3e-6)  #"))
    line = finding_details(first_failure(verdict).findings[0])[-1]
    expected, got = line.partition("expected ")[2].split(", got ")
    assert expected != got


def test_only_a_stub_is_not_written_yet(grade):
    """torch raises NotImplementedError too, where it has no kernel for a dtype."""
    stub = grade(ATTEND + "raise NotImplementedError('Write attend.')\n")
    assert stub.status == "not_written"
    verdict = grade(ATTEND + "return torch.softmax(torch.arange(4), dim=-1)\n")
    assert verdict.status == "crashed"
    finding = first_failure(verdict).findings[0]
    assert "not implemented for 'Long'" in finding_message(finding)
    assert finding_details(finding) == (
        "line 3, in attend: return torch.softmax(torch.arange(4), dim=-1)",
    )


def test_an_error_of_the_same_name_is_not_the_promised_one(grade, reference):
    verdict = grade("class ValueError(Exception): pass\n" + reference)
    assert first_failure(verdict).findings[0].check == "raises"


def test_an_error_after_the_call_is_not_the_promised_one(grade, reference):
    """The call returns, and only its gradient fails."""
    source = reference.replace("raise ValueError(", "return LATE or (")
    late = """
import torch
class Late(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x
    @staticmethod
    def backward(ctx, g): raise ValueError
LATE = [Late.apply(torch.ones(1, dtype=torch.float64, requires_grad=True))]
"""
    finding = first_failure(grade(late + source)).findings[0]
    assert (finding.check, finding_message(finding)) == (
        "raises",
        "expected ValueError, got no error",
    )


def test_many_wrong_parameters_are_told_in_a_few_lines():
    program = Program(0, "values", "Net", True, {}, {}, (), "float64", "eval", 0)
    finding = parameter_mismatch(program, {f"weight_{i}": [2] for i in range(3000)})
    assert finding_details(finding)[-1] == "and 2988 more"
    assert len(finding_details(finding)) == 13


def test_an_exception_tells_the_line_and_its_text(grade):
    verdict = grade(ATTEND + "return q @ k @ v\n")
    assert verdict.status == "crashed"
    finding = first_failure(verdict).findings[0]
    assert finding_message(finding).startswith("RuntimeError: ")
    assert finding_details(finding) == ("line 3, in attend: return q @ k @ v",)


def test_a_syntax_error_tells_the_line(grade):
    verdict = grade("import torch\n\ndef attend(:\n    pass\n")
    assert verdict.status == "invalid"
    assert finding_message(verdict.findings[0]).startswith("line 3: SyntaxError")
    assert finding_details(verdict.findings[0])[-1].strip() == "^"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("import nosuchmodule\n", "No module named 'nosuchmodule'"),
        ("def other(): pass\n", "expected this file to define attend: it is not defined"),
        ("attend = 3\n", "it is not callable"),
        ("# nothing\n", "not defined"),
        ("(" * 5000 + ")" * 5000, "too many nested parentheses"),
    ],
)
def test_what_is_no_attempt_is_invalid(grade, source, told):
    verdict = grade(source)
    assert verdict.status == "invalid"
    assert told in finding_message(verdict.findings[0])


@pytest.mark.parametrize("name", ["atend", "Attend"])
def test_a_name_that_is_nearly_right_is_told_once(grade, name):
    verdict = grade(f"def helper(): pass\n\ndef {name}(q, k, v, mask=None): return v\n")
    (finding,) = verdict.findings
    assert finding_details(finding) == (f"it has {name}: call it attend",)
    assert {case.status for case in verdict.cases} == {"skipped"}


@pytest.mark.parametrize(
    "source",
    [
        "from torch.nn.functional import scaled_dot_product_attention as f\n" + ATTEND + "return f(q, k, v)\n",
        "import torch.nn.functional as F\n" + ATTEND + "return F.scaled_dot_product_attention(q, k, v, mask)\n",
        ATTEND + "return getattr(torch.nn.functional, 'scaled_dot_' + 'product_attention')(q, k, v, mask)\n",
        ATTEND + "return torch.ops.aten.scaled_dot_product_attention(q, k, v, mask)\n",
        ATTEND + "try:\n        vars(torch.nn)['Multihead' + 'Attention'](4, 1)\n    except Exception: pass\n    return q\n",
    ],
)  # fmt: skip
def test_a_forbidden_name_is_found_by_syntax_and_by_dispatch(grade, source):
    verdict = grade(source)
    assert (verdict.status, verdict.score) == ("forbidden", 0.0)


@pytest.mark.parametrize("place", ["while True: pass\n", ATTEND + "while True: pass\n", ATTEND + "__import__('time').sleep(99)\n"])  # fmt: skip
def test_an_endless_attempt_is_stopped(grade, reference, place):
    verdict = grade(place)
    assert verdict.status == "timeout"
    assert "2 s are allowed, the reference takes" in finding_message(verdict.findings[0])
    assert grade(reference).status == "accepted"


def test_too_much_memory_is_its_own_verdict(grade):
    assert grade(ATTEND + "return torch.ones(2**31)\n").status == "out_of_memory"
    assert grade(ATTEND + "x = bytearray(2**31)\n").status == "out_of_memory"


def test_what_one_call_leaves_behind_counts_against_no_other(grade, reference):
    """What refers to itself lives until it is collected, and how soon that is differs between Pythons."""
    circle = "    circle = [bytearray(2**27)]\n    circle.append(circle)\n    scores = q"
    assert grade(reference.replace("    scores = q", circle)).status == "accepted"


def test_what_is_printed_is_kept_and_cut(grade, reference):
    loud = reference.replace("    scores = q", "    print('x' * 1000)\n    scores = q")
    verdict = grade(loud)
    assert verdict.status == "accepted"
    assert verdict.output.startswith("xxx")
    endless = ATTEND + "print('y' * 10**7)\n    return q\n"
    assert len(grade(endless).output) <= 64 * 1024


def test_the_same_seed_draws_the_same_inputs_and_another_one_others(grade, reference):
    wrong = reference.replace("@ v", "@ v + 1")
    seen = wrong.replace("    scores = q", "    print(float(q.sum()))\n    scores = q")
    assert grade(seen, 5).output == grade(seen, 5).output
    assert grade(seen, 5).output != grade(seen, 6).output
