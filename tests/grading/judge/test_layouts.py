"""Weights of other names and shapes: read where it is certain which is which, asked for where it is not."""

from __future__ import annotations

import re
import shutil
from dataclasses import asdict, replace

import pytest
import torch

from interview.grading.execution.layout import Piece, Rule, layout_as_data
from interview.grading.judge.telling import weights_as_loaded
from interview.grading.judge.verdict import judge_run
from interview.model.cells import CELL_MARK, in_cells
from interview.model.verdict import verdict_from_data
from interview.wording.verdict import finding_lines
from interview.wording.verdict_parameters import weights_lines
from tests.conftest import TOY
from tests.helpers.judging import bench_of, failing_checks, judged, runs_of

HEAD = """import torch
from torch import nn


class Attend(nn.Module):
    def __init__(self, d_model, num_heads):
        super().__init__()
        self.h, self.d = num_heads, d_model // num_heads
"""
REST = """
    def split(self, x):
        return x.unflatten(-1, (self.h, -1)).transpose(1, 2)

    def forward(self, x, memory):
        D = x.shape[-1]
        q, k, v = self.three(x, memory)
        weights = (q @ k.mT / q.shape[-1] ** 0.5).softmax(-1)
        return self.last((weights @ v).transpose(1, 2).flatten(2))
"""
OUT = """
    def last(self, x):
        return self.{}(x)
"""
LAST = OUT.format("w_o")


def attempt(built, three, last=LAST, before=""):
    """A class that makes its parameters in some lines, and queries, keys and values in an expression."""
    made = "".join(f"        self.{line}\n" for line in built)
    body = f"\n    def three(self, x, memory):\n        D = x.shape[-1]\n        return {three}\n"
    return before + HEAD + made + body + last + REST


LINEAR = "{} = nn.Linear(d_model, d_model)"
NAMES = ("w_q", "w_k", "w_v", "w_o")


def separate(*names, **more):
    """Four layers, called in the order of query, key, value and output."""
    q, k, v, o = names
    three = f"map(self.split, (self.{q}(x), self.{k}(memory), self.{v}(memory)))"
    return attempt([LINEAR.format(n) for n in sorted(names)], three, OUT.format(o), **more)


