"""Every fault that a bank's files hold is told in one pass, at its file and line, over all questions."""

from __future__ import annotations

import shutil

from tests.conftest import TOY
from tests.helpers.command import interview

FAULTS = {
    "01_attend": [
        ("question.yaml", "difficulty: easy", "dificulty: easy", "5: dificulty: unknown key: did you mean 'difficulty'?"),
        ("question.yaml", "topic: attention", "topic: cooking", "4: topic: expected 'attention', 'position'"),
        ("question.yaml", "minutes: 5", "minutes: ten", "6: minutes: expected a whole number, got 'ten'"),
        ("question.yaml", ", answer: To keep the variance.}", "}", "15: follow_ups.0.answer: missing: add this key"),
        ("question.yaml", "pitfalls: Forgetting the scale.", "pitfalls: [3]", "17: pitfalls: expected text, got a list of 1"),
        ("question.yaml", "shape: (B, T, S)", "shape: (B, T, Z)", "20: drills.0: '(B, T, Z)': unknown name 'Z'"),
        ("question.yaml", "right: [keys], ", "", "24: drills.1: expected exactly one of `shape`, `number`"),
        ("question.yaml", '"randn(2, 3, 4)"', '"randm(2, 3, 4)"', "30: exercise.cases.0.call.q: 'randm(2, 3, 4)': unknown name 'randm': did you mean 'rand'?"),
        ("question.yaml", '"causal(5)"', '"causal(5"', "32: exercise.cases.1.call.mask: 'causal(5': not an expression"),
        ("question.yaml", "checks: [gradients", "checks: [gradient", "33: exercise.checks.0: expected 'inputs_unchanged'"),
        ("question.yaml", "name: widths differ", "name: plain", "35: exercise.raises.0.name: 'plain' is used twice"),
        ("question.yaml", "torch.nn.MultiheadAttention", "torch.nn.MultiheadAtention", "37: exercise.forbid.1: 'torch.nn.MultiheadAtention': no library has it: did you mean torch.nn.MultiheadAttention?"),
        ("question.yaml", "seconds: 2", "seconds: -2", "38: exercise.limits.seconds: expected a number from"),
        ("question.yaml", "[one, two, three]", "[one, two]", "39: exercise.hints: expected exactly three hints, got 2"),
        ("question.yaml", "softmax(dim=-1)", "softmax(dim=-7)", "42: exercise.misconceptions.1.edit: 'softmax(dim=-7)' occurs 0 times in the reference"),
        ("question.yaml", "id: mask-inverted", "id: Mask Inverted", "43: exercise.misconceptions.2.id: expected kebab-case"),
        ("zh.yaml", "title: 玩具题", "titel: 玩具题", "1: titel: unknown key: did you mean 'title'?"),
    ],
    "02_second": [
        ("question.yaml", "title: A toy", 'title: "A\\e[31m toy"', "3: holds U+001B, which is replaced wherever it is shown"),
        ("question.yaml", "sources: [", "sources: []  # [", "18: sources: expected at least 1, got 0"),
        ("question.yaml", "What is attention?", "TODO", "7: ask: still to be written"),
        ("question.yaml", "define: attend", "define: second", "stub.py:1: expected it to define 'second'"),
        ("question.yaml", "call: {q: \"randn(2, 3, 4)\"", "call: {q: \"given('Thing')\"", "29: exercise.cases.0: given('Thing'): given.py does not define it"),
        ("zh.yaml", "  cases: [普通, 方阵加掩码]", "  cases: [普通]", "18: exercise.cases: expected 2 entries as in question.yaml, got 1: add what is missing"),
        ("stub.py", "# interview: second", "# interview: first", "1: expected '# interview: second', got '# interview: first'"),
        ("right/loop.py", "return", "return )", "not valid Python: unmatched ')'"),
    ],
}  # fmt: skip
"""By question: file, old text, new text, and what is told of it, from its line on."""
WHOLE_FILES = [
    ("questions/03_empty/question.yaml", b"", "question.yaml:1: empty: write the question's keys"),
    ("questions/04_list/question.yaml", b"- a\n", "question.yaml:1: expected keys and values, got a list of 1"),
    ("questions/05_cycle/question.yaml", b"a: &a [*a]\n", "question.yaml:1: *a stands within itself"),
    ("questions/06_syntax/question.yaml", b"a: b: c\n", "question.yaml:1: not valid YAML"),
    ("questions/07_bytes/question.yaml", b"\xff\xfe", "question.yaml:1: not UTF-8 text from byte 0"),
    ("questions/08_stray/notes.txt", b"", "notes.txt: stray file: remove it"),
    ("questions/stray.txt", b"", "questions/stray.txt: belongs to no question: remove it"),
    ("solutions/99_nothing.py", b"", "solutions/99_nothing.py: belongs to no question: remove it"),
]  # fmt: skip


def plant(bank):
    """The faulty bank; what is to be told of it, each with its file."""
    told = []
    for folder, faults in FAULTS.items():
        place = bank / "questions" / folder
        shutil.copytree(TOY / "questions" / "01_attend", place)
        (bank / "solutions").mkdir(exist_ok=True)
        shutil.copy(TOY / "solutions" / "01_attend.py", bank / "solutions" / f"{folder}.py")
        number, _, id = folder.partition("_")
        for name in ("question.yaml", "stub.py"):
            text = (place / name).read_text().replace("number: 1\n", f"number: {int(number)}\n")
            for old in ("id: attend", "interview: attend"):
                text = text.replace(old, old.replace("attend", id))
            (place / name).write_text(text)
        for name, old, new, line in faults:
            text = (place / name).read_text()
            assert text.count(old), old
            (place / name).write_text(text.replace(old, new, 1))
            sign = "" if line[0].isdigit() else " "
            told.append(f"{folder}/{name}:{line}" if not sign and ".py:" not in line else line)
    for name, data, line in WHOLE_FILES:
        (bank / name).parent.mkdir(parents=True, exist_ok=True)
        (bank / name).write_bytes(data)
        told.append(line)
    (bank / "solutions" / "02_second.py").unlink()
    return [*told, "solutions/02_second.py: missing: write it"]


def test_thirty_faults_of_thirty_kinds_are_told_in_one_pass(tmp_path):
    bank = tmp_path / "faulty"
    told = plant(bank)
    assert len(told) >= 30
    done = interview("check", bank=bank, status=1)
    lines = (done.stdout + done.stderr).splitlines()
    assert [line for line in told if not any(line in given for given in lines)] == []
    assert "\x1b" not in done.stdout + done.stderr
    assert "bug of ours" not in done.stderr


def test_what_follows_from_a_fault_is_not_told_beside_it(toy, question):
    path = question / "question.yaml"
    text = path.read_text()
    path.write_text(text[: text.index("exercise:")] + "exercise: soon\n")
    done = interview("check", bank=toy, status=1)
    lines = [line for line in done.stdout.splitlines() if line.startswith("    ")]
    (line,) = [line for line in lines if "question.yaml" in line]
    assert "exercise: expected keys and values, got 'soon'" in line
    assert not [line for line in lines if "zh.yaml" in line]
