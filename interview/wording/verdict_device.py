"""What would fail on a GPU, in a few lines: which tensor is on the CPU, where it was made, and what it meets."""

from __future__ import annotations

from collections.abc import Callable

from interview.messages import _
from interview.wording.verdict_pieces import Lines, Values, trace_lines


def mixed_devices(v: Values) -> Lines:
    tensor = v["name"] or _("a tensor {shape}").format(shape=tuple(v["shape"]))
    made, met = v["made"], v["met"]
    if made and met:
        text = _(
            "{tensor}, made on the CPU in line {made}, meets a tensor on the other device in line {met}"
        )
        if v["beside"]:
            text = _(
                "{tensor}, made on the CPU in line {made}, meets {beside} on the other device in line {met}"
            )
        yield text.format(tensor=tensor, beside=v["beside"], made=made[0], met=met[0])
    else:
        yield _("{tensor} on the CPU meets a tensor on the other device").format(tensor=tensor)
    yield from trace_lines({"trace": [place for place in (made, met) if place]})
    if v["name"].startswith("self."):
        yield _(
            "on a GPU this is an error: what a module keeps is a buffer (register_buffer), which moves with it"
        )
    else:
        yield _(
            "on a GPU this is an error: make it with device=..., or from a tensor that is there already"
        )


def left_on_cpu(v: Values) -> Lines:
    text = _("the result of call {number}{path} is on the CPU, and the inputs are not")
    if v["number"] == 1:
        text = _("the result{path} is on the CPU, and the inputs are not")
    yield text.format_map(v)
    yield from trace_lines({"trace": [v["made"]] if v["made"] else []})


DEVICE_SENTENCES: dict[str, Callable[[Values], Lines]] = {
    "mixed_devices": mixed_devices,
    "left_on_cpu": left_on_cpu,
}
