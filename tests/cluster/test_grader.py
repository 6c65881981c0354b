"""A worker's engine and copy of the bank: what it grades, what it loses, and when it ends."""

from __future__ import annotations

import gc
import json
import os
import pickle
import shutil
import signal

from interview.bank import Bank
from interview.bank.packing import content_edition, pack_bank
from interview.cluster import grader as grading
from interview.cluster.grader import WorkerGrader, grade_chunk, json_bytes, take_bank
from tests.conftest import TOY
from tests.helpers.processes import gone, until
from tests.helpers.toy import REFERENCE

CARDS = Bank(TOY).cards


def chunk(*sources):
    submissions = [("attempt.py", source) for source in sources]
    return json_bytes(
        {"seat": 0, "seed": 5, "lang": "en", "question": "toy:attend", "submissions": submissions}
    )


def test_a_worker_grades_what_it_is_sent_and_its_engine_ends_with_its_last_use(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(grading, "LONGEST_CHUNK_SECONDS", 1e9)
    grader = WorkerGrader(str(tmp_path))
    assert json.loads(grade_chunk(grader, chunk("x = 1"))) is None  # it has no bank yet
    assert "failure" in json.loads(grade_chunk("a grader that Dask has copied", chunk("x = 1")))
    assert isinstance(pickle.loads(pickle.dumps(grader)), str)
    assert json.loads(take_bank(grader, pack_bank(CARDS))) == content_edition(CARDS)

    reply = json.loads(grade_chunk(grader, chunk(REFERENCE, "x = (")))
    assert [v["status"] for v in reply["verdicts"]] == ["accepted", "invalid"]
    assert reply["lost"] is None

    engine = grader.links.engine.process.pid
    os.kill(engine, signal.SIGKILL)  # as a system does that runs out of memory
    reply = json.loads(grade_chunk(grader, chunk(REFERENCE)))
    assert [v["status"] for v in reply["verdicts"]] == ["accepted"]
    assert grader.links.engine.process.pid != engine

    shutil.rmtree(grader.folder / "toy" / "questions")  # as what tidies temporary folders does
    assert "failure" in json.loads(grade_chunk(grader, chunk(REFERENCE)))

    engine, folder = grader.links.engine.process.pid, grader.folder
    del grader
    gc.collect()
    until(lambda: gone(engine))
    assert not folder.exists()
