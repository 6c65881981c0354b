"""Verdicts as one versioned JSON record.

```
{"version": 1,
 "verdicts": [
   {"question": "cross-attention", "file": "exercises/07_cross_attention.py",
    "status": "accepted | not_written | wrong | crashed | timeout | out_of_memory | forbidden
               | invalid | judge_error",
    "score": 0.89, "seed": 123, "seconds": 0.11,
    "misconception": "no-scaling" or null, "explanation": "...", "candidates": [],
    "findings": [{"check": "...", "message": "...", "details": ["..."]}],
    "cases": [{"name": "...", "of": "CrossAttention", "status": "passed | failed | skipped",
               "call": "...", "findings": [...], "skipped": ["gradients"],
               "misconception": "no-scaling" or null, "explanation": "..."}],
    "output": "what the attempt printed"}]}
```

A case names the one known mistake that gives its results where none explains the whole attempt.
Within version 1 keys are only ever added.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from interview.model.verdict import Verdict

VERSION = 1


def as_json(verdicts: list[Verdict]) -> str:
    """The record as text; every control or foreign character is escaped."""
    return json.dumps({"version": VERSION, "verdicts": [asdict(v) for v in verdicts]}, indent=2)