REFERENCE = attempt(
    [LINEAR.format(n) for n in NAMES],
    "map(self.split, (self.w_q(x), self.w_k(memory), self.w_v(memory)))",
)
CALL = {"x": "randn(2, 4, 6)", "memory": "randn(2, 5, 6)"}
CASES = [
    {"name": "three heads", "build": {"d_model": 6, "num_heads": 3}, "call": CALL},
    {"name": "two heads", "build": {"d_model": 6, "num_heads": 2}, "call": CALL},
]
SPLIT_KV = "self.split(self.query(x)), *map(self.split, self.kv(memory).chunk(2, -1))"
RIGHT = {
    "renamed": separate("query", "key", "value", "proj"),
    "fused": attempt(
        [LINEAR.format("query"), "kv = nn.Linear(d_model, 2 * d_model)", LINEAR.format("w_o")],
        SPLIT_KV,
    ),
    "fused by head": attempt(
        [LINEAR.format("query"), "kv = nn.Linear(d_model, 2 * d_model)", LINEAR.format("w_o")],
        "self.split(self.query(x)), *self.split(self.kv(memory)).chunk(2, -1)",
    ),
    "a layer for each head": attempt(
        [
            *(
                f"{n} = nn.ModuleList(nn.Linear(d_model, self.d) for _ in range(num_heads))"
                for n in ("qs", "ks", "vs")
            ),
            LINEAR.format("out"),
        ],
        "(torch.stack([f(y) for f in fs], 1) for fs, y in ((self.qs, x), (self.ks, memory), (self.vs, memory)))",
        OUT.format("out"),
    ),
    "a matrix for each head": attempt(
        [
            *(f"W{n} = nn.Parameter(torch.empty(num_heads, d_model, self.d))" for n in "qkv"),
            *(f"b{n} = nn.Parameter(torch.empty(num_heads, 1, self.d))" for n in "qkv"),
            LINEAR.format("w_o"),
        ],
        "(y[:, None] @ W + b for y, W, b in ((x, self.Wq, self.bq), (memory, self.Wk, self.bk), (memory, self.Wv, self.bv)))",
    ),
    "transposed": attempt(
        [
            *(f"W{n} = nn.Parameter(torch.empty(d_model, d_model))" for n in "qkvo"),
            *(f"b{n} = nn.Parameter(torch.empty(d_model))" for n in "qkvo"),
        ],
        "(self.split(y @ W + b) for y, W, b in ((x, self.Wq, self.bq), (memory, self.Wk, self.bk), (memory, self.Wv, self.bv)))",
        "\n    def last(self, x):\n        return x @ self.Wo + self.bo\n",
    ),
}
LINES = {
    "renamed": ("key = w_k", "proj = w_o", "query = w_q", "value = w_v"),
    "fused": ("query = w_q", "kv = w_k + w_v"),
    "fused by head": ("query = w_q", "kv = w_k + w_v as (H 2 d, in)"),
    "a layer for each head": ("qs.* = w_q", "ks.* = w_k", "vs.* = w_v", "out = w_o"),
}
UNKNOWN = separate("d", "a", "c", "b")
"""Of which neither names nor order tell which is which."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    toy = shutil.copytree(TOY, tmp_path_factory.mktemp("layouts") / "toy")
    checks = ["gradients", "dtypes"]
    return bench_of(toy, REFERENCE, cases=CASES, define="Attend", checks=checks)


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_with_other_weights_is_accepted_and_says_how_they_were_read(bench, name):
    verdict = judged(bench, RIGHT[name])
    assert verdict.status == "accepted"
    (read,) = verdict.weights
    assert read.lines == LINES.get(name, read.lines)
    assert (read.of, read.declared) == ("Attend", False)
    assert verdict_from_data(asdict(verdict)) == verdict


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_told_can_be_declared_as_it_stands(bench, name):
    (read,) = judged(bench, RIGHT[name]).weights
    sentence, *comment = weights_lines(read)
    again = judged(bench, "\n".join(comment) + "\n" + RIGHT[name])
    assert again.status == "accepted"
    assert [(one.lines, one.declared) for one in again.weights] == [(read.lines, True)]
    assert "Attend" in sentence


EDITS = [("/ q.shape[-1] ** 0.5", ""), ("k.mT", "v.mT"), (".softmax(-1)", ".softmax(-2)")]


@pytest.mark.parametrize(("name", "edit"), list(zip(RIGHT, 2 * EDITS, strict=True)))
def test_a_wrong_answer_stays_wrong_with_other_weights(bench, name, edit):
    source = RIGHT[name].replace(*edit)
    assert source != RIGHT[name]
    verdict = judged(bench, source)
    assert (verdict.status, failing_checks(verdict)) == ("wrong", ["values", "values"])


def test_names_that_say_what_they_are_count_before_what_would_be_right(bench):
    swapped = separate("key", "query", "value", "out")
    assert failing_checks(judged(bench, swapped)) == ["values", "values"]


def test_names_that_fit_are_not_looked_at_again(bench):
    verdict = judged(bench, "# weights: w_q = w_k; w_k = w_q\n" + REFERENCE)
    assert (verdict.status, verdict.weights) == ("accepted", ())


def test_where_neither_names_nor_order_tell_it_is_asked_for_and_the_comment_is_told(bench):
    verdict = judged(bench, UNKNOWN)
    assert (verdict.status, verdict.weights) == ("wrong", ())
    *_, comment = finding_lines(verdict.cases[0].findings[0])
    assert comment == "# weights: a = w_k; b = w_o; c = w_v; d = w_q"
    assert judged(bench, f"{comment}\n{UNKNOWN}").status == "accepted"


def test_gradients_are_told_by_the_names_of_the_task(bench):
    cut = RIGHT["fused"].replace("self.kv(memory)", "self.kv(memory).detach()")
    (finding, *_) = judged(bench, cut).cases[0].findings
    assert (finding.check, finding.values["place"]["name"]) == ("gradients", "memory")
    half = "torch.cat([y.detach() if n else y for n, y in enumerate(self.kv(memory).chunk(2, -1))], -1)"
    only_values = RIGHT["fused"].replace("self.kv(memory)", half)
    assert "gradient" in finding_lines(judged(bench, only_values).cases[0].findings[0])[0]


DECLARED = {
    "kv w_k": "expected a name of yours",
    "kv = w_k + w_x": "no parameter w_x",
    "kw = w_k + w_v": "no parameter kw",
    "kv = w_k": "shapes do not go together",
    "kv = w_k + w_v; kv = w_v + w_k": "declared already",
}


@pytest.mark.parametrize("text", DECLARED)
def test_a_declaration_that_means_nothing_is_told_with_its_line(bench, text):
    verdict = judged(bench, f"# a file\n# weights: {text}\n{RIGHT['fused']}")
    assert failing_checks(verdict) == ["parameters", "parameters"]
    told = finding_lines(verdict.cases[0].findings[0])[-1]
    assert re.search(DECLARED[text], told)
    assert told.startswith("line 2:")


def test_a_mark_within_a_string_declares_nothing(bench):
    source = RIGHT["fused"] + '\nTEXT = """\n# weights: kv = nothing\n"""\n'
    assert judged(bench, source).status == "accepted"


