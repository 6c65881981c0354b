"""Which key points of the bundled questions a typed answer is seen to make.

That each is made by its own words, the model answer and every one of its terms, a question's proof tells
(`tests/test_bundled_bank.py`).
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache

import pytest

from interview.bank import open_bank
from interview.matching import suggested_points
from interview.matching.choices import readings
from interview.matching.terms import Term
from interview.model.answer import KeyPoint

BANK = open_bank(None)
LANGS = ("en", "zh")
IN_EACH_LANGUAGE = [(card, lang) for lang in LANGS for card in BANK.cards]


@cache
def loaded(card, lang):
    return BANK.load(card, lang)


def ticked(lang, number, text):
    """The numbers of the points ticked, as a learner sees them."""
    question = loaded(BANK.cards[number - 1], lang)
    return {place + 1 for place in suggested_points(text, question.key_points, question.ask)}


@pytest.fixture(
    params=IN_EACH_LANGUAGE, ids=[f"{card.slug}-{lang}" for card, lang in IN_EACH_LANGUAGE]
)
def question(request):
    return loaded(*request.param)


def test_repeating_the_question_makes_no_point(question):
    assert not suggested_points(question.ask, question.key_points, question.ask)


SAMPLED = 5
"""Each so manieth term of a point, or point of a question, is tried."""
NEGATED = (
    *("It is not {}.", "Without {} it works as well.", "There is no {}.", "{} is not needed."),
    *("不是{}。", "这里没有{}。", "不需要{}。", "{}不需要。"),
)


def test_a_term_taken_back_is_not_seen(question):
    """With each of its halves, as what is said in one of them can stand in another."""
    for point in question.key_points:
        for place, term in enumerate(point.terms[::SAMPLED]):
            for said in readings(term):
                for form in () if Term(said).negates else NEGATED[place % 2 :: 4]:
                    text = " ".join(form.format(half.strip()) for half in said.split(";"))
                    assert not suggested_points(text, [KeyPoint("", (said,))], question.ask), text


def test_one_sentence_makes_few_other_points():
    """Measured: 2.8 % of the others, all of them because the sentence names their subject as well."""
    other = asked = 0
    for question in (loaded(card, lang) for card, lang in IN_EACH_LANGUAGE):
        for place, point in list(enumerate(question.key_points))[::SAMPLED]:
            other += len(suggested_points(point.point, question.key_points, question.ask) - {place})
            asked += len(question.key_points) - 1
    assert other / asked <= 0.04


@pytest.mark.parametrize(
    ("lang", "number", "text"),
    [
        ("zh", 7, "交叉注意力的 query 来自编码器，key 和 value 来自解码器。"),
        ("zh", 7, "交叉注意力的 query 来自编码器的输出，key 和 value 来自解码器的输出。"),
        ("zh", 7, "Q 由编码器得到，K 和 V 由解码器得到。"),
        ("zh", 7, "key 和 value 来自解码器 query 来自编码器"),
        ("zh", 7, "交叉注意力需要因果掩码。"),
        (
            "en",
            7,
            "In cross-attention the queries come from the encoder, and keys and values come from the decoder.",
        ),
        (
            "en",
            7,
            "In cross-attention queries come from the encoder's output, keys and values from the decoder.",
        ),
        (
            "en",
            7,
            "The keys and values come from the decoder and the queries come from the encoder.",
        ),
        ("en", 7, "Q from the encoder, K, V from the decoder"),
        ("en", 7, "Queries come from the memory. Keys and values come from the decoder."),
        ("en", 7, "The encoder provides the queries and the decoder provides the keys and values."),
        ("en", 7, "Cross-attention needs a causal mask, but no padding mask."),
        ("en", 7, "The keys and values are not computed once."),
        ("en", 5, "It is one linear layer and no activation, so it is linear."),
        ("zh", 5, "只有一个线性层，没有激活函数，所以是线性的。"),
        ("en", 2, "divided by d, not by the square root of d"),
        ("en", 2, "The scores are not divided by the square root of d."),
        ("en", 2, "The scores are divided by d instead of √d."),
        ("zh", 2, "除以 d，而不是 √d。"),
        ("zh", 2, "不除以根号 d。"),
        ("zh", 5, "前馈网络在位置之间混合信息，没有残差，也不做 LayerNorm。"),
        ("en", 6, "The encoder is autoregressive, and the decoder is bidirectional."),
        ("zh", 6, "编码器是自回归的，用因果掩码；解码器是双向的。"),
        ("en", 12, "The loss is not only over the chosen positions but over every token."),
        ("en", 10, "Pre-norm is norm(x + f(x)), post-norm is x + f(norm(x))."),
        ("zh", 10, "pre-norm 是 norm(x + f(x))，post-norm 是 x + f(norm(x))。"),
        ("en", 21, "Micro-F1 averages the labels' F1 values; macro-F1 adds up the counts first."),
        ("zh", 21, "micro-F1 是各标签 F1 的平均，macro-F1 先把计数加起来。"),
        ("en", 25, "The start must come after the end."),
        ("zh", 25, "起点不早于终点。"),
    ],
)
def test_the_opposite_makes_no_point(lang, number, text):
    assert ticked(lang, number, text) == set()


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (
            "en",
            "Self attention: Q, K, V come from the same x. Cross attention: Q comes from the decoder "
            "hidden state, K and V from the encoder's final hidden states. Scores are T x S, only the "
            "encoder pad mask is applied, K and V of the encoder can be precomputed once.",
        ),
        (
            "zh",
            "自注意力：Q、K、V 都来自同一个 x。交叉注意力：Q 来自解码器的隐状态，K 和 V 来自编码器最后的隐状态。"
            "权重矩阵是 T 乘 S，只用编码器的 pad mask，不用因果 mask。编码器的 K、V 可以预先算好，每步重复利用。",
        ),
    ],
)
def test_an_answer_in_other_words_is_seen(lang, text):
    """Not the first point: the answer does not say that both use the same formula."""
    assert ticked(lang, 7, text) == {2, 3, 4, 5, 6}


def test_no_heavy_module_is_loaded():
    code = "import sys, interview.matching as m; m.suggested_points('a mask', [], ''); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert not {"torch", "numpy", "pydantic", "yaml", "rich"} & set(loaded.stdout.split())
