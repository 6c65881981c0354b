"""A new question's files: every key with a comment, valid by the schema, and full of things to do."""

from __future__ import annotations

import json
import os
from keyword import iskeyword
from pathlib import Path

from interview.bank import Bank
from interview.bank.folder import BankFolder
from interview.bank.names import id_problem, slug_of, title_problem
from interview.bank.schema import FILES, schema_path, write_schemas
from interview.errors import UsageError
from interview.files import write_new_files
from interview.text import inert

LAST_NUMBER = 9999
LENGTHS = {"en": "150 to 300 words", "zh": "250 to 500 Chinese characters"}

QUESTION_TEMPLATE = """\
# yaml-language-server: $schema=../question.schema.json
number: {number}
id: {id}  # stable: the learner's history is kept under it
title: {title}
topic: {topic}  # {topics}
difficulty: medium  # easy, medium or hard
minutes: 20  # for the exercise, in an interview
ask: |  # the question as an interviewer puts it
  TODO
answer: |  # {length}, to be said aloud; formulas in backticks
  TODO
key_points:  # four to seven, by which an answer is marked
  - point: TODO
    terms: [words by which a typed answer, is seen to make the point]
follow_ups:  # at least two
  - ask: TODO
    answer: TODO
pitfalls: |  # what people get wrong, told as a correction
  TODO
sources: []  # ["Author et al. year, title, section"]
drills:  # at least two; each has `shape`, or `number`, or `right` with `wrong`
  - ask: "TODO: x is ({{B}}, {{T}}). What is the shape of x with a new last axis?"
    where: {{B: "pick(2, 4)", T: "pick(5, 7)"}}  # drawn anew each time, top to bottom
    shape: (B, T, 1)
    because: "TODO: {{answer}}"  # the computation, shown afterwards
exercise:
  task: |  # what to write: shapes, what a mask means, which edge cases are checked
    TODO
  define: {name}  # the function or class to write; a list if there are several
  # build: {{d_model: 12}}  # constructor arguments, for a class
  cases:  # every dimension another size; recipes are in CONTRIBUTING.md
    - name: TODO
      call: {{x: "randn(2, 3, 5)"}}
  checks: [gradients, dtypes, non_contiguous, inputs_unchanged]
  # raises:  # calls that must be refused
  #   - name: a negative size
  #     call: {{x: "randn(2, 3, 5)"}}
  #     error: ValueError
  # left_out: {{no-scaling: TODO why no case can see it}}  # of mistakes.yaml, as `check` names them
  # forbid: [torch.nn.functional.softmax]  # library names that may not be used, in full
  hints:  # exactly three
    - TODO a nudge
    - TODO a direction
    - TODO nearly the code
  misconceptions:  # at least five wrong implementations, each an edit of the reference
    - id: doubled  # has the bank's mistakes.yaml this id, leave `says` out, here and in zh.yaml
      says: TODO what the code does and what it should do.
      edit: {{"return x": "return 2 * x"}}  # old text -> new text; the old text occurs exactly once
"""
CHINESE_TEMPLATE = """\
# yaml-language-server: $schema=../zh.schema.json
title: {title}
ask: TODO
answer: TODO
key_points:
  - point: TODO
    terms: [TODO]
follow_ups:
  - ask: TODO
    answer: TODO
pitfalls: TODO
drills:
  - ask: "TODO ({{B}}, {{T}})"
    because: "TODO {{answer}}"
exercise:
  task: TODO
  hints: [TODO, TODO, TODO]
  cases: [TODO]  # the names of the cases, in order
  misconceptions:
    doubled: TODO
"""
STUB_TEMPLATE = '''\
# interview: {id}
"""Write {name}. `interview show {number}` has the task, `interview grade {number}` grades this file."""

from torch import Tensor


def {name}(x: Tensor) -> Tensor:
    # x (B, T, D) -> (B, T, D)
    raise NotImplementedError
'''
REFERENCE_TEMPLATE = '''\
"""TODO: one sentence that says what this is, with paper and section."""

from torch import Tensor


def {name}(x: Tensor) -> Tensor:
    """TODO: shapes, and what is returned."""
    return x
'''


def create_question(root: Path, number: int, id: str, title: str) -> list[Path]:
    """Writes the files of a new question into the bank at `root`, all of them or none; raises UsageError."""
    refuse_unusable(number, id, title)
    slug, bank = slug_of(number, id), BankFolder(root)
    folder, reference = bank.questions / slug, root / "solutions" / f"{slug}.py"
    refuse_taken(Bank(root), number, id, [folder, reference])
    values = {
        "number": number,
        "id": id,
        "name": python_name(id),
        "title": json.dumps(title, ensure_ascii=False),  # which is YAML as well, whatever it is
        "topic": bank.facts.topic_ids[0],
        "topics": " or ".join(
            filter(None, (", ".join(bank.facts.topic_ids[:-1]), bank.facts.topic_ids[-1]))
        ),
        "length": LENGTHS[bank.facts.written_in],
    }
    files = {
        folder / "question.yaml": QUESTION_TEMPLATE,
        **({folder / "zh.yaml": CHINESE_TEMPLATE} if bank.facts.is_translated else {}),
        folder / "stub.py": STUB_TEMPLATE,
        reference: REFERENCE_TEMPLATE,
    }
    write_new_files({path: template.format(**values) for path, template in files.items()})
    return [*files, *write_schemas(bank.questions, missing_schemas(bank.questions))]


def python_name(id: str) -> str:
    """What is to be defined, as the id says it."""
    name = id.replace("-", "_")
    return name if name.isidentifier() and not iskeyword(name) else f"answer_{name}"


def missing_schemas(questions: Path) -> dict[str, type]:
    """Those that the files of a bank name in their first lines and that are not there."""
    return {name: kind for name, kind in FILES.items() if not schema_path(questions, name).exists()}


def refuse_unusable(number: int, id: str, title: str) -> None:
    """Raises UsageError for what would make a question that can't be read."""
    if not 1 <= number <= LAST_NUMBER:
        what = f"expected a number from 1 to {LAST_NUMBER}: take the next one that is free"
        raise UsageError(f"{number}: {what}")
    if problem := id_problem(id):
        raise UsageError(f"{id}: {problem}, as in rotary-embedding")
    if problem := title_problem(title):
        raise UsageError(f"--title: {problem}")
    if inert(title) != title or "\t" in title:
        raise UsageError("--title: holds characters that can't be shown: leave them out")


def refuse_taken(bank: Bank, number: int, id: str, paths: list[Path]) -> None:
    """Raises UsageError if there is a question of this number or id, or anything in its place."""
    for card in bank.cards:
        if card.number == number or card.plain_id == id:
            raise UsageError(f"{card.folder}: already there: take another number and id")
    questions = bank.root / "questions"
    for name in os.listdir(questions):
        start, _sign, rest = name.partition("_")
        if start in (str(number), f"{number:02d}") or rest == id.replace("-", "_"):
            paths = [questions / name, *paths]
    for path in paths:
        if os.path.lexists(path):
            raise UsageError(f"{path}: already there: take another number and id")
