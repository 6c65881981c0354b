"""`interview.grade` in a script and `%%grade` in a cell: the verdict that `interview grade` gives, and how it shows itself."""

from __future__ import annotations

import shlex
import subprocess
import sys
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

import interview
from interview.errors import UsageError
from interview.history.store import Store
from interview.notebook import grading
from interview.notebook.magic import ToldMistake
from tests.conftest import TOY
from tests.helpers.toy import REFERENCE

INVERTED = REFERENCE.replace("~mask", "mask")


@pytest.fixture(autouse=True)
def engine(link, monkeypatch):
    """The judge of all tests in the place of a new one."""
    links = SimpleNamespace(link=lambda: link)
    monkeypatch.setattr(grading, "open_engine", lambda cold: nullcontext(links))


@pytest.fixture
def notebook():
    """A notebook that has loaded the extension: a cell's lines -> its result."""
    magics = {}

    def register_magic_function(function, kind, name):
        magics[kind, name] = function

    shell = SimpleNamespace(
        register_magic_function=register_magic_function, execution_count=5, user_ns={}
    )
    interview.load_ipython_extension(shell)

    def run(line, cell):
        return magics["cell", "grade"](f"--bank {shlex.quote(str(TOY))} {line}", cell)

    run.names = shell.user_ns
    return run


def graded(source, **settings):
    return interview.grade("1", source, bank=str(TOY), **settings)


def recorded():
    return Store().statuses()


def test_importing_it_brings_nothing_else():
    code = "import interview, sys; print([m for m in sys.modules if m.split('.')[0] in ('IPython', 'rich', 'typer', 'yaml', 'torch', 'sqlite3') or m.startswith('interview.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_script_gets_the_verdict_of_its_text_and_leaves_no_trace_in_the_history():
    verdict = graded(INVERTED, seed=7)
    assert (verdict.status, verdict.misconception, verdict.seed) == ("wrong", "mask-inverted", 7)
    assert graded(REFERENCE).status == "accepted"
    assert interview.grade(1, REFERENCE, bank=str(TOY)).score == 1.0
    assert recorded() == {}


def test_it_is_printed_as_the_command_prints_it_in_the_language_asked_for():
    told = str(graded(INVERTED))
    assert "✗ " in told
    assert "The mask is inverted." in told
    assert "interview hint 1 (0 of 3 seen)" in told
    assert "\x1b" not in told
    assert "掩码反了。" in str(graded(INVERTED, lang="zh"))
    assert "The mask is inverted." in str(graded(INVERTED))


def test_a_page_shows_the_same_in_colour_and_what_the_code_printed_only_as_text():
    verdict = graded(INVERTED + "\nprint('<script>alert(1)</script>\\x1b[2J')\n")
    page = verdict._repr_html_()
    assert page.startswith("<pre ")
    assert "The mask is inverted." in page
    assert "color: #" in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "\x1b" not in page


@pytest.mark.parametrize("nothing", ["", " \n\t\n"])
def test_a_text_that_is_no_exercise_is_a_verdict_and_a_wrong_question_an_error(nothing):
    assert graded(nothing).status == "invalid"
    assert "nothing stands in it" in str(graded(nothing))
    assert "line 1: SyntaxError" in str(graded("def attend(:\n"))
    assert "NUL bytes" in str(graded("x = '\0'"))
    assert "not UTF-8" in str(graded("x = '\ud800'"))
    with pytest.raises(UsageError, match="70: no such question: `interview list`"):
        interview.grade("70", REFERENCE, bank=str(TOY))
    with pytest.raises(UsageError, match="fr: no such language"):
        graded(REFERENCE, lang="fr")
    with pytest.raises(UsageError, match="seed -1: expected a whole number from 0 to"):
        graded(REFERENCE, seed=-1)
    with pytest.raises(TypeError, match=r"expected the text of an attempt, got \w*Path"):
        graded(TOY / "solutions")


def test_a_cell_is_an_attempt_of_the_learners(notebook):
    verdict = notebook("1", INVERTED)
    assert verdict.misconception == "mask-inverted"
    assert verdict.file == "In [5]"
    assert recorded() == {"toy:attend": "wrong"}
    assert "accepted · 3 of 3 cases" in repr(notebook("attend --seed 3", REFERENCE))
    assert recorded() == {"toy:attend": "accepted"}


def test_that_the_core_is_right_for_the_first_time_is_told_once(notebook):
    edge = REFERENCE.replace("q.size(-1) != k.size(-1)", "False")
    told = "The core is right for the first time"
    assert told in repr(notebook("1", edge))
    assert told not in repr(notebook("1", edge))


def test_lines_are_those_of_the_cell_and_what_only_a_notebook_knows_is_left_out_and_told(notebook):
    assert "line 3: SyntaxError" in repr(notebook("1", "import torch\ndef attend(:\n"))
    told = repr(notebook("1", "%%time\n!ls\n" + REFERENCE))
    assert "line 2 is no Python and is left out: %%time" in told
    assert "line 3 is no Python and is left out: !ls" in told
    assert "accepted" in told
    assert "accepted" in repr(notebook("1", REFERENCE + "\n# really?\n"))
    assert "line 2: SyntaxError" in repr(notebook("1", "%%bash\nls\n"))


def test_a_name_that_another_cell_has_is_told_of_once(notebook):
    cell = REFERENCE.replace("import torch\n", "")
    told = "torch comes from another cell: this one is graded by itself"
    assert told not in repr(notebook("1", cell))
    notebook.names["torch"] = object()
    assert repr(notebook("1", cell)).count(told) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("70", "70: no such question: `interview list` shows them all"),
        ("", "%%grade: expected one question, got 0: write its number, as in `%%grade 7`"),
        ("1 2", "%%grade: expected one question, got 2: write its number, as in `%%grade 7`"),
        ("1 --cold", "%%grade: --cold: no such option: expected --seed, --lang or --bank"),
        ("1 --seed x", "%%grade: --seed x: expected a whole number"),
        ("1 --seed=", "%%grade: --seed: expected a value"),
        ("1 --lang fr", "fr: no such language: expected en or zh"),
        ("1 --lang zh 2", "%%grade: 应当只写一道题，这里有 2 道：请写上题号，例如 `%%grade 7`"),
        ("'1", "'1: no such question: `interview list` shows them all"),
    ],
)
def test_a_mistake_above_the_cell_reads_as_the_commands(notebook, line, said):
    with pytest.raises(ToldMistake) as caught:
        notebook(line, REFERENCE)
    assert caught.value._render_traceback_() == [said]
    assert recorded() == {}
