"""Whatever grading finds has a sentence, and every sentence has something that is found."""

from __future__ import annotations

import ast
import json
from pathlib import Path

from interview.wording.record import as_record, verdict_from_record
from interview.wording.verdict import SENTENCES, finding_details, finding_message
from tests.helpers.toy import REFERENCE

INTERVIEW = Path(__file__).parents[2] / "interview"


def kinds():
    """Every kind of finding that some line of the program makes."""
    for path in INTERVIEW.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="Finding") | ast.Attribute(attr="finding"),
                    args=[_, ast.Constant(value=str(kind)), *_],
                ):
                    yield kind
                case ast.Dict(  # of a notebook, told by a process of its own
                    keys=[ast.Constant(value="kind"), *_],
                    values=[ast.Constant(value=str(kind)), *_],
                ):
                    yield kind
                case ast.Call(func=ast.Name(id="out_of_time"), args=[ast.Constant(value=kind), *_]):
                    yield kind


def test_each_kind_has_its_sentence():
    assert set(kinds()) == SENTENCES.keys()


def test_a_record_is_read_back_as_the_verdict_it_was(grade):
    for source in (
        REFERENCE,
        REFERENCE.replace("~mask", "mask"),
        REFERENCE.replace("def attend", "def other"),
        "def attend(q, k, v, mask=None): return [q, float('nan'), 'a']\n",
        "def attend(q, k, v, mask=None): raise OSError('oh')\n",
        "def attend(",
    ):
        verdict = grade(source)
        record = json.loads(json.dumps(as_record(verdict), allow_nan=False))
        assert verdict_from_record(record) == verdict
        findings = [*record["findings"], *(f for case in record["cases"] for f in case["findings"])]
        assert bool(findings) == (verdict.status != "accepted")
        assert all(finding["message"] for finding in findings)


def test_a_record_of_version_1_keeps_its_words(grade):
    verdict = grade(REFERENCE.replace("~mask", "mask"))
    record = as_record(verdict)
    for case in record["cases"]:
        del case["more_calls"], case["training"]
        for finding in case["findings"]:
            del finding["kind"], finding["values"]
    again = verdict_from_record(json.loads(json.dumps(record)))
    (old, *_), (new, *_) = (
        [f for case in v.cases for f in case.findings] for v in (verdict, again)
    )
    assert (finding_message(old), finding_details(old)) == (
        finding_message(new),
        finding_details(new),
    )
    assert again.misconception == verdict.misconception
