"""Two batches compared, also one of an older version with one of now."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from interview.classroom.batch import BatchEntry
from interview.classroom.changes import compare_batches
from interview.classroom.ledger import LEDGER_NAME, read_ledger
from interview.model.verdict import Verdict
from tests.helpers.record import version_1, version_2
from tests.helpers.toy import REFERENCE

WITHOUT_ERROR = REFERENCE.replace("q.size(-1) != k.size(-1)", "False")
HEAD = {"seed": 7, "sandbox": "full", "program": "0.1.0", "torch": "2.13.0"}


def written(folder, version, record):
    """A ledger of an older version, with one submission."""
    line = {"person": "ada", "digest": "d", "edition": "of all files", "verdict": record}
    text = json.dumps({"version": version, **HEAD}) + "\n" + json.dumps(line) + "\n"
    (folder / LEDGER_NAME).write_text(text)
    return folder


@pytest.mark.parametrize(("version", "record"), [(1, version_1), (2, version_2)])
def test_an_older_batch_is_read_and_compared(grade, tmp_path, version, record):
    verdict = grade(WITHOUT_ERROR)
    older = {**record(verdict), "score": 0.6667}
    (entry,) = read_ledger(written(tmp_path, version, older)).entries
    assert (entry.person, entry.digest, entry.verdict.edition) == ("ada", "d", "of all files")
    (change,) = compare_batches([entry], [BatchEntry("ada", "d", verdict)], same_seed=True)
    assert (change.before, change.after) == (0.6667, verdict.score)
    assert change.reasons == ("credit is given by groups of cases now, no longer by cases",)


def test_a_question_that_was_edited_is_told_by_its_edition(grade):
    before, after = grade(WITHOUT_ERROR), grade(REFERENCE)
    told = []
    for edition in ("another", before.edition):
        entry = BatchEntry("ada", "d", replace(before, edition=edition))
        (change,) = compare_batches([entry], [BatchEntry("ada", "d", after)], same_seed=True)
        told.append("the question was edited" in change.reasons)
    assert told == [True, False]


def test_a_file_that_was_no_text_says_nothing_of_the_question(grade):
    after = grade(REFERENCE)
    unread = Verdict("toy:attend", "a.py", "invalid", 0.0, 7)
    for pair in ((unread, after), (after, unread)):
        old, new = (BatchEntry("ada", "d", verdict) for verdict in pair)
        (change,) = compare_batches([old], [new], same_seed=True)
        assert "the question was edited" not in change.reasons
