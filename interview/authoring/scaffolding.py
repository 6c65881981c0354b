"""A new question's files: every key with a comment, valid by the schema, and full of things to do."""

from __future__ import annotations

from pathlib import Path

from interview.bank.rules import KEBAB_CASE
from interview.errors import UsageError
from interview.files import write_new_files

QUESTION_TEMPLATE = """\
# yaml-language-server: $schema=../question.schema.json
number: {number}
id: {id}  # stable: the learner's history is kept under it
title: {title}
topic: attention  # attention, position, architecture, bert, tasks or generation
difficulty: medium  # easy, medium or hard
minutes: 20  # for the exercise, in an interview
ask: |  # the question as an interviewer puts it
  TODO
answer: |  # 150 to 300 words, to be said aloud; formulas in backticks
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
    """Writes the files of a new question into the bank at `root`; never over existing ones."""
    if not KEBAB_CASE.fullmatch(id):
        raise UsageError(f"{id}: expected kebab-case such as rotary-embedding, got {id!r}")
    slug = f"{number:02d}_{id.replace('-', '_')}"
    folder = root / "questions" / slug
    taken = [
        *(root / "questions").glob(f"{number:02d}_*"),
        *(root / "questions").glob(f"*_{slug[3:]}"),
    ]
    if taken:
        raise UsageError(f"{taken[0]}: already there: take another number and id")
    values = {"number": number, "id": id, "title": title, "name": id.replace("-", "_")}
    files = {
        folder / "question.yaml": QUESTION_TEMPLATE,
        folder / "zh.yaml": CHINESE_TEMPLATE,
        folder / "stub.py": STUB_TEMPLATE,
        root / "solutions" / f"{slug}.py": REFERENCE_TEMPLATE,
    }
    write_new_files({path: template.format(**values) for path, template in files.items()})
    return list(files)
