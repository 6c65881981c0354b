"""A question is proven under several seeds; what moves with them is told with the first that shows it."""

from __future__ import annotations

from interview.authoring.proof import Proof, moving_problems, prove_question, under_seeds
from interview.model.verdict import GroupResult, Verdict

SEEDS = (11, 22, 33)


def verdict(core, edges, status="wrong"):
    groups = (GroupResult("f", "core", 0.8, 2, core), GroupResult("f", "edges", 0.2, 1, edges))
    return Verdict("q", "a.py", status, 0.0, 1, groups=groups)


def test_a_group_that_is_passed_under_some_seeds_is_told():
    proof = Proof("toy", verdicts={"steady": [verdict(1, 0)] * 3})
    assert moving_problems(proof, SEEDS) == {}
    proof.verdicts["lucky"] = [verdict(0, 0), verdict(0, 1), verdict(1, 1)]
    ((line, seeds),) = moving_problems(proof, SEEDS).items()
    assert line.startswith("misconception lucky: passes the group edges of f under some seeds")
    assert seeds == [22, 33]
    assert under_seeds(seeds, SEEDS) == " (under 2 of 3 seeds, the first 22)"
    assert under_seeds([11], (11,)) == ""


def test_the_figures_count_what_happened_under_any_seed():
    right = [verdict(2, 1, "accepted")] * 2
    proof = Proof(
        "toy",
        verdicts={"m": [verdict(0, 1), right[0]], "a.py": right, "b.py": [right[0], verdict(2, 0)]},
    )
    assert (len(proof.of_wrong), proof.accepted) == (1, 1)
    assert (len(proof.of_right), proof.rejected) == (2, 1)


def test_a_case_that_needs_luck_is_found(question, link):
    """The mistake shows only where a number that is drawn under the secret seed is large."""
    file = question / "question.yaml"
    text = file.read_text(encoding="utf-8")
    old = 'edit: {" / math.sqrt(q.size(-1))": ""}'
    assert text.count(old) == 1
    when = "q.dtype == torch.float64 and q.is_contiguous() and q[0, 0, 0] > 1.0"
    lucky = f'edit: {{" / math.sqrt(q.size(-1))": " / (math.sqrt(q.size(-1)) * (1.0 + ({when})))"}}'
    file.write_text(text.replace(old, lucky), encoding="utf-8")
    proof = prove_question(link, question, range(8))
    assert not proof.sound
    assert all(" of 8 seeds, the first " in problem for problem in proof.problems)
