"""What was tried in a numerics round, in words."""

from __future__ import annotations

from interview.messages import N_, _
from interview.model.stress import StressTrial

TRIED = {
    "large": N_("inputs times {factor:.0f}, for large scores, in float32"),
    "float32": N_("float32"),
    "bfloat16": N_("bfloat16"),
    "float16": N_("float16"),
    "empty_row": N_("the last row of {argument} all {filled}, in float32"),
    "length_one": N_("{of}: length 1 in the place of {size}"),
    "long": N_("{of}: length {length} in the place of {size}, in float32"),
}


def trial_in_words(trial: StressTrial) -> str:
    of = _(", ").join(trial.values.get("of", ()))
    return _(TRIED[trial.kind]).format_map({**trial.values, "of": of})
