"""What failed cases have in common, in one line each."""

from __future__ import annotations

from collections.abc import Callable

from interview.messages import _
from interview.wording.names import name_in_words
from interview.wording.verdict_pieces import Lines, Values


def small_differences(v: Values) -> Lines:
    text = _("All differences are below {below:g}: an eps, a constant or a precision.")
    yield text.format_map(v)


def only_training(v: Values) -> Lines:
    yield _("Only training mode is wrong; in evaluation mode everything is right.")


def only_second_call(v: Values) -> Lines:
    yield _(
        "Every first call is right; the next one, with other values and without gradients, is wrong."
    )


def only_check(v: Values) -> Lines:
    text = _("The values are right; all that fails is: {check}.")
    yield text.format(check=name_in_words(v["check"]))


def just_training(v: Values) -> Lines:
    yield _("Exactly the cases in training mode fail.")


def just_empty_row(v: Values) -> Lines:
    text = _("Exactly the cases in which a row of {name} allows nothing fail.")
    yield text.format_map(v)


def just_argument(v: Values) -> Lines:
    yield _("Exactly the cases that pass {name} fail.").format_map(v)


def just_several_calls(v: Values) -> Lines:
    yield _("Exactly the cases with several calls fail.")


def just_lengths(v: Values) -> Lines:
    text = _("Exactly the cases in which {first} and {second} differ in length fail.")
    yield text.format_map(v)


def just_length_one(v: Values) -> Lines:
    text = _("Exactly the cases in which an axis of {name} has length 1 fail.")
    yield text.format_map(v)


COMMON_SENTENCES: dict[str, Callable[[Values], Lines]] = {
    "small_differences": small_differences,
    "only_training": only_training,
    "only_second_call": only_second_call,
    "only_check": only_check,
    "just_training": just_training,
    "just_empty_row": just_empty_row,
    "just_argument": just_argument,
    "just_several_calls": just_several_calls,
    "just_lengths": just_lengths,
    "just_length_one": just_length_one,
}
