"""A finding in words: one line that says what was expected and what was got, and the lines below it."""

from __future__ import annotations

from collections.abc import Callable

from interview.messages import N_, _
from interview.model.verdict import Finding
from interview.wording.names import name_in_words
from interview.wording.verdict_common import COMMON_SENTENCES
from interview.wording.verdict_device import DEVICE_SENTENCES
from interview.wording.verdict_parameters import of_parameters
from interview.wording.verdict_pieces import (
    Lines,
    Values,
    at_line,
    at_place,
    caret_lines,
    distinct_numbers,
    error_in_words,
    largest_in_words,
    sandbox_lines,
    trace_lines,
    value_in_words,
)
from interview.wording.verdict_run import RUN_SENTENCES


def finding_lines(finding: Finding) -> tuple[str, ...]:
    """The message, and the details below it."""
    return tuple(SENTENCES[finding.kind](finding.values))


def finding_message(finding: Finding) -> str:
    """The first line."""
    return next(SENTENCES[finding.kind](finding.values))


def finding_details(finding: Finding) -> tuple[str, ...]:
    """The lines below it: counts, places, the first mismatches, the learner's traceback."""
    return finding_lines(finding)[1:]


# Each of these yields the message and then the details of one kind of finding.


def already_in_words(v: Values) -> Lines:
    """What was put into words where it was found."""
    yield v["message"]
    yield from v.get("details", ())


def of_type(v: Values) -> Lines:
    text = _("expected {expected}, got {got}")
    yield at_place(
        v, text.format(expected=value_in_words(v["expected"]), got=value_in_words(v["got"]))
    )


def of_length(v: Values) -> Lines:
    yield at_place(v, _("expected {expected} elements, got {got}").format_map(v))


def of_keys(v: Values) -> Lines:
    yield at_place(v, _("expected the keys {expected}, got {got}").format_map(v))


def of_shape(v: Values) -> Lines:
    text = _("expected shape {expected}, got {got}")
    yield at_place(v, text.format(expected=tuple(v["expected"]), got=tuple(v["got"])))


def of_dtype(v: Values) -> Lines:
    yield at_place(v, _("expected dtype {expected}, got {got}").format_map(v))


def of_elements(v: Values) -> Lines:
    yield at_place(v, _("{count} of {total} elements differ").format_map(v))
    nan = _("{count} of them are NaN where a number is expected, first at {place}")
    infinite = _("{count} of them are infinite where a number is expected, first at {place}")
    for text, odd in ((nan, v["nan"]), (infinite, v["infinite"])):
        if odd:
            yield text.format(count=odd["count"], place=tuple(odd["place"]))
    if v["should_be_infinite"]:
        text = _("{count} of them should be infinite")
        yield text.format(count=v["should_be_infinite"])
    if v["largest"]:
        yield largest_in_words(v["largest"])
    for here in v["first"]:
        yield _("at {place}: expected {expected}, got {got}").format(
            place=tuple(here["place"]), **distinct_numbers(here["expected"], here["got"])
        )


def of_missing_name(v: Values) -> Lines:
    text = _("{name} is not defined in this file")
    if v["how"] == "not callable":
        text = _("{name} is not callable in this file")
    yield text.format(name=v["name"])


def of_missing_names(v: Values) -> Lines:
    text = _("expected this file to define {names}: it is not defined")
    if v["how"] == "not callable":
        text = _("expected this file to define {names}: it is not callable")
    yield text.format(names=", ".join(v["names"]))
    for name, near in v.get("near", {}).items():
        yield _("it has {near}: call it {name}").format(near=near, name=name)


def of_error(v: Values) -> Lines:
    text = error_in_words(v)
    if v["during"] != "values":
        text = _("{error} (with {check})").format(error=text, check=name_in_words(v["during"]))
    yield text
    yield from trace_lines(v)
    yield from sandbox_lines(v)


def of_import(v: Values) -> Lines:
    yield _("while the file was executed: {error}").format(error=error_in_words(v))
    yield from trace_lines(v)
    yield from sandbox_lines(v)


def of_memory(v: Values) -> Lines:
    yield error_in_words(v)
    yield from trace_lines(v)


def of_syntax(v: Values) -> Lines:
    text = error_in_words(v)
    yield at_line(v["line"], v.get("cell"), text) if v["line"] else text
    yield from caret_lines(v)


def of_cell_error(v: Values) -> Lines:
    yield _("cell {cell} does not compile and is left out: line {line}: {text}").format_map(v)


def of_cell_magic(v: Values) -> Lines:
    yield _("cell {cell} is no Python and is left out: {text}").format_map(v)


def of_cell_line(v: Values) -> Lines:
    yield _("cell {cell}, line {line} is no Python and is left out: {text}").format_map(v)


def of_not_written(v: Values) -> Lines:
    yield _("not written yet (NotImplementedError)")


def no_result(v: Values) -> Lines:
    yield _("no complete result came back")


def no_gradients(v: Values) -> Lines:
    yield _("no gradients came back")


def no_gradient(v: Values) -> Lines:
    yield _("gradient of {name}: expected one, got none").format(name=v["name"])


def nothing_back(v: Values) -> Lines:
    yield _("nothing came back")


def no_counts(v: Values) -> Lines:
    yield _("no counts came back")


def of_operations(v: Values) -> Lines:
    text = _(
        "call {number} takes {used:,} floating-point operations, the reference {allowed:,}: "
        "do not compute again what is already known"
    )
    yield text.format_map(v)


def cut_off(v: Values) -> Lines:
    yield _("a result is cut off from the inputs, so that backward() fails on it")


def of_disturbed(v: Values) -> Lines:
    name, text = v["name"], DISTURBED[v["what"]]
    yield _(text).format(name=_("the module") if name == "self" else name)


def no_error(v: Values) -> Lines:
    yield _("expected {error}, got no error").format(error=v["expected"])


def other_error(v: Values) -> Lines:
    yield _("expected {expected}, got {got}").format(expected=v["expected"], got=error_in_words(v))
    yield from trace_lines(v)


def unexpected_result(v: Values) -> Lines:
    yield _("expected an error")


DISTURBED = {
    "grad_mode": N_("after it gradients are recorded where they were not, or not where they were"),
    "default_dtype": N_("after it torch has another default dtype"),
    "mode": N_("{name} is left in another mode, training or evaluation, than it was in"),
    "weights": N_("{name}: its weights are changed, which nothing asks for"),
}
"""By what a call has left otherwise than it found it."""
SENTENCES: dict[str, Callable[[Values], Lines]] = {
    "told": already_in_words,
    "type": of_type,
    "length": of_length,
    "keys": of_keys,
    "shape": of_shape,
    "dtype": of_dtype,
    "elements": of_elements,
    "missing_name": of_missing_name,
    "missing_names": of_missing_names,
    "parameters": of_parameters,
    "error": of_error,
    "import_error": of_import,
    "memory": of_memory,
    "syntax": of_syntax,
    "cell_error": of_cell_error,
    "cell_magic": of_cell_magic,
    "cell_line": of_cell_line,
    "not_written": of_not_written,
    "no_result": no_result,
    "no_gradients": no_gradients,
    "no_gradient": no_gradient,
    "nothing_back": nothing_back,
    "no_counts": no_counts,
    "operations": of_operations,
    "cut_off": cut_off,
    "disturbed": of_disturbed,
    "no_error": no_error,
    "other_error": other_error,
    "unexpected_result": unexpected_result,
    **RUN_SENTENCES,
    **COMMON_SENTENCES,
    **DEVICE_SENTENCES,
}
"""Every kind of finding there is."""
