"""The names that go through data and YAML in English, as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from interview.messages import N_, _, ngettext, spoken

if TYPE_CHECKING:
    from interview.model.question import Case, Raise
    from interview.model.verdict import CaseResult

NAMES_IN_DATA = (
    # verdicts and cases
    *(N_("accepted"), N_("not written"), N_("wrong"), N_("crashed"), N_("timeout")),
    *(N_("out of memory"), N_("forbidden"), N_("invalid"), N_("judge error")),
    *(N_("passed"), N_("failed"), N_("skipped")),
    # what is checked
    *(N_("gradients"), N_("differentiable"), N_("non-contiguous"), N_("non-contiguous inputs")),
    *(N_("integers"), N_("second call"), N_("a second call"), N_("common")),
    *(N_("inputs unchanged"), N_("state"), N_("operations"), N_("parameters"), N_("raises")),
    *(N_("definition"), N_("syntax"), N_("import"), N_("memory"), N_("time"), N_("file")),
    *(N_("device"), N_("on another device")),
    # topics and difficulties
    *(N_("attention"), N_("position"), N_("architecture"), N_("bert"), N_("tasks")),
    *(N_("generation"), N_("easy"), N_("medium"), N_("hard")),
)
GROUP_NAMES = {
    "core": N_("core"),
    "edges": N_("edge cases"),
    "errors": N_("promised errors"),
    "numerics": N_("precision"),
}
IN_LISTS = {"non_contiguous": "non-contiguous"}
STANDING_ALONE = {"non_contiguous": "non-contiguous inputs", "second_call": "a second call"}
"""Names that need more than their own words when they stand alone."""


def name_in_words(name: str) -> str:
    """`not_written` as "not written", in the language in use; a topic as its bank has it, an unknown as it is."""
    if hasattr(name, "words"):
        return spoken(name)
    return _(STANDING_ALONE.get(name, name.replace("_", " ")))


def group_in_words(group: str) -> str:
    """A group of cases, in the language in use."""
    return _(GROUP_NAMES[group])


def names_in_words(names: Iterable[str]) -> str:
    """Several of them in a list."""
    return _(", ").join(_(IN_LISTS.get(name, name.replace("_", " "))) for name in names)


def case_name(case: CaseResult | Case | Raise) -> str:
    """As its question has it; of what is judged on its own, in the language in use."""
    from interview.model.question import NAMES_APART

    return _(case.name) if case.name in NAMES_APART.values() else case.name


def quoted_names(names: Sequence[str], most: int) -> str:
    """The first of them in quotes, and how many more there are."""
    text = _(", ").join(_("“{name}”").format(name=name) for name in names[:most])
    if more := len(names[most:]):
        shown = ngettext("{names} and {count} more", "{names} and {count} more", more)
        text = shown.format(names=text, count=more)
    return text
