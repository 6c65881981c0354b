"""The magic in a real kernel, which has threads and sockets of its own."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from tests.conftest import TOY
from tests.helpers.toy import REFERENCE

WATCHED = """\
import os, threading
forks = []
os.register_at_fork(before=lambda: forks.append(os.getpid()))
"""


def test_a_cell_is_graded_without_a_fork_of_the_kernel_and_shown_as_text_and_as_a_page():
    Path(os.environ["HOME"]).mkdir(parents=True)
    inverted = REFERENCE.replace("~mask", "mask")
    sources = [
        WATCHED,
        "%load_ext interview",
        f"%%grade 1 --bank '{TOY}'\n{inverted}",
        f"%%grade 70 --bank '{TOY}'\n{inverted}",
        "print(forks, len(os.listdir('/proc/self/task')) > 5, threading.active_count() > 1)",
    ]
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, sources)))
    NotebookClient(notebook, kernel_name="python3", allow_errors=True, timeout=120).execute()
    (verdict,), (mistake,), (counts,) = (notebook.cells[at].outputs for at in (2, 3, 4))
    assert "The mask is inverted." in verdict.data["text/plain"]
    assert verdict.data["text/plain"].startswith("1. ")
    assert "The mask is inverted." in verdict.data["text/html"]
    assert "\x1b" not in verdict.data["text/html"]
    assert mistake.traceback == ["70: no such question: `interview list` shows them all"]
    assert counts.text == "[] True True\n"
