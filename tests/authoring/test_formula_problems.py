"""What `interview check` says of formulas: told with file, line and remedy, all at once."""

from __future__ import annotations

from interview.authoring.static_problems import tell_bank_problems
from interview.bank import Bank
from tests.helpers.toy import change


def problems_told(toy, text):
    (toy / "questions" / "formulas.yaml").write_text(text, encoding="utf-8")
    bank = Bank(toy)
    assert len(bank.cards) == 1
    tell_bank_problems(bank)
    return [problem.partition("formulas.yaml:")[2] for problem in bank.problems]


def test_a_sound_file_is_nothing_to_tell(toy, question):
    change(question, "ask: What is attention?", "ask: What is `q·k /\n  √d`?")
    assert problems_told(toy, r"formulas: {'q·k / √d': '\frac{q \cdot k}{\sqrt{d}}'}") == []


def test_every_kind_of_fault_is_told_with_its_line(toy, question):
    change(question, "ask: What is attention?", "ask: What is `a/b`, `c²`, `d/e`, `(h + i)²`?")
    told = problems_told(
        toy,
        "formulas:\n"
        "  'a/b': '\\frac{b}{a}'\n"
        "  'c²': 'c^2^2'\n"
        "  'd/e': '\\over{d}{e}'\n"
        "  'f': 'f'\n"
        "  'g': 3\n"
        "  '(h + i)²': 'h + i^2'\n",
    )
    assert len(told) == 6
    for line, part in (
        *((2, "expected the symbols ab, got ba"), (3, "DoubleSuperscripts"), (4, "\\over is no")),
        *((5, "stands in no question"), (6, "expected text, got 3"), (7, "the brackets")),
    ):
        assert any(problem.startswith(f"{line}: ") and part in problem for problem in told), part


def test_a_file_that_is_no_yaml_is_told(toy):
    (told,) = problems_told(toy, "formulas: [")
    assert told.startswith("2: not valid YAML")
