"""Which key points a typed answer is seen to make."""

from __future__ import annotations

import pytest

from interview.matching import says_contrary, suggested_points
from interview.model.answer import KeyPoint


def seen(text, *terms):
    return suggested_points(text, [KeyPoint("?", terms)], "") == {0}


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("The scores go through a softmax.", "softmax"),
        ("the scores go through a sofmtax", "softmax"),
        ("they are concatenated", "concatenation"),
        ("we scale it", "scaled"),
        ("scaling by the width", "scaled"),
        ("the queries come from the decoder", "decoder queries"),
        ("QUERIES FROM DECODER", "queries from the decoder"),
        ("divide by √d", "sqrt(d)"),
        ("divide by the square root of d", "sqrt(d)"),
        ("the weights are T×T", "T by T"),
        ("of shape (B, H, T, d).", "(B, H, T, d)"),
        ("then W_O mixes", "W_O"),
        ("a layer norm follows", "layernorm"),
        ("you don't need a causal mask", "no causal mask"),
        ("it works without a causal mask", "no causal mask"),
        ("cross-attention", "cross attention"),
        ("Q comes from the decoder", "queries from the decoder"),
        ("K and V come from the final layer of the encoder", "keys and values from the encoder"),
        ("Q, K, V all come from x", "queries, keys and values from x"),
        ("the scores are T x S", "T by S"),
        ("the scores are (T, S)", "T by S"),
        ("only the source pad mask", "source padding mask"),
        ("一个残差", "skip connection"),
        ("a causal mask is not needed", "no causal mask"),
        ("it isn't square", "not square"),
        ("not only a causal mask", "causal mask"),
        ("Without it nothing works, but a causal mask helps", "causal mask"),
        ("the mask comes before the softmax", "mask before the softmax"),
        ("w/o caching, for each token the prefix is recomputed", "recompute prefix"),
        ("fewer heads of keys → no gain in FLOPs, same cost", "fewer heads keys"),
        ("infinite or not a number: skip the step", "skip step"),
        ("missing labels ≠ negatives", "missing labels not negatives"),
        ("enc attn sees all of it", "encoder attention"),
        ("don't forget the causal mask", "causal mask"),
        ("dont use one; but it attends to all keys", "sees all keys"),
        ("You divide by the root. Otherwise it saturates.", "saturate; sqrt"),
        ("without a cache the whole prefix is run again", "whole prefix"),
        ("divide by the total weight rather than by N", "divide by total weight"),
        ("a padding mask and no causal one", "padding mask"),
        ("RoBERTa without it", "RoBERTa without"),
        ("80 percent become a mask", "80% mask"),
        ("it goes on until </s>", "until eos"),
        ("share the same weights and do not interact", "same weights"),
        ("masked self-attention that does not peek", "masked self-attention"),
        ("no matter how bad they are they add up to p", "add up to p"),
        ("several independent yes/no decisions", "independent decisions"),
        ("the gradient w.r.t. x is the sum", "gradient is the sum"),
        ("all the tokens so far again", "tokens so far again"),
        ("**BERT is no generator.** It sees both sides", "sees both sides"),
        ("a context of 8k tokens", "8192 tokens"),
    ],
)
def test_a_term_is_found(text, term):
    assert seen(text, term)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("", "softmax"),
        ("the maximum", "softmax"),
        ("the ken of keynotes", "key"),
        ("two words", "W_O"),
        ("there is no causal mask", "causal mask"),
        ("a causal mask is needed", "no causal mask"),
        ("queries are made; much later, and somewhere else entirely, a decoder", "decoder queries"),
        ("layers are wise", "layerwise decay"),
        ("no activation, so it is linear", "non-linear"),
        ("queries from the encoder", "queries from the decoder"),
        ("keys from the decoder", "queries from the decoder"),
        ("queries from the encoder and keys from the decoder", "queries from the decoder"),
        ("queries, keys from the decoder", "queries from the decoder"),
        ("the softmax comes before the mask", "mask before the softmax"),
        ("divided by d, not by the square root of d", "square root of d"),
        ("divided by d instead of the square root of d", "square root of d"),
        ("it is not, as some say in talks on this, a causal mask", "decoder causal"),
        ("a causal mask is not needed", "causal mask"),
        ("Here is a causal matter. Mask it.", "causal mask"),
        ("micro average", "macro average"),
        ("both T and S", "T by S"),
        ("it works w/o a causal mask", "causal mask"),
        ("garbage w/o any exception", "exception"),
        ("don't just take the argmax of each", "argmax each"),
        ("missing labels ≠ negatives", "missing labels negatives"),
        ("it doesnt need a causal mask", "causal mask"),
        ("You divide by the root.", "saturate; sqrt"),
        ("it is done without any scaling", "scaling"),
        ("a sum rather than a mean", "mean"),
        ("do sum the rows O", "row sum dO O"),
        ("none of the heads sees it", "heads see"),
        ("hard ones go up to the large model", "grow"),
        ("the root of r", "r squared"),
        ("we scale the scores - a mask hides", "scores mask"),
        ("It saturates. You don't divide by the root.", "saturate; sqrt"),
    ],
)
def test_a_term_is_not_found(text, term):
    assert not seen(text, term)


