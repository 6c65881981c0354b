"""What is tried on every attempt beside the cases, in the words of a task."""

from __future__ import annotations

from collections.abc import Iterator

from interview.messages import N_, _
from interview.model.question import Exercise

CHECKS_IN_WORDS = {
    "gradients": N_("gradients"),
    "dtypes": N_("float32 and bfloat16"),
    "integers": N_("whole numbers of 32 bits"),
    "non_contiguous": N_("inputs that are not contiguous"),
    "inputs_unchanged": N_("that no input is changed"),
    "state": N_("what modules remember"),
    "surroundings": N_("that modules keep their mode and their weights, and torch its settings"),
    "operations": N_("the number of floating-point operations"),
    "differentiable": N_("that results are not cut off from the inputs"),
    "device": N_("that tensors you make are on the device of the inputs"),
}

LAYERS_WITH_WEIGHTS = ("nn.Linear", "nn.LayerNorm", "nn.Embedding")


def tried_in_words(exercise: Exercise) -> Iterator[str]:
    """Which cases are called again, if any are, and one on what some of this exercise look at."""
    again = sum(not case.once for case in exercise.cases)
    if again:
        text = second_calls(exercise.backward, every=again == len(exercise.cases))
        yield text.format(count=again, total=len(exercise.cases))
        if any(is_function(exercise.called_in(case)) for case in exercise.cases if not case.once):
            yield _(
                "A function gets them in the tensors of the first call, as weights change in training."
            )
        if exercise.build or any(case.build for case in exercise.cases):
            yield _(
                "Weights are other ones by then, as after a step of training, and the class has another object."
            )
    wanted = {name for case in exercise.cases for name in case.checks or ()} | {*exercise.checks}
    if again:
        wanted.add("surroundings")
    names = [_(words) for name, words in CHECKS_IN_WORDS.items() if name in wanted]
    if names:
        text = _("Also looked at, where it means something: {names}.")
        yield text.format(names=_(", ").join(names))
    if exercise.build and any(layer in exercise.task for layer in LAYERS_WITH_WEIGHTS):
        yield _(
            "Weights are loaded by the names in the task. Other names and layouts (fused, transposed, a tensor "
            "for each head) are understood too; where shapes, names and order do not tell which is which, a "
            "comment does: `# weights: qkv = w_q + w_k + w_v`."
        )


def is_function(name: str) -> bool:
    """By its name, which is all that a task has: classes begin with a capital."""
    return name[:1].islower()


def second_calls(backward: bool, every: bool) -> str:
    match backward, every:
        case True, True:
            return _("Every case is called a second time with other values.")
        case True, False:
            return _("{count} of {total} cases are called a second time with other values.")
        case False, True:
            return _(
                "Every case is called a second time with other values, "
                "in training and in evaluation mode, and without gradients."
            )
    return _(
        "{count} of {total} cases are called a second time with other values, "
        "in training and in evaluation mode, and without gradients."
    )