@pytest.mark.parametrize(
    "built",
    [
        [
            "kv = nn.Linear(d_model, 2 * d_model, bias=False)",
            LINEAR.format("query"),
            LINEAR.format("w_o"),
        ],
        [
            "kv = nn.Linear(d_model, 2 * d_model)",
            LINEAR.format("query"),
            LINEAR.format("w_o"),
            LINEAR.format("more"),
        ],
        [
            "kv = nn.Linear(d_model, 2 * d_model)",
            LINEAR.format("query"),
            "w_o = nn.Linear(d_model, d_model, bias=False)",
        ],
    ],
    ids=["no bias", "one too many", "no bias at the end"],
)
def test_weights_that_are_not_those_of_the_task_are_not_read(bench, built):
    verdict = judged(bench, attempt(built, SPLIT_KV))
    assert verdict.weights == ()
    assert failing_checks(verdict) == ["parameters", "parameters"]
    assert finding_lines(verdict.cases[0].findings[0])[-1].startswith("# weights: ")


def test_a_name_with_a_mark_in_it_is_left_alone(bench):
    odd = attempt(["register_parameter('a*#', nn.Parameter(torch.empty(1)))"], "x, x, x")
    assert failing_checks(judged(bench, odd)) == ["parameters", "parameters"]


def test_what_is_shown_of_weights_is_what_the_attempt_holds(bench):
    rules = [
        Rule(f"{own}.{leaf}", tuple(Piece(f"{name}.{leaf}") for name in names), plain)
        for own, names in (("query", NAMES[:1]), ("kv", NAMES[1:3]), ("w_o", NAMES[3:]))
        for leaf, plain in (("weight", "o i -> o i"), ("bias", "o -> o"))
    ]
    shown = weights_as_loaded(replace(bench.programs[0], layout=layout_as_data(rules)))
    given = bench.programs[0].parameters
    assert sorted(shown) == sorted(rule.own for rule in rules)
    assert torch.equal(shown["kv.weight"], torch.cat([given["w_k.weight"], given["w_v.weight"]]))
    assert weights_as_loaded(bench.programs[0]) == given


def test_where_it_cannot_be_run_again_it_is_told_as_it_was(bench):
    run = runs_of(bench, RIGHT["fused"])(bench.programs, 0.0)
    verdict = judge_run(bench, run, "attempt.py")
    assert (failing_checks(verdict), verdict.weights) == (["parameters", "parameters"], ())


def test_in_a_notebook_a_declaration_is_told_by_its_cell(bench):
    source = (
        f"{CELL_MARK} 1\n\n{CELL_MARK} 2\n# a word\n# weights: kv = w_k + w_x\n{RIGHT['fused']}"
    )
    verdict = replace(judged(bench, source), file="homework.ipynb")
    told = finding_lines(in_cells(verdict, source).cases[0].findings[0])[-1]
    assert told.startswith("cell 2, line 2:")
