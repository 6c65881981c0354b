"""A wrong matrix as pictures: expected, got, and what is between."""

from __future__ import annotations

from math import nan

from interview.messages import N_, _
from interview.model.picture import HeatMap
from interview.model.verdict import Matrices, MatrixRows

MATRIX_KINDS = {
    "weights": N_("weights, white is 0"),
    "mask": N_("a mask, white is False"),
    "table": N_("a table, white is 0"),
}


def heat_maps(told: Matrices) -> list[HeatMap]:
    """Expected, got and got minus expected, which has a scale of its own."""
    expected, got = with_nan(told.expected), with_nan(told.got)
    difference = [
        [mine - right for right, mine in zip(*rows, strict=True)]
        for rows in zip(expected, got, strict=True)
    ]
    titles = _("expected"), _("got"), _("difference")
    return [
        HeatMap({"en": title}, values)
        for title, values in zip(titles, (expected, got, difference), strict=True)
    ]


def with_nan(rows: MatrixRows) -> list[list[float]]:
    return [[nan if number is None else number for number in row] for row in rows]


def matrices_heading(told: Matrices) -> str:
    """`The result of “padded memory” at [0, 1] (weights, white is 0):`"""
    where = ", ".join(map(str, told.index))
    text = _("The result of “{case}” ({kind}):")
    if told.index:
        text = _("The result of “{case}” at [{where}] ({kind}):")
    return text.format(case=told.case, where=where, kind=_(MATRIX_KINDS[told.kind]))
