"""Every case is called a second time: nobody has to think of a case for what a first call leaves behind."""

from __future__ import annotations

import pytest

from interview.wording.verdict import finding_message
from tests.helpers.judging import bench_of, failing_checks, judged, names_of_failed

HEAD = "import torch\nfrom torch import nn\n"
MODULE = HEAD + (
    "class Scale(nn.Module):\n"
    "    def __init__(self, width, dropout=0.0):\n"
    "        super().__init__()\n"
    "        self.layer = nn.Linear(width, width)\n"
    "        self.dropout = nn.Dropout(dropout)\n"
    "    def forward(self, x):\n"
    "        return self.dropout(self.layer(x))\n"
)
CASES = [{"name": "plain", "call": {"x": "randn(2, 3, 4)"}}]
ONCE_DROPPED = [
    {"name": "plain", "build": {"width": 4, "dropout": 0.5}, "call": {"x": "randn(2, 4)"}}
]


@pytest.fixture
def scale(toy):
    return bench_of(toy, MODULE, define="Scale", build={"width": 4}, cases=CASES)


def test_the_reference_is_right_each_time(scale):
    assert judged(scale, MODULE).status == "accepted"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("dropout=0.0", "dropout=0.1", "training_result"),
        (
            "        return self.dropout(self.layer(x))\n",
            "        if not hasattr(self, 'kept'):\n"
            "            self.kept = self.layer(x)\n"
            "        return self.kept\n",
            "trained_on",
        ),
        (
            "        return self.dropout(self.layer(x))\n",
            "        if not hasattr(self, 'rows'):\n"
            "            self.rows = self.layer.weight.detach().clone()\n"
            "        return x @ self.rows.T + self.layer.bias\n",
            "trained_on",
        ),
        (
            "        return self.dropout(self.layer(x))\n",
            "        if self.training:\n"
            "            return self.layer(x)\n"
            "        if not hasattr(self, 'rows'):\n"
            "            self.rows = self.layer.weight.detach().clone()\n"
            "        return x @ self.rows.T + self.layer.bias\n",
            "trained_on",
        ),
        (
            "        return self.dropout(self.layer(x))\n",
            "        if self.training:\n"
            "            return self.layer(x)\n"
            "        if not hasattr(self, 'rows'):\n"
            "            self.rows = self.layer.weight.detach().clone()\n"
            "        return x @ self.rows.T + self.layer.bias\n"
            "    def train(self, mode=True):\n"
            "        self.__dict__.pop('rows', None)\n"
            "        return super().train(mode)\n",
            "trained_on",
        ),
        (
            "self.dropout(self.layer(x))",
            "self.layer(x) if torch.is_grad_enabled() else self.layer(x) * float('nan')",
            "trained_on",
        ),
    ],
    ids=[
        *("dropout by default", "kept from the first call", "weights kept from the first call"),
        *("weights kept in evaluation mode", "weights kept up to a change of mode"),
        "without gradients",
    ],
)
def test_what_one_call_in_evaluation_mode_cannot_see(scale, old, new, place):
    verdict = judged(scale, MODULE.replace(old, new))
    assert failing_checks(verdict) == ["second_call"]
    assert verdict.cases[0].findings[0].values["place"]["of"] == place


WEIGHT_RETURNED = HEAD + (
    "class Scale(nn.Module):\n"
    "    def __init__(self, width):\n"
    "        super().__init__()\n"
    "        self.layer = nn.Linear(width, width)\n"
    "    def forward(self, x):\n"
    "        return self.layer(x), self.layer.weight[:2]\n"
)


def test_a_result_may_be_a_weight_which_is_another_one_later(toy):
    bench = bench_of(toy, WEIGHT_RETURNED, define="Scale", build={"width": 4}, cases=CASES)
    assert judged(bench, WEIGHT_RETURNED).status == "accepted"
    for told, status in ((".clone()", "accepted"), (".clone().mul_(2)", "wrong")):
        copied = WEIGHT_RETURNED.replace("weight[:2]", "weight[:2]" + told)
        assert judged(bench, copied).status == status


def test_what_a_later_call_writes_into_an_earlier_result_is_seen_whatever_weights_do(toy):
    written = WEIGHT_RETURNED.replace(
        "        return self.layer(x), self.layer.weight[:2]\n",
        "        self.out = getattr(self, 'out', self.layer(x).detach())\n"
        "        self.out.copy_(self.layer(x))\n"
        "        return self.out, self.layer.weight[:2]\n",
    )
    bench = bench_of(toy, WEIGHT_RETURNED, define="Scale", build={"width": 4}, cases=CASES)
    assert "second_call" in failing_checks(judged(bench, written))


def test_random_numbers_that_nobody_is_told_to_draw_alike_are_not_compared(toy):
    bench = bench_of(toy, MODULE, define="Scale", build={"width": 4}, cases=ONCE_DROPPED)
    other = MODULE.replace("self.dropout(self.layer(x))", "self.layer(self.dropout(x))")
    assert judged(bench, other).status == "accepted"


FUNCTION = HEAD + "def double(x):\n    return 2 * x\n"


def test_a_function_gets_other_values_too(toy):
    bench = bench_of(
        toy, FUNCTION, define="double", cases=[{"name": "a", "call": {"x": "rand(3)"}}]
    )
    kept = HEAD + "seen = {}\ndef double(x):\n    return seen.setdefault(x.shape, 2 * x)\n"
    verdict = judged(bench, kept)
    assert failing_checks(verdict) == ["second_call"]
    message = finding_message(verdict.cases[0].findings[0])
    assert message.startswith("result of call 2 (other values, no gradients): 3 of 3 elements")


