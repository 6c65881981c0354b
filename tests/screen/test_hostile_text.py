"""Whatever a bank holds is only text on the screen: no escape, no control, no direction, and no markup."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.helpers.command import interview, unwrapped
from tests.helpers.terminal import Terminal
from tests.helpers.toy import change

HOSTILE = r"\e]0;pwned\a\e[2J\u202e\u009b31m\r[/][red]red[/red][link=x:y]z[/link] [bold"
SHOWN = "[/][red]red[/red]"
SCREEN = Path(__file__).parents[2] / "interview" / "screen"
OWN_SEQUENCES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()=>78][A-Z0-9]?")
"""What rich and the terminal's own prompt write: colours, the cursor, what is erased."""


@pytest.fixture
def hostile(toy, question):
    """The toy bank with such a text wherever a learner reads one."""
    for old in (
        "A toy",
        "What is attention?",
        "Write attend.",
        "Forgetting the scale.",
        "one, two",
    ):
        path = question / "question.yaml"
        text = path.read_text()
        quoted = f'"{HOSTILE} {old}"' if old != "one, two" else f'"{HOSTILE}", two'
        path.write_text(text.replace(old, quoted, 1))
    change(question, "name: plain", f'name: "{HOSTILE}"')
    change(question, "says: The scores are not divided.", f'says: "{HOSTILE}"')
    change(question, "Which axis?", f'"{HOSTILE}"')
    change(question, "title: 玩具题", f'title: "{HOSTILE}玩具题"', "zh.yaml")
    change(question, "什么是注意力？", f'"{HOSTILE}什么是注意力？"', "zh.yaml")
    return toy


def disturbing(text):
    """What in a text does something to a terminal, but for line ends and what is our own."""
    return [c for c in OWN_SEQUENCES.sub("", text) if not c.isprintable() and c not in "\n\r\t\b"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"], ["list", "--lang", "zh"], ["show", "1"], ["show", "1", "--answer"],
        ["show", "1", "--lang", "zh"], ["hint", "1"],
    ],
)  # fmt: skip
def test_a_command_shows_it_as_text(hostile, arguments):
    done = interview(*arguments, bank=hostile)
    assert disturbing(done.stdout + done.stderr) == []
    assert SHOWN in unwrapped(done.stdout)


def test_a_terminal_shows_it_as_text_while_a_question_is_asked(hostile):
    terminal = Terminal("quiz", "1", "--bank", str(hostile))
    terminal.wait_for("[/][red]red[/red]")
    terminal.interrupt()
    terminal.end()
    assert disturbing(terminal.raw) == []
    assert "\x1b]" not in terminal.raw
    assert "\x1b[2J" not in terminal.raw


def test_what_a_verdict_quotes_of_a_bank_is_text(hostile, tmp_path):
    file = hostile / "solutions" / "01_attend.py"
    file.write_text(
        file.read_text().replace(
            "    scores = ", "    raise OSError('\\x1b[31m\\u202e[/]')\n    scores = ", 1
        )
    )
    attempt = tmp_path / "01_attend.py"
    attempt.write_text("# interview: attend\n")
    done = interview("grade", str(attempt), bank=hostile, status=2)
    assert "the reference itself fails: OSError" in done.stderr
    assert disturbing(done.stdout + done.stderr) == []


def test_exports_hold_it_as_text(hostile, tmp_path):
    deck = tmp_path / "deck.apkg"
    interview("export", "--anki", str(deck), bank=hostile)
    import zipfile

    cards = zipfile.ZipFile(deck).read("collection.anki2").decode("utf-8", "replace")
    assert "\x1b]0;pwned" not in cards


@pytest.mark.parametrize("path", sorted(SCREEN.glob("*.py")), ids=lambda path: path.name)
def test_markup_is_written_only_where_it_is_read(path):
    """`print` shows a text as it is; our own markup goes through `show_sentences` or `marked`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "print":
                assert not re.search(r"\[(/|bold|green|red|yellow|bright)", ast.unparse(node)), (
                    node.lineno
                )
            assert node.func.attr != "from_markup" or path.name == "console.py"
