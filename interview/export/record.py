"""Verdicts as one versioned JSON record.

```
{"version": 2,
 "verdicts": [
   {"question": "cross-attention", "file": "exercises/07_cross_attention.py",
    "status": "accepted | not_written | wrong | crashed | timeout | out_of_memory | forbidden
               | invalid | judge_error",
    "score": 0.89, "seed": 123, "seconds": 0.11,
    "misconception": "no-scaling" or null, "explanation": "...", "candidates": [],
    "findings": [{"check": "gradients", "kind": "elements", "values": {...},
                  "message": "...", "details": ["..."]}],
    "cases": [{"name": "...", "of": "CrossAttention", "status": "passed | failed | skipped",
               "call": "...", "more_calls": 0, "training": false,
               "findings": [...], "skipped": ["gradients"],
               "misconception": "no-scaling" or null, "explanation": "..."}],
    "output": "what the attempt printed"}]}
```

A case names the one known mistake that gives its results where none explains the whole attempt.
What a finding says in its `message` and `details` is in its `kind` and `values` as data; each kind
has its sentence, and so its values, in `interview/wording/verdict.py`. Within version 2 keys are
only ever added. (Version 1 had the words alone, spelt a check `inputs unchanged`, and had what is
now `more_calls` and `training` within `call`.)
"""

from __future__ import annotations

import json

from interview.model.verdict import Verdict
from interview.wording.record import as_record

VERDICTS_VERSION = 2


def verdicts_as_json(verdicts: list[Verdict]) -> str:
    """The record as text; every control or foreign character is escaped."""
    return json.dumps(
        {"version": VERDICTS_VERSION, "verdicts": list(map(as_record, verdicts))}, indent=2
    )