@pytest.mark.parametrize(
    "kept",
    [
        "seen = {}\ndef double(x):\n    return seen.setdefault(x, 2 * x)\n",
        "seen = []\ndef double(x):\n    if not (seen and seen[0] is x):\n"
        "        seen[:] = [x, 2 * x]\n    return seen[1]\n",
        "from functools import cache\n@cache\ndef double(x):\n    return 2 * x\n",
    ],
    ids=["by the tensor", "the last one", "by a decorator"],
)
def test_what_is_kept_by_a_tensors_identity_is_stale(toy, kept):
    """A function gets its other values in the same tensors, as weights do in training."""
    cases = [{"name": "a", "call": {"x": "rand(3)"}}]
    bench = bench_of(toy, FUNCTION, define="double", cases=cases)
    assert failing_checks(judged(bench, HEAD + kept)) == ["second_call"]


def test_a_result_may_be_an_input_or_share_memory_with_one(toy):
    source = HEAD + "def both(x, y):\n    return x, y[1:]\n"
    cases = [{"name": "a", "call": {"x": "rand(3)", "y": "rand(3)"}}]
    bench = bench_of(toy, source, define="both", cases=cases)
    assert judged(bench, source).status == "accepted"
    copied = HEAD + "def both(x, y):\n    return x.clone(), y[1:].clone()\n"
    assert judged(bench, copied).status == "accepted"


@pytest.mark.parametrize(
    "call",
    [
        {"x": "t", "y": "t"},  # one tensor twice
        {"x": "t.expand(2, 3)", "y": "t"},  # its elements in one place
        {"x": "[t, t + 1]", "y": "t"},
    ],
)
def test_what_does_not_fit_is_given_in_new_tensors(toy, call):
    source = (
        HEAD
        + "def total(x, y):\n    return sum(map(torch.sum, x)) + y if type(x) is list else x + y\n"
    )
    cases = [{"name": "a", "where": {"t": "rand(3)"}, "call": call}]
    bench = bench_of(toy, source, define="total", cases=cases)
    assert judged(bench, source).status == "accepted"


def test_code_that_goes_backward_keeps_its_gradients(toy):
    source = HEAD + (
        "def slope(x):\n    x = x.clone().requires_grad_()\n    (x ** 2).sum().backward()\n    return x.grad\n"
    )
    cases = [{"name": "a", "call": {"x": "rand(3)"}}]
    bench = bench_of(toy, source, define="slope", backward=True, cases=cases)
    assert judged(bench, source).status == "accepted"


def test_sizes_that_were_drawn_stay_for_the_second_call(toy):
    cases = [
        {
            "name": "a",
            "where": {"n": "pick(2, 3, 4, 5, 6)"},
            "build": {"width": "n"},
            "call": {"x": "rand(3, n)"},
        }
    ]
    for seed in range(5):
        bench = bench_of(toy, MODULE, seed, define="Scale", cases=cases)
        assert judged(bench, MODULE).status == "accepted"


def test_an_earlier_result_that_a_later_call_changes_is_a_failure(toy):
    cases = [{"name": "a", "calls": [{"x": "rand(3)"}, {"x": "rand(3)"}]}]
    bench = bench_of(toy, FUNCTION, define="double", cases=cases)
    shared = (
        HEAD
        + "out = torch.zeros(3, dtype=torch.float64)\ndef double(x):\n    out.copy_(2 * x)\n    return out\n"
    )
    finding = judged(bench, shared).cases[0].findings[0]
    assert finding_message(finding) == (
        "result of call 1: expected a tensor (3,) float64, got what a later call has changed"
    )


def test_a_result_is_what_it_was_when_it_returned(toy):
    cases = [{"name": "a", "calls": [{"x": "rand(3)"}, {"x": "rand(3)"}]}]
    bench = bench_of(toy, FUNCTION, define="double", cases=cases)
    late = HEAD + (
        "before = []\ndef double(x):\n    for out, value in before:\n        out.copy_(2 * value)\n"
        "    before.append((torch.zeros(3, dtype=torch.float64), x))\n    return before[-1][0]\n"
    )
    assert "values" in failing_checks(judged(bench, late))


def test_what_one_object_keeps_on_the_class_is_not_the_others(toy):
    """Beside it there is one that another case constructs, with other sizes."""
    cases = [*CASES, {"name": "wide", "build": {"width": 6}, "call": {"x": "randn(3, 6)"}}]
    bench = bench_of(toy, MODULE, define="Scale", build={"width": 4}, cases=cases)
    assert judged(bench, MODULE).status == "accepted"
    shared = MODULE.replace("self.layer = nn", "type(self).size = width\n        self.layer = nn")
    shared = shared.replace("self.layer(x)", "self.layer(x)[..., : self.size]")
    verdict = judged(bench, shared)
    assert verdict.status == "wrong"
    assert names_of_failed(verdict) == ["wide"]


def test_an_argument_that_is_changed_for_all_is_seen_with_one_way_to_construct(toy):
    bench = bench_of(toy, MODULE, define="Scale", build={"width": 4}, cases=CASES)
    grown = MODULE.replace("dropout=0.0)", "dropout=0.0, made=[])").replace(
        "self.layer = nn", "made.append(width)\n        self.made = made\n        self.layer = nn"
    )
    wrong = grown.replace("self.layer(x)", "self.layer(x) * len(self.made)")
    assert judged(bench, wrong).status == "wrong"
