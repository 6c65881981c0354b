"""One word for one thing: what `interview check` says of the words that a bank's glossary refuses."""

from __future__ import annotations

import re

import pytest

from interview.authoring.static_problems import static_problems, tell_bank_problems
from interview.bank import Bank, open_bank
from interview.bank.glossary import read_glossary, refused_words
from interview.bank.question_files import QuestionFiles
from tests.catalogues import read, strings
from tests.helpers.toy import change

BUNDLED = open_bank(None).root / "questions"
GLOSSARY, FILE = read_glossary(BUNDLED)

PAIRS = [
    *[("训练损失很小。", "loss"), ("一个批次有三句。", "batch"), ("加载检查点。", "checkpoint")],
    *[("KV cache 占满内存。", "显存"), ("GPU 内存不够。", "显存")],
    *[("预测头是线性层。", "任务头"), ("输出头是线性层。", "任务头")],
    *[("双塔更快。", "bi-encoder"), ("交叉编码器更准。", "cross-encoder")],
    *[("词向量乘以 √D。", "embedding"), ("词嵌入乘以 √D。", "embedding")],
    *[("它返回嵌入向量。", "embedding"), ("optimizer 不更新。", "优化器")],
    *[("除以 temperature。", "温度"), ("补齐到最长。", "padding"), ("左侧填充。", "padding")],
    *[("就地修改。", "原地"), ("融合 kernel 更快。", "融合算子"), ("decoding 很慢。", "decode")],
    *[("三个活假设。", "未结束的序列"), ("与它们站在哪里无关。", "所处位置")],
    *[("窗口应当保持安静。", "不给出答案"), ("让句子互相看一看。", "交互")],
    *[("MoE 路由器。", "路由网络"), ("双重指数级。", "双指数级"), ("一元词。", "一元组")],
    *[("二元词组。", "二元组"), ("选 15 % 的 token。", "%"), ("正面占 {p} %。", "%")],
]


def plant(question, text):
    """Puts a text where the toy question has its Chinese pitfalls."""
    change(question, "忘了缩放。", text, "zh.yaml")


def use_bundled(toy):
    text = (BUNDLED / "glossary.yaml").read_text(encoding="utf-8")
    (toy / "questions" / "glossary.yaml").write_text(text, encoding="utf-8")


def problems_told(toy):
    bank = Bank(toy)
    (card,) = bank.cards
    tell_bank_problems(bank)
    told = [*bank.problems, *static_problems(QuestionFiles(card.folder), [])]
    return [problem for problem in told if "glossary.yaml" in problem]


@pytest.mark.parametrize(("text", "word"), PAIRS)
def test_a_word_that_was_decided_against_is_told_with_its_line(toy, question, text, word):
    plant(question, text)
    assert problems_told(toy) == []
    use_bundled(toy)
    (told,) = problems_told(toy)
    assert f"zh.yaml:12: pitfalls: expected {word!r}, got " in told
    assert told.endswith(": use it")


@pytest.mark.parametrize(
    "text",
    [
        *["损失函数是交叉熵。", "用梯度检查点省显存。", "GloVe 词向量也行。", "分数用 0 填充。"],
        *["也检查内存不连续的输入。", "张量在内存里不连续。", "把文件读进内存。", "**bi-encoder**（双塔）更快。", "批量矩阵乘法。"],
        *["用 `optimizer` 和 `temperature`。", "有 {optimizer} 个。", "optimizers_of 不是这个词。"],
    ],
)  # fmt: skip
def test_what_says_something_else_or_is_code_is_left_alone(text):
    assert list(refused_words(GLOSSARY, text)) == []


def test_each_place_is_told_and_none_twice(toy, question):
    use_bundled(toy)
    plant(question, "|\n  掩码。`损失` 是代码。\n\n  - 损失和批次。\n  - 又是损失。")
    told = "\n".join(problems_told(toy))
    assert re.findall(r"zh\.yaml:(\d+): pitfalls: .* got '(\w+)'", told) == [
        *[("15", "损失"), ("15", "批次"), ("16", "损失")]
    ]


def test_titles_and_the_names_of_cases_are_looked_at_and_what_learners_may_say_is_not(
    toy, question
):
    use_bundled(toy)
    change(question, "title: 玩具题", "title: 损失", "zh.yaml")
    change(question, "cases: [普通", "cases: [批次", "zh.yaml")
    change(question, "terms: [缩放", "contrary: [损失], terms: [损失, 批次, 缩放", "zh.yaml")
    title, case = problems_told(toy)
    assert "zh.yaml:1: title: expected 'loss'" in title
    assert "zh.yaml:18: exercise.cases.0: expected 'batch'" in case


def test_shared_mistakes_are_told_once_of_their_own_file(toy):
    use_bundled(toy)
    words = "parts:\n  p:\n    mistakes:\n      m: {says: The 损失., zh: 损失太大。}\n"
    (toy / "questions" / "mistakes.yaml").write_text(words, encoding="utf-8")
    (told,) = problems_told(toy)
    assert "mistakes.yaml:4: parts.p.mistakes.m.zh: expected 'loss', got '损失'" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("words: {loss: {means: l, refused: ['(']}}", ":1: words.loss.refused.0: not a regular expression"),
        ("words: {loss: {means: l, near: ['x*']}}", ":1: words.loss.near.0: 'x*' is found even in an empty text"),
        ("words: {loss: {refused: [a]}}", ":1: words.loss.means: missing: add this key"),
        ("words:\n  a: {means: a, refused: [b]}\n  b: {means: b}", ":3: words.b: is refused itself, by 'a'"),
        ("words: [", ":2: not valid YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_glossary_is_told_once_with_its_line(toy, text, told):
    (toy / "questions" / "glossary.yaml").write_text(text, encoding="utf-8")
    (problem,) = problems_told(toy)
    assert f"glossary.yaml{told}" in problem


def test_the_bundled_bank_has_one_word_for_one_thing():
    """What its questions share; each of them is proved in `test_bundled_bank`."""
    bank = open_bank(None)
    tell_bank_problems(bank)
    assert bank.problems == []


def test_so_has_the_interface():
    for text in read("zh"):
        for string in strings(text):
            assert [refused.found for refused in refused_words(GLOSSARY, string)] == [], string


def test_every_refused_word_of_the_bundled_glossary_can_be_found():
    """An entry is worth nothing if another part of it lets everything through."""
    assert FILE is not None
    assert FILE.problems == []
    found = {refused.word for text, _ in PAIRS for refused in refused_words(GLOSSARY, text)}
    assert found == {word for _, word in PAIRS}
    assert found <= set(GLOSSARY.words)
