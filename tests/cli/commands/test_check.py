"""`interview check`: both figures, and what it refuses."""

from __future__ import annotations

from tests.helpers.command import interview
from tests.helpers.toy import REFERENCE


def test_check_prints_both_figures_and_fails_on_a_hole(toy):
    text = interview("check").stdout
    assert "wrong answers accepted: 0 of 5" in text
    assert "right answers rejected: 0 of 2" in text
    yaml = toy / "questions/01_attend/question.yaml"
    yaml.write_text(
        yaml.read_text().replace(
            '" / math.sqrt(q.size(-1))": ""', '"import torch\\n": "import torch\\nimport os\\n"'
        )
    )
    text = interview("check", bank=toy, status=1).stdout
    assert "misconception no-scaling: accepted: add a case" in text
    assert "wrong answers accepted: 1 of 5" in text


def test_check_fails_on_a_right_answer_rejected_and_a_written_stub(toy):
    folder = toy / "questions/01_attend"
    (folder / "right" / "bad.py").write_text(
        "def attend(q, k, v, mask=None): return q @ k.mT @ v\n"
    )
    (folder / "stub.py").write_text("# interview: attend\n" + REFERENCE)
    text = interview("check", "1", bank=toy, status=1).stdout
    assert "right/bad.py: expected accepted, got" in text
    assert "stub.py: expected not_written, got accepted" in text
    assert "right answers rejected: 1 of 3" in text


def test_check_tries_mutants_and_tells_of_survivors(toy):
    text = interview("check", "--mutants", "12", bank=toy, status=1).stdout
    assert "12 mutants: " in " ".join(text.split())
    assert "0 of 1 questions without a survivor" in text
    refused = interview("check", "--mutants", "none", bank=toy, status=2)
    assert "expected a number above 0, or all" in " ".join(refused.stderr.replace("│", " ").split())