@pytest.mark.parametrize(
    ("text", "term", "expected"),
    [
        ("两者用的是同一个序列。", "同一个序列", True),
        ("两者用的是同一序列。", "同一个序列", True),
        ("query 来自解码器", "query来自解码器", True),
        ("最后做缩放", "缩放", True),
        ("最后做缩小", "缩放", False),
        ("不需要因果掩码", "不需要因果掩码", True),
        ("并不需要因果掩码", "不需要因果掩码", True),
        ("需要因果掩码", "不需要因果掩码", False),
        ("这里没有因果掩码", "因果掩码", False),
        ("这里加因果掩码", "因果掩码", True),
        ("除以 √d", "除以 √d", True),
        ("用 softmax 归一化", "softmax", True),
        ("query 来自编码器", "query 来自解码器", False),
        ("Q 来自 decoder 的隐状态", "query 来自解码器", True),
        ("query 来自编码器 key 来自解码器", "query 来自解码器", False),
        ("不是除以根号 d", "除以根号 d", False),
        ("除以 d，而不是根号 d", "根号 d", False),
        ("因果 mask 不需要", "因果掩码", False),
        ("不用因果 mask", "不需要因果掩码", True),
        ("矩阵是 T 乘 S 的", "T×S", True),
        ("遮住源端填充", "mask 源端 padding", True),
        ("这是线性的", "非线性", False),
        ("不同的子空间", "子空间", True),
        ("能不能缩放", "缩放", True),
        ("权重是Ｔ×Ｓ的", "T×S", True),
        ("只对真实 token 求损失", "真实 token 求 loss", True),
        ("loss 只算真实 token", "损失只算真实 token", True),
        ("检查点里没有", "checkpoint 里没有", True),
        ("除以 temperature", "除以温度", True),
        ("双塔用来召回", "bi-encoder 用来召回", True),
        ("cross-encoder 负责重排", "交叉编码器负责重排", True),
        ("批次内的负例", "batch 内的负例", True),
        ("在 dev set 上选", "在验证集上选", True),
        ("optimizer 更新", "优化器更新", True),
        ("就地修改", "原地修改", True),
        ("瓶颈在内存带宽", "显存带宽", True),
        ("训练没有 loss", "损失", False),
        ("每个头看得到整句话", "每个头|各头 看到 整句|全部位置", True),
        ("各头关注全部位置", "每个头|各头 看到 整句|全部位置", True),
        ("每个头看得到全部的不同位置", "每个头|各头 看到 整句|全部位置", False),
        ("整句每个头看得到", "每个头|各头 看到 整句|全部位置", False),
        ("表不保存", "表 不|没有 保存", True),
        ("表保存", "表 不|没有 保存", False),
        ("表固定", "表 不更新|固定", True),
        ("表不固定", "表 不更新|固定", False),
        ("表更新", "表 不更新|固定", False),
        ("先升后降，学习率是线性的", "线性|直线; 升|增 降", True),
        ("学习率先升", "线性|直线; 升|增 降", False),
        ("softmax 一起算", "混|和 一起", False),
        ("混在一起", "混|和 一起", True),
        ("别把 padding 算进去", "padding 算进去", False),
        ("分别把两句编码", "两句 编码", True),
        ("除首子词以外全填 -100", "首子词 -100", False),
        ("除了选中的位置都填 -100", "选中 -100", False),
        ("除了转移分，还有起始分", "转移分", True),
        ("反传之后更新", "backward 之后", True),
        ("解码器看未来的词", "解码器 看未来", True),
        ("不管有没有掩码都看未来", "看未来", True),
        ("砍得越多越无聊", "砍 越多", True),
        ("一步一步地生成", "逐个 生成", True),
        ("开销小，不过最后得补一个 LayerNorm", "最后 补 LayerNorm", True),
        ("梯度穿不过 argmax", "梯度 穿 argmax", False),
        ("残差不过 LayerNorm", "残差 过 LayerNorm", False),
        ("方差差不多是 1", "方差 1", True),
        ("非对称量化要带零点", "量化 零点", True),
        ("激活是非线性的", "非线性", True),
        ("最后一个非 padding token 上接线性层", "接线性层", True),
        ("一个带上下文的向量（不是整句一个）", "上下文的向量", True),
        ("看 buffer 存不存进去", "buffer 存", True),
        ("它不会因此记住更多", "记住更多", False),
        ("无非是一个置换", "一个置换", True),
        ("什么都不存，mask、位置都从外面来", "mask 从外面来", True),
        ("没见过的文档上用 bootstrap", "用 bootstrap", True),
        ("r 的平方根", "r 的平方", False),
    ],
)
def test_chinese(text, term, expected):
    assert seen(text, term) is expected


