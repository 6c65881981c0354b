"""Weights in sentences: those that could not be loaded, and how those were read that have other names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from interview.messages import N_, _, ngettext
from interview.model.verdict import WeightsRead
from interview.wording.verdict_pieces import Lines, Values, at_line

COMMENT = "# weights: "
COMMENT_WIDTH = 50
DECLARED_WRONGLY = {
    "form": N_("{text}: expected a name of yours, =, and names of the task joined by +"),
    "unknown": N_("{text}: the task has no parameter {name}; it has {there}"),
    "absent": N_("{text}: your code has no parameter {name}; it has {there}"),
    "twice": N_("{text}: something of it is declared already"),
    "shapes": N_("{text}: the shapes do not go together: {there}"),
}


def of_parameters(v: Values) -> Lines:
    """Which parameter names are missing, unexpected or of another shape."""
    text = _("the parameters of {name} are not those the task names")
    yield text.format(name=v["name"])
    if not v.get("declared"):
        yield from differing_lines(v)
    yield from what_to_declare(v)


def differing_lines(v: Values) -> Iterator[str]:
    absent = _("missing: {name} {shape}")
    lines = [absent.format(name=name, shape=tuple(shape)) for name, shape in v["missing"]]
    surplus = _("unexpected: {name} {shape}")
    lines += [surplus.format(name=name, shape=tuple(shape)) for name, shape in v["unexpected"]]
    other = _("wrong shape: {name}: expected {expected}, got {got}")
    lines += [
        other.format(name=name, expected=tuple(expected), got=tuple(got))
        for name, expected, got in v["other"]
    ]
    yield from lines
    if more := v["more"]:
        yield ngettext("and {count} more", "and {count} more", more).format(count=more)


def what_to_declare(v: Values) -> Iterator[str]:
    """How other names and layouts are told, or what is wrong with how it was."""
    declared: dict[str, Any] = v.get("declared") or {}
    if declared.get("why") == "order":
        yield _(
            "Neither names nor order tell which weights are which. The first cases are right with these; "
            "if that is what you mean, say so in a comment:"
        )
        yield from weights_comment(declared["there"])
    elif declared:
        there = _(", ").join(declared["there"])
        text = _(DECLARED_WRONGLY[declared["why"]]).format(**{**declared, "there": there})
        yield at_line(declared["line"], declared.get("cell"), text)
    elif v["missing"] and v["unexpected"]:
        ours, theirs = (v[kind][0][0].rpartition(".") for kind in ("unexpected", "missing"))
        line = f"{ours[0] or ours[2]} = {theirs[0] or theirs[2]}"
        yield _("Other names and layouts are fine if a comment tells what each holds, as in:")
        yield from weights_comment([line])


def weights_comment(lines: Sequence[str]) -> Iterator[str]:
    """The comment that declares them, in as few lines as have room."""
    written = ""
    for line in lines:
        if written and len(COMMENT) + len(written) + len(line) + 2 > COMMENT_WIDTH:
            yield COMMENT + written
            written = ""
        written += f"; {line}" if written else line
    if written:
        yield COMMENT + written


def weights_lines(read: WeightsRead) -> list[str]:
    """How the weights of one class were read; a sentence, and the comment that says the same."""
    text = _("The weights of {name} were read by shapes, names and order as if the file said:")
    if read.declared:
        text = _("The weights of {name} were read as the file declares:")
    return [text.format(name=read.of), *weights_comment(read.lines)]
