"""The same in float32 and bfloat16."""

from __future__ import annotations

from interview.grading.checks.check import Check, Form
from interview.model.question import Tolerance

FLOAT32 = Tolerance(rtol=1e-4, atol=1e-4)
BFLOAT16 = Tolerance(rtol=6e-2, atol=6e-2)
"""A few times the unit round-off, for sums over some tens of terms; float64 has shown the values."""


class Dtypes(Check):
    forms = (Form("float32", "float32", FLOAT32), Form("bfloat16", "bfloat16", BFLOAT16))


CHECK = Dtypes()
