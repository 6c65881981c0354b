"""Notebooks as attempts: which code is theirs, what is left out, and what hostile ones cost."""

from __future__ import annotations

import json
import tracemalloc

import pytest

from interview.bank import Bank
from interview.errors import UsageError
from interview.grading.client import notebook as reader
from interview.grading.client.notebook import MAX_NOTEBOOK_BYTES, MOST_CELLS, code_of_notebook
from interview.grading.client.source import NotText
from interview.wording.departure import departure_lines
from interview.wording.verdict import finding_lines
from tests.conftest import TOY
from tests.helpers.handed_in import notebook
from tests.helpers.toy import REFERENCE

(CARD,) = Bank(TOY).cards


def judged(link, *cells, example=False):
    source = code_of_notebook(notebook(*cells))
    return link.grade(CARD, "homework.ipynb", source, 7, example=example)


def words(findings):
    return [line for finding in findings for line in finding_lines(finding)]


def test_what_is_no_python_is_left_out_and_told_and_the_rest_is_graded(link):
    verdict = judged(
        link,
        "%matplotlib inline\nfiles = !ls\nfor i in range(2):\n    !echo {i}\ntext = '''\n%kept\n'''",
        "%%bash\nls",
        "def broken(:",
        "from __future__ import annotations\n" + REFERENCE,
        "%%time\nassert text == '\\n%kept\\n'\nattend?",
    )
    assert verdict.status == "accepted"
    assert words(verdict.notes) == [
        "cell 2, line 1 is no Python and is left out: %matplotlib inline",
        "cell 2, line 2 is no Python and is left out: files = !ls",
        "cell 2, line 4 is no Python and is left out: !echo {i}",
        "cell 3 is no Python and is left out: %%bash",
        "cell 4 does not compile and is left out: line 1: invalid syntax",
        "cell 6, line 1 is no Python and is left out: %%time",
        "cell 6, line 3 is no Python and is left out: attend?",
    ]


def test_a_line_of_a_traceback_is_told_as_a_cell_and_its_line(link):
    verdict = judged(link, "x = 1", "\n\ndef attend(q, k, v, mask=None):\n    return q / None")
    told = words(finding for case in verdict.cases for finding in case.findings)
    assert "cell 3, line 4, in attend: return q / None" in told
    (finding,) = judged(link, "x = 1\nraise KeyError(x)").findings
    assert "cell 2, line 2, in <module>: raise KeyError(x)" in words([finding])


def test_where_it_first_differs_is_told_by_the_cell_and_its_line(link):
    head, body = REFERENCE.split("def attend")
    wrong = "# mine\n\ndef attend" + body.replace(" / math.sqrt(q.size(-1))", " / 2.5")
    departure = judged(link, head, wrong, example=True).departure
    lines = wrong.splitlines()
    place = next(number for number, line in enumerate(lines, 1) if "/ 2.5" in line)
    told = " ".join(departure_lines(departure))
    assert f"is made in line {place} of cell 3." in told
    assert (departure.line, 3, place) in departure.cells


def test_older_notebooks_are_read():
    cell = {"cell_type": "code", "input": ["x = 1\n", "y"], "language": "python", "outputs": []}
    sheet = {"cells": [{"cell_type": "heading", "level": 1, "source": "h"}, cell]}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [sheet]}
    assert code_of_notebook(json.dumps(old).encode()) == "# %% cell 2\nx = 1\ny\n"


CODE = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
HOSTILE = {
    "nothing": b" ",
    "no JSON": b"x = 1",
    "no text": b"\xff\xfe\x00",
    "a list": b"[]",
    "deep": b'{"cells":' + b"[" * 200_000,
    "cells of another type": notebook(cells="code"),
    "a cell of another type": notebook(cells=[3]),
    "a source of another type": notebook(cells=[{**CODE, "source": {"x": 1}}]),
    "a source of numbers": notebook(cells=[{**CODE, "source": [1]}]),
    "no source": notebook(cells=[CODE]),
    "an unknown cell": notebook("x", nbformat=2.5),
    "a version of letters": notebook("x", nbformat="4"),
    "a version to come": notebook("x", nbformat=99),
    "a version before all": notebook("x", nbformat=0),
    "true for a version": notebook("x", nbformat=True),
    "too many cells": notebook(cells=[{**CODE, "source": ""}] * (MOST_CELLS + 1)),
    "too much code": notebook("#" * 300_000),
    "too large": b" " * MAX_NOTEBOOK_BYTES + b"{}",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_notebook_is_told_in_one_line(data):
    with pytest.raises(NotText) as told:
        code_of_notebook(data)
    assert len(str(told.value).splitlines()) == 1


def test_what_a_notebook_shows_costs_nothing_but_its_reading():
    shown = [{"output_type": "stream", "name": "stdout", "text": "#" * 1000}] * 3000
    data = notebook(cells=[{**CODE, "source": "x = 1", "outputs": shown}], metadata={"deep": [[1]]})
    tracemalloc.start()
    assert code_of_notebook(data) == "# %% cell 1\nx = 1\n"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5 * len(data)


def test_code_too_deep_to_compile_ends_no_process_but_its_own():
    text = code_of_notebook(
        notebook("x = " + "(" * 5000 + ")" * 5000, "y = " + "-" * 100_000 + "1", "z = 1")
    )
    assert text.endswith("# %% cell 4\nz = 1\n")


def test_a_cell_that_only_looks_like_a_mark_forges_nothing(link):
    verdict = judged(
        link,
        '# %% cell 9 [3]\n# %% cell 8 {\n# %% cell 7 [{"kind": "x", "line": 1, "text": ""}]\nraise KeyError',
    )
    assert verdict.status == "crashed"
    assert verdict.notes == ()


def test_without_nbformat_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setattr(reader, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'transformer-interview\[notebook\]'"):
        code_of_notebook(notebook("x = 1"))