def test_any_term_will_do_and_each_point_is_seen_alone():
    points = [KeyPoint("a", ("softmax", "weights")), KeyPoint("b", ("mask",))]
    assert suggested_points("weights", points, "") == {0}
    assert suggested_points("a mask and a softmax", points, "") == {0, 1}
    assert suggested_points("  \n", points, "") == set()


def test_a_term_of_the_question_does_not_count_when_repeated():
    points = [KeyPoint("a", ("mask", "causal"))]
    assert suggested_points("a mask", points, "Which mask is needed?") == set()
    assert suggested_points("a causal mask", points, "Which mask is needed?") == {0}


def test_a_word_of_the_points_is_no_other_one_misspelt():
    points = [KeyPoint("a", ("emissions",)), KeyPoint("b", ("elissions",))]
    assert suggested_points("emisssions", points, "") == {0}
    assert suggested_points("elissions", points, "") == {1}


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("start logit + end logit", "sum of start logit and end logit"),
        ("end>=start", "end at least start"),
        ("O(T K^2)", "O(T · K²)"),
        ("复杂度 T 乘 K 平方", "T · K²"),
        ("x + dropout(sublayer(norm(x)))", "x + f(norm(x))"),
        ("LN(x + f(x))", "norm(x + f(x))"),
        ("log p(y) - log q(y), summed", "log p(y) log q(y)"),
        ("the row sum of dO∘O", "row sum dO O"),
        ("a mean squared error without activation", "mse|squared without activation"),
    ],
)
def test_symbols_are_words(text, term):
    assert seen(text, term)


