"""Formulas in two forms: their symbols, and MathML."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from interview.bank import open_bank
from interview.bank.formulas import as_mathml, latex_symbols, plain_symbols, read_formulas


@pytest.mark.parametrize(
    ("plain", "latex"),
    [
        ("softmax(QᵢKᵢᵀ/√d)·Vᵢ", r"\text{softmax}\left(\frac{Q_i K_i^T}{\sqrt{d}}\right) V_i"),
        ("p(y_t | y_<t) ≥ 10⁻⁶", r"p(y_t \mid y_{<t}) \ge 10^{-6}"),
        ("Σ λ·max_len / Σ Φ(x′)", r"\frac{\sum \lambda\, \text{max\_len}}{\sum \Phi(x')}"),
        ("(1 − α)/‖v‖", r"\frac{1 - \alpha}{\|v\|}"),
        ("head₁, …, headₖ", r"\text{head}_1, \ldots, \text{head}_k"),
    ],
)
def test_both_forms_have_the_same_symbols(plain, latex):
    assert plain_symbols(plain) == latex_symbols(latex) != ""
    ET.fromstring(as_mathml(latex))


@pytest.mark.parametrize(
    ("plain", "latex"),
    [
        ("q·k/√d", r"\frac{q \cdot k}{d}"),
        ("q·k/√d", r"\frac{q \cdot k}{\sqrt{D}}"),
        ("a - b", "b - a"),
        ("a - b", "a + b"),
        ("D²", "D_3"),
        ("x ≤ y", r"x \ge y"),
    ],
)
def test_a_symbol_that_is_another_or_elsewhere_is_seen(plain, latex):
    assert plain_symbols(plain) != latex_symbols(latex)


def test_text_in_a_formula_is_text():
    math = as_mathml(r"\text{<script>alert(1)</script> &lt;b&gt;} a < b")
    assert "<script" not in math
    assert "<b" not in math
    assert "alert(1)" in "".join(ET.fromstring(math).itertext())


@pytest.mark.parametrize("latex", [r"\left(a", "x^a^b", "{" * 300, "x" * 401, ""])
def test_what_is_no_formula_is_one_kind_of_error(latex):
    with pytest.raises(ValueError, match=r"\w"):
        as_mathml(latex)


def test_an_unknown_command_is_an_error():
    for read in (latex_symbols, as_mathml):
        with pytest.raises(ValueError, match="href"):
            read(r"\href{javascript:x}{y}")


def test_the_bank_has_its_formulas_and_each_shows_what_is_typed():
    formulas, source = read_formulas(open_bank(None).root / "questions")
    assert source.problems == []
    assert len(formulas.formulas) > 200
    for plain, latex in formulas.formulas.items():
        shown = "".join(ET.fromstring(as_mathml(latex)).itertext())
        letters = re.sub(r"\W|_", "", plain_symbols(plain).replace("Σ", ""))
        seen = plain_symbols(shown).replace("ϵ", "ε").replace("ϕ", "φ")
        assert re.sub(r"\W|_", "", seen) == letters, plain
