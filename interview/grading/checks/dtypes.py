"""The same in float32 and bfloat16."""

from __future__ import annotations

import torch

from interview.grading.checks.check import Check, Form
from interview.grading.checks.comparison import ROUNDED


class Dtypes(Check):
    forms = (
        Form("float32", "float32", ROUNDED[torch.float32]),
        Form("bfloat16", "bfloat16", ROUNDED[torch.bfloat16]),
    )


CHECK = Dtypes()
