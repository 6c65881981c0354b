"""`interview check`: both figures, and what it refuses."""

from __future__ import annotations

import shutil

from tests.helpers.command import interview
from tests.helpers.toy import REFERENCE, change


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
    assert ": mend it, or what refuses it" in text
    assert "stub.py: expected not_written, got accepted: write signatures, and raise" in text
    assert "right answers rejected: 1 of 3" in text


def test_check_tries_mutants_and_tells_of_survivors(toy):
    text = interview("check", "--mutants", "12", bank=toy, status=1).stdout
    assert "12 mutants: " in " ".join(text.split())
    assert "0 of 1 questions without a survivor" in text
    refused = interview("check", "--mutants", "none", bank=toy, status=2)
    assert "expected a number above 0, or all" in " ".join(refused.stderr.replace("│", " ").split())


def test_the_last_line_agrees_with_the_status_where_the_bank_as_a_whole_is_at_fault(toy):
    (toy / "questions" / "bank.yaml").write_text("name: toy\nlanguages: [en, zh, fr]\n")
    done = interview("check", bank=toy, status=1)
    lines = done.stdout.splitlines()
    assert "1 of 1 questions sound" in lines
    assert lines[-1] == "the bank as a whole is not sound: 1 problem"
    assert "".join(lines).count("bank.yaml:2: languages.2: expected 'en' or 'zh', got 'fr'") == 1
    assert done.stderr == ""


def test_numbers_and_ids_given_twice_are_told_once_with_their_lines(toy):
    shutil.copytree(toy / "questions/01_attend", toy / "questions/02_attend")
    shutil.copy(toy / "solutions/01_attend.py", toy / "solutions/02_attend.py")
    done = interview("check", bank=toy, status=1)
    assert done.stdout.count("question.yaml:1: number 1 is also that of 01_attend") == 1
    assert done.stdout.count("question.yaml:2: id 'attend' is also that of 01_attend") == 1
    assert done.stdout.endswith("the bank as a whole is not sound: 2 problems\n")
    assert done.stderr == ""


def test_what_keeps_a_question_out_of_lists_is_told_of_it_once(toy, question):
    change(question, "minutes: 5", "minutes: yes")
    change(question, "pitfalls: Forgetting the scale.", "pitfalls: 3")
    for named in ((), ("1",)):
        done = interview("check", *named, bank=toy, status=1)
        assert done.stdout.count("question.yaml:6: minutes: expected a whole number") == 1
        assert "left out" not in done.stdout + done.stderr
        assert done.stderr == ""


def test_what_was_not_tried_is_no_figure(toy, question):
    change(question, "minutes: 5", "minutes: yes")
    text = interview("check", bank=toy, status=1).stdout
    assert "✗ 01_attend  5 misconceptions, 2 right alternatives, not tried\n" in text
    assert "wrong answers accepted: 0 of 0; 5 not tried\n" in text
    assert "right answers rejected: 0 of 0; 2 not tried\n" in text
