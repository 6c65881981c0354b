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
        (
            "x̂₁ ← ∇k ∘ ln m̂ ± i mod n",
            r"\hat{x}_1 \leftarrow \nabla k \circ \ln \hat{m} \pm i \bmod n",
        ),
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
        ("x̂·y", r"x \hat{y}"),
        ("x̂·y", "x y"),
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


@pytest.mark.parametrize(
    ("latex", "parts"),
    [
        (r"-\log \sigma(-z)", "−:prefix log:0em:0.1667em σ ( −:prefix z )"),
        (r"\beta \log(1 - p)", "β log:0.1667em:0em ( 1 − p )"),
        (r"a\, \min\left(b\right)", "a min:0em:0em (:prefix b ):postfix"),
        (r"\max_j q", "max:0em:0.1667em j q"),
    ],
)
def test_signs_and_functions_have_the_spaces_of_tex(latex, parts):
    shown = [element for element in ET.fromstring(as_mathml(latex)).iter() if element.text]
    told = [
        ":".join([e.text, *filter(None, map(e.get, ("lspace", "rspace")))])
        if e.get("lspace")
        else ":".join(filter(None, [e.text, e.get("form")]))
        for e in shown
    ]
    assert told == parts.split()


def test_text_is_no_space_and_every_sign_is_an_operator():
    math = as_mathml(r"\text{a} - \infty \pm \text{b}")
    tags = [element.tag.partition("}")[2] for element in ET.fromstring(math).iter() if element.text]
    assert tags == ["mi", "mo", "mi", "mo", "mi"]


def test_an_unknown_command_is_an_error():
    for read in (latex_symbols, as_mathml):
        with pytest.raises(ValueError, match="href"):
            read(r"\href{javascript:x}{y}")


@pytest.mark.parametrize("member", open_bank(None).members)
def test_each_bank_has_its_formulas_and_each_shows_what_is_typed(member):
    formulas, source = read_formulas(member.questions)
    assert source.problems == []
    assert len(formulas.formulas) > 200
    for plain, latex in formulas.formulas.items():
        shown = "".join(ET.fromstring(as_mathml(latex)).itertext())
        letters = re.sub(r"\W|_|Σ", "", plain_symbols(plain))
        seen = plain_symbols(shown).replace("ϵ", "ε").replace("ϕ", "φ")
        assert re.sub(r"\W|_|Σ", "", seen) == letters, plain


def test_no_formula_is_told_by_two_banks():
    """The book takes all of them together."""
    each = [set(read_formulas(member.questions)[0].formulas) for member in open_bank(None).members]
    assert sum(map(len, each)) == len(set().union(*each))
