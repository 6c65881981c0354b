"""What a learner may type for a shape, a number or a choice, and how it is marked."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview.bank.drills import AskedDrill, draw_drill
from interview.model.answer import Drill
from interview.practice.drill.marking import (
    kind_of_drill,
    mark_drill,
    mark_number,
    parse_choices,
    parse_shape,
)
from interview.practice.drill.numbers import number_readings

OPTIONS = ("a causal mask", "keys", "queries", "none at all")


@pytest.mark.parametrize(
    "text",
    [
        "(2, 4, 5, 9)",
        "[2,4,5,9]",
        "2x4x5x9",
        "2 x 4 x 5 x 9",
        "2×4×5×9",
        "2*4*5*9",
        "2 4 5 9",
        "2,4,5,9",
        "2, 4, 5, 9,",
        "（2，4，5，9）",
        "（２，４，５，９）",
        "2、4、5、9",
        "torch.Size([2, 4, 5, 9])",
        "  (2, 4, 5, 9).",
        "2X4X5X9",
        "{2; 4; 5; 9}",
        "shape (2,4,5,9)",
        "形状：(2, 4, 5, 9)",
        "= (2,4,5,9)",
        "【2，4，5，9】",
        "(2, 2*2, 5, 3x3)",
        "(2, 8/2, 5, 45//5)",
        "(B,H,d,S) = (2,4,5,9)",
        "B=2,H=4,d=5,S=9",
        "(B=2, H=4, d=5, S=9)",
        "`(2, 4, 5, 9)`",
        "`2`, `4`, `5`, `9`",
    ],
)
def test_one_shape_in_many_ways(text):
    assert parse_shape(text) == (2, 4, 5, 9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", (5,)),
        ("(5,)", (5,)),
        ("()", ()),
        ("[]", ()),
        ("(8*4, 12000)", (32, 12000)),
        ("(15, 10k)", (15, 10000)),
        ("(15,10_000)", (15, 10000)),
        ("(4,30,522)", (4, 30, 522)),
        ("8*4", (8, 4)),
    ],
)
def test_short_shapes(text, expected):
    assert parse_shape(text) == expected


@pytest.mark.parametrize(
    "text", ["", "B, T", "two by four", "(2, -4)", "2.5 x 4", "(2, , 4)", "?", "(4, 30,522)"]
)
def test_what_is_no_shape(text):
    assert parse_shape(text) is None


@given(
    st.lists(st.integers(0, 10**6), max_size=6), st.sampled_from([", ", ",", "x", " × ", "，", " "])
)
def test_every_shape_is_read_back(sizes, separator):
    assert parse_shape("(" + separator.join(map(str, sizes)) + ")") == tuple(sizes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7087872", 7087872),
        ("7_087_872", 7087872),
        ("7,087,872", 7087872),
        ("7 087 872", 7087872),
        ("7'087'872", 7087872),
        ("７，０８７，８７２", 7087872),
        ("7.1M", 7.1e6),
        ("7.1 million", 7.1e6),
        ("7.09e6", 7.09e6),
        ("709万", 7.09e6),
        ("1.2亿", 1.2e8),
        ("12k", 12000),
        ("-3", -3),
        ("−3", -3),
        ("1/3", 1 / 3),
        ("2^20", 2**20),
        ("2**20", 2**20),
        ("4·512²", 4 * 512**2),
        ("10⁻³", 1e-3),
        ("4 x 512 x 513", 4 * 512 * 513),
        ("4 * (512*512 + 512)", 4 * (512 * 512 + 512)),
        ("√64", 8),
        ("sqrt(64)", 8),
        ("ln(1)", 0),
        ("≈ 0.95", 0.95),
        ("about 12", 12),
        ("约12", 12),
        ("= 12", 12),
        ("0,95", 0.95),
        (".5", 0.5),
        ("12 tokens", 12),
        ("12个", 12),
        ("ln 8", math.log(8)),
        ("ln8", math.log(8)),
        ("log 8", math.log(8)),
        ("3 ln 2", 3 * math.log(2)),
        ("log2(8)", 3),
        ("64*64 = 4096", 4096),
        ("log(8) = 2.08", 2.08),
        ("负3", -3),
        ("½", 0.5),
        ("2½", 2.5),
        ("90%", 0.9),
        ("90 percent", 0.9),
        ("百分之90", 0.9),
        ("12M", 12e6),
        ("12。", 12),
    ],
)
def test_one_number_in_many_ways(text, expected):
    assert number_readings(text)[0] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("256", "MiB", (256,)),
        ("256 MiB", "MiB", (256,)),
        ("256MB", "MiB", (256, 256e6 / 2**20)),
        ("256M", "MiB", (256, 256e6 / 2**20, 256e6)),
        ("0.25 GiB", "MiB", (256,)),
        ("256 GiB", "MiB", (262144,)),
        ("1024 bytes", "MiB", (2**-10,)),
        ("2097152 B", "bytes", (2097152,)),
        ("2097152B", "bytes", (2097152,)),
        ("4*2048*256 B", "bytes", (2097152,)),
        ("2097152 字节", "bytes", (2097152,)),
        ("2 MiB", "bytes", (2097152,)),
        ("2048 KiB", "bytes", (2097152,)),
        ("4k", "bytes", (4096, 4000)),
        ("90%", "percent", (90,)),
        ("90", "percent", (90,)),
    ],
)
def test_a_number_is_read_in_the_unit_that_was_asked_for(text, unit, expected):
    assert number_readings(text, unit) == expected


@pytest.mark.parametrize(
    ("text", "answer", "unit"),
    [
        ("256 GiB", 256, "MiB"),
        ("256 KiB", 256, "MiB"),
        ("256k", 256, "MiB"),
        ("12k", 12, ""),
        ("12M", 12, ""),
        ("12%", 12, ""),
        ("0.5%", 0.5, ""),
        ("790272k", 790272, ""),
    ],
)
def test_the_right_figure_in_a_wrong_unit_is_wrong(text, answer, unit):
    assert mark_number(answer, 0.0, text, unit).outcome == "wrong"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "many",
        "1/0",
        "9**9**9",
        "(-8)**0.5",
        "__import__('os')",
        "x",
        "12 MiB",
        "12 bytes",
        "64*64 = 4000",
        "1 if 1 else 2",
        "(" * 500,
        "9" * 4000,
        "1e999",
    ],
)
def test_what_is_no_number(text):
    assert number_readings(text) == ()


@pytest.mark.parametrize(
    ("text", "tolerance", "outcome"),
    [
        ("7087872", 0.0, "right"),
        ("7_087_872", 0.0, "right"),
        ("7.087872e6", 0.0, "right"),
        ("7.1M", 0.0, "rounded"),
        ("7M", 0.0, "rounded"),
        ("7.09e6", 0.0, "rounded"),
        ("7087873", 0.0, "wrong"),
        ("7.2M", 0.0, "wrong"),
        ("7.1M", 0.01, "right"),
        ("7.09e6", 0.001, "right"),
        ("7.2M", 0.01, "wrong"),
        ("8M", 0.01, "wrong"),
        ("lots", 0.01, "unreadable"),
    ],
)
def test_a_number_is_judged_by_its_tolerance(text, tolerance, outcome):
    assert mark_number(7_087_872, tolerance, text).outcome == outcome


def test_a_small_exact_number_is_never_called_rounded():
    assert mark_number(997, 0.0, "1000").outcome == "wrong"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("b", ("keys",)),
        ("B", ("keys",)),
        ("b)", ("keys",)),
        ("(B)", ("keys",)),
        ("Ｂ", ("keys",)),
        ("bc", ("keys", "queries")),
        ("C, B", ("keys", "queries")),
        ("B、C", ("keys", "queries")),
        ("b and c", ("keys", "queries")),
        ("b和c", ("keys", "queries")),
        ("Keys", ("keys",)),
        ("a causal mask", ("a causal mask",)),
        ("e", ()),
        ("", ()),
        ("2", ()),
    ],
)
def test_choices_by_letter_or_in_full(text, expected):
    assert parse_choices(OPTIONS, text) == expected


@pytest.mark.parametrize(
    ("right", "text", "outcome"),
    [
        (("keys",), "b", "right"),
        (("keys",), "c", "wrong"),
        (("keys",), "bc", "unreadable"),
        (("keys", "queries"), "cb", "right"),
        (("keys", "queries"), "b", "wrong"),
        (("keys", "queries"), "abc", "wrong"),
    ],
)
def test_a_choice_is_right_when_exactly_the_right_ones_are_chosen(right, text, outcome):
    wrong = tuple(option for option in OPTIONS if option not in right)
    drill = Drill(ask="?", because="!", right=right, wrong=wrong)
    assert mark_drill(drill, AskedDrill("?", right, "!", OPTIONS), text).outcome == outcome


def test_kinds():
    assert kind_of_drill(Drill("", "", shape="(1,)")) == "shape"
    assert kind_of_drill(Drill("", "", number="1")) == "number"
    assert kind_of_drill(Drill("", "", right=("a",), wrong=("b",))) == "one"
    assert kind_of_drill(Drill("", "", right=("a", "b"), wrong=("c",))) == "several"


def test_every_drill_of_the_bank_accepts_its_own_answer():
    from interview.bank import open_bank

    bank = open_bank(None)
    for card in bank.cards:
        for lang in ("en", "zh"):
            for drill in bank.load(card, lang).drills:
                for seed in range(5):
                    asked = draw_drill(drill, seed)
                    typed = (
                        "".join(chr(97 + asked.options.index(option)) for option in asked.answer)
                        if drill.right
                        else repr(asked.answer)
                    )
                    assert mark_drill(drill, asked, typed).outcome == "right", (
                        card.id,
                        drill.ask,
                        typed,
                    )
