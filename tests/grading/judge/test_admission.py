"""What a runner says is taken in or refused as a whole; what it is called is legible and short."""

from __future__ import annotations

import pytest
import torch

from interview.grading.judge.admission import Run
from interview.grading.wire.bounds import WireError
from interview.grading.wire.foreign import MAX_AXES, Foreign

RESULT = {"results": [torch.ones(2)]}
ERROR = {"type": "E", "kinds": [], "message": "m", "trace": []}


def run(facts) -> dict:
    """The facts as they were admitted."""
    admitted = Run()
    admitted.accept({"stage": "run", "index": 0, "facts": facts}, 1)
    return admitted.facts[0]


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"results": torch.ones(2)},
        *({**RESULT, key: odd} for key in ("gradients", "inputs_unchanged", "state") for odd in (None, [], torch.ones(2), "x", 1)),
        *({**RESULT, key: odd} for key in ("operations", "differentiable") for odd in (None, {}, torch.ones(2), "x", 1)),
        *({**RESULT, "operations": [odd]} for odd in ("text", None, 1.5, True, torch.ones(1), Foreign("x"), [1], {})),
        {"missing": torch.ones(2)},
        {"parameters": [1]},
        {"parameters": {"w": [1] * (MAX_AXES + 1)}},
        {"parameters": {"w": [True]}},
        {"parameters": {1: [1]}},
        {"error": "text"},
        *({"error": {**ERROR, key: torch.ones(2)}} for key in ("type", "kinds", "message", "trace", "line", "text", "offset")),
        {**RESULT, "forbidden": [1]},
        {**RESULT, "forbidden": [{"name": None}]},
    ],
)  # fmt: skip
def test_facts_of_another_form_are_refused(facts):
    with pytest.raises(WireError):
        run(facts)


@pytest.mark.parametrize("index", [-1, 1, True, 0.0, None, "0"])
def test_an_answer_nobody_asked_for_is_refused(index):
    with pytest.raises(WireError):
        Run().accept({"stage": "run", "index": index, "facts": RESULT}, 1)


def test_nothing_is_said_twice_nor_after_what_is_said_of_the_whole_file():
    admitted = Run()
    admitted.accept({"stage": "run", "index": 0, "facts": RESULT}, 2)
    with pytest.raises(WireError):
        admitted.accept({"stage": "run", "index": 0, "facts": RESULT}, 2)
    admitted = Run()
    admitted.accept({"stage": "compile", "error": ERROR}, 2)
    for frame in (
        {"stage": "compile", "error": ERROR},
        {"stage": "run", "index": 0, "facts": RESULT},
    ):
        with pytest.raises(WireError):
            admitted.accept(frame, 2)


def test_texts_are_short_legible_and_names_have_one_line():
    odd = "a\nb\x1b[2J\u202e\ud800" + "\U0001f600" * 500
    error = run(
        {
            "error": {
                **ERROR,
                "type": odd,
                "message": odd + "\n" * 500,
                "trace": [[1, odd, odd]] * 50,
            }
        }
    ).error
    assert error.message.count("\n") < 10
    assert len(error.trace) <= 10
    for text in (error.type, *(text for frame in error.trace for text in frame[1:])):
        assert "\n" not in text
        assert len(text.encode()) <= 240
        assert text.startswith("a b")
    for text in (error.type, error.message):
        assert not set("\x1b\u202e\ud800") & set(text)
