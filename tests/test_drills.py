"""Each drill of the banks that are shipped, computed in another way from its wording alone."""

from __future__ import annotations

import importlib
import math
import re
import string
from pathlib import Path

import pytest
import torch

from interview.bank import open_bank
from interview.bank.drills import draw_drill
from interview.practice.drill.marking import mark_drill
from tests.drills.recomputed import RECOMPUTED, TOLD

for module in sorted((Path(__file__).parent / "drills").glob("of_*.py")):
    importlib.import_module(f"tests.drills.{module.stem}")

DRAWS = 12
BANK = open_bank(None)
DRILLS = [(card.id, drill) for card in BANK.cards for drill in BANK.load(card).drills]
NUMBER = r"-?\d[\d,]*(?:\.\d+)?"
DIGITS = {"nearest": 0, "one": 1, "two": 2, "three": 3, "four": 4}
ROUNDED = re.compile(
    rf"\b({'|'.join(DIGITS)}) (?:decimals?|digits? after the point|whole)", re.IGNORECASE
)
MOST_TOLERANCE = 0.03
"""A tolerance is a share of the answer: 0.6 would take 40 for 100."""


@pytest.fixture(autouse=True)
def exact():
    torch.manual_seed(0)
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def drills_with(question, words):
    return [drill for id, drill in DRILLS if id == question and words in drill.ask]


def values_in(text, ask):
    """The numbers that stand in a drawn text where its template has names."""
    pattern, known = "", set()
    for before, name, _form, _conversion in string.Formatter().parse(ask):
        pattern += re.escape(before)
        if name:
            pattern += f"(?P={name})" if name in known else f"(?P<{name}>{NUMBER})"
            known.add(name)
    found = re.fullmatch(pattern, text).groupdict()
    plain = {name: number.replace(",", "") for name, number in found.items()}
    return {name: float(n) if "." in n else int(n) for name, n in plain.items()}


def true_options(drill, said):
    """The options that are true, from what is said of each by some of its words, or by all."""
    options = [*drill.right, *drill.wrong]
    meant = {
        words: [words] if words in options else [option for option in options if words in option]
        for words in said
    }
    assert sorted(option for found in meant.values() for option in found) == sorted(options)
    return {meant[words][0] for words, is_true in said.items() if is_true}


def test_each_drill_has_one_recomputation():
    """Add one to `tests/drills/of_….py`, or `told(…)` for a choice with nothing to compute."""
    for id, drill in DRILLS:
        keys = [key for key in (*RECOMPUTED, *TOLD) if key[0] == id and key[1] in drill.ask]
        assert len(keys) == 1, (id, drill.ask)
        assert drill.right or keys[0] in RECOMPUTED, (id, drill.ask)


def test_each_recomputation_is_of_one_drill():
    assert [key for key in (*RECOMPUTED, *TOLD) if len(drills_with(*key)) != 1] == []


@pytest.mark.parametrize("key", RECOMPUTED, ids=": ".join)
def test_a_drill_comes_to_what_its_wording_says(key):
    (drill,) = drills_with(*key)
    texts: set[str] = set()
    for seed in range(DRAWS):
        asked = draw_drill(drill, seed)
        if asked.text in texts:
            continue
        texts.add(asked.text)
        got = RECOMPUTED[key](**values_in(asked.text, drill.ask))
        if drill.right:
            assert true_options(drill, got) == set(asked.answer)
        elif drill.shape is not None:
            assert got == asked.answer, asked.text
        else:
            assert math.isclose(got, asked.answer, rel_tol=1e-9, abs_tol=1e-12), asked.text


def test_a_tolerance_is_for_rounding_only():
    assert [drill.ask for _, drill in DRILLS if drill.tolerance > MOST_TOLERANCE] == []


ASKED_ROUNDED = [drill for _, drill in DRILLS if ROUNDED.search(drill.ask)]


@pytest.mark.parametrize("drill", ASKED_ROUNDED, ids=lambda drill: drill.ask[:40])
def test_an_answer_with_as_many_digits_as_asked_for_is_right(drill):
    digits = DIGITS[ROUNDED.search(drill.ask)[1].lower()]
    for seed in range(100):
        asked = draw_drill(drill, seed)
        typed = f"{asked.answer:.{digits}f}"
        assert mark_drill(drill, asked, typed).outcome == "right", (asked.text, typed)
