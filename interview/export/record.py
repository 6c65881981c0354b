"""Verdicts as one versioned JSON record.

```
{"version": 3,
 "verdicts": [
   {"question": "cross-attention", "file": "exercises/07_cross_attention.py",
    "status": "accepted | not_written | wrong | crashed | timeout | out_of_memory | forbidden
               | invalid | judge_error",
    "score": 0.8, "seed": 123, "edition": "1f0c...", "seconds": 0.11,
    "parts": {"CrossAttention": 0.8},
    "groups": [{"of": "CrossAttention", "group": "core | edges | errors | numerics",
                "weight": 0.6, "cases": 9, "passed": 9}],
    "misconception": "no-scaling" or null, "explanation": "...", "candidates": [],
    "findings": [{"check": "gradients", "kind": "elements", "values": {...},
                  "message": "...", "details": ["..."]}],
    "notes": findings on what was left out of a notebook before it was graded,
    "common": null or a finding,
    "cases": [{"name": "...", "of": "CrossAttention", "status": "passed | failed | skipped",
               "group": "core", "call": "...", "more_calls": 0, "training": false,
               "findings": [...], "skipped": ["gradients"],
               "misconception": "no-scaling" or null, "explanation": "...",
               "evidence": {"check": "values", "values": 120} or null}],
    "example": null or {"case": "...", "of": "...", "constructed": true, "build": {...},
                        "parameters": {...}, "calls": [{...}], "training": false,
                        "expected": {"results": [...]} or {"error": "ValueError"},
                        "got": the same, with the error's "message", "lines": ["..."]},
    "departure": null or {"case": "...", "line": 33, "statement": [33, 33], "callers": [41],
                          "built": [0, 0], "made_of": [31], "untelling": [], "since": 31,
                          "until": 0, "cells": [[33, 2, 8], ...],
                          "bare": false, "of_input": false, "detours": false,
                          "rearranged": false, "agrees": "scores", "agrees_says": "...",
                          "missing": "weights", "missing_says": "...", "lines": ["..."]},
    "matrices": null or {"case": "...", "kind": "weights | mask | table", "index": [0, 1],
                         "expected": [[0.5, ...], ...], "got": the same, null for NaN},
    "weights": [{"of": "CrossAttention", "lines": ["kv = w_k + w_v"], "declared": false}],
    "output": "what the attempt printed"}]}
```

The score is the credit for the groups of cases that are right, each earned whole or not at all by its
weight; `parts` has it for each defined name. An appeal is settled by `interview grade --seed`: the same
seed and a question of the same `edition` give the same verdict.

A case names the one known mistake that gives its results where none explains the whole attempt. What
was found to be the same is the `evidence` of every failed case that a name rests on: which check, and
how many values (0 where both raised the same). `common` is what holds of the failed cases alone, where
there is no name.

`example` is the smallest input on which it can be seen to differ, with its values as `interview/model/told.py`
says, and in `lines` as a person reads it.

`departure` says where the values that it computes first differ from the reference's, as
`interview/model/verdict.py` describes it, and in `lines` as a person reads it.

`matrices` is a wrong result of a failed case, at `index` of the axes before its last two, where its
pattern tells more than its numbers: from 5 to 22 rows and columns.

`weights` says of each class whose parameters have other names or another layout than the task's how they
were read, as a comment of the file would declare it, and whether one did.

What a finding says in its `message` and `details` is in its `kind` and `values` as data; each kind
has its sentence, and so its values, in `interview/wording/verdict.py`. Within version 3 keys are
only ever added. (Version 2 had the share of the cases passed as its score and no `groups`, `group`,
`edition`, `evidence`, `common`; version 1 had the words alone, spelt a check `inputs unchanged`, and had
what is now `more_calls` and `training` within `call`.)
"""

from __future__ import annotations

import json

from interview.model.verdict import Verdict
from interview.wording.record import as_record

VERDICTS_VERSION = 3


def verdicts_as_json(verdicts: list[Verdict]) -> str:
    """The record as text; every control or foreign character is escaped."""
    return json.dumps(
        {"version": VERDICTS_VERSION, "verdicts": list(map(as_record, verdicts))},
        indent=2,
        allow_nan=False,
    )