@pytest.mark.parametrize(
    ("text", "point", "term", "expected"),
    [
        ("RoBERTa kept it", "RoBERTa dropped it.", "RoBERTa", False),
        ("RoBERTa dropped it", "RoBERTa dropped it.", "RoBERTa", True),
        ("a small batch has fewer negatives", "A large batch has more negatives.", "batch negatives", True),
        ("a small batch has more negatives", "A large batch has more negatives.", "batch negatives", False),
        ("Post-norm is known, so it is easier to train", "Pre-norm is easier to train.", "easier to train", False),
        ("保留了 NSP", "去掉 NSP。", "NSP", False),
        ("长度超过上限就报错", "太短就报错。", "上限 报错", True),
    ],
)  # fmt: skip
def test_the_contrary_of_a_point_is_heard(text, point, term, expected):
    assert bool(suggested_points(text, [KeyPoint(point, (term,))], "")) is expected


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("The softmax runs over the keys.", True),
        ("A softmax over the keys. Its rows sum to one, not its columns.", True),
        ("The softmax is taken over the keys of each column, so columns sum to one.", False),
        ("Softmax over the keys. Every column sums to one.", False),
    ],
)
def test_who_says_a_contrary_of_a_point_does_not_make_it(text, made):
    """In whatever sentence, unless it is taken back there."""
    point = KeyPoint(
        "Softmax runs over the keys.", ("softmax over the keys",), ("column sums to one",)
    )
    assert (suggested_points(text, [point], "") == {0}) is made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Predict masked words, and whether B follows. A GPT predicts the next word.", True),
        ("Predict masked words and the next word.", False),
        ("Predict masked words. It predicts the next word. Every next word is guessed.", False),
        ("Predict masked words: BERT fills in blanks, a cloze, and guesses what is hidden, "
         "where GPT predicts the next word.", True),
        ("BERT fills in blanks, a cloze, and predicts the next word.", False),
    ],
)  # fmt: skip
def test_a_contrary_of_which_little_is_said_is_about_something_else(text, made):
    """A point is made with more terms in other sentences, or with four times as many in all."""
    terms = ("masked words", "whether B follows", "fill in blanks", "cloze", "guess hidden")
    contrary = ("predicts the next word", "next word is guessed")
    point = KeyPoint("It predicts masked words and whether B follows.", terms, contrary)
    assert (suggested_points(text, [point], "") == {0}) is made


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("[CLS] 放在最后", "CLS 最后", True),
        ("[CLS] 开头，每段最后一个 [SEP]", "CLS 最后", False),
        ("加载不报错就代表搬对了", "加载 不报错 代表", True),
        ("加载不报错不代表搬对了", "加载 不报错 代表", False),
        ("这里不需要偏移", "不需要 偏移", True),
        ("不用偏移的话，每个 token 都在位置 0", "不需要 偏移", False),
        ("每个 token 都在位置 0", "每个 token 位置0", True),
        ("要传偏移，否则每个 token 都在位置 0", "每个 token 位置0", False),
        ("边界错也算对", "边界 算对", True),
        ("边界和类型都对才算对", "边界 算对", False),
        ("不用关掉 dropout", "不用 dropout", True),
        ("关掉 dropout，不算梯度", "不用 dropout", False),
        ("先取概率再取 log", "先 概率 log", True),
        ("别先取概率再取 log", "先 概率 log", False),
    ],
)
def test_a_contrary_is_said_in_one_clause_and_meant(text, words, expected):
    """Neither taken back itself, nor only supposed, nor what something else needs."""
    assert says_contrary(text, words) is expected


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Attention moves it, the FFN does not.", True),
        ("The FFN moves it.", False),
        ("It moves by attention; an FFN follows, adds and then never moves.", True),
    ],
)
def test_a_contrary_is_said_of_its_subject(text, made):
    """In any order it would be seen in what is right as well."""
    point = KeyPoint("Attention moves.", ("moves",), ("FFN moves",))
    assert (suggested_points(text, [point], "") == {0}) is made
