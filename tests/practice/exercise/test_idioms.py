"""Which idioms are seen in an attempt, and what looks like one and is none."""

from __future__ import annotations

import pytest

from interview.practice.exercise.idioms import IDIOMS, idiom_to_ask_about, idioms_in
from interview.screen.prose import PLAIN_PARAGRAPH
from interview.wording.idioms import IDIOM_WORDS
from tests.helpers.toy import REFERENCE

SCORES = "def f(q, k, v, mask):\n    s = q @ k.mT\n    {line}\n    return s.softmax(-1) @ v\n"
PLAIN = "def f(x, w, ids, n):\n    {line}\n    return x\n"


def seen(source: str) -> list[str]:
    return [idiom.id for idiom in idioms_in(source)]


@pytest.mark.parametrize(
    ("id", "source"),
    [
        ("large-negative", SCORES.format(line="s = s.masked_fill(~mask, -1e9)")),
        ("large-negative", SCORES.format(line="s = s + (1.0 - mask) * -10000000.0")),
        ("large-negative", "LOW = -1e9\n" + SCORES.format(line="s = torch.where(mask, s, LOW)")),
        ("softmax-then-log", PLAIN.format(line="x = torch.log(F.softmax(x, dim=-1) + 1e-9)")),
        ("softmax-then-log", PLAIN.format(line="p = x.softmax(-1)\n    x = p.log()")),
        ("exp-over-sum", PLAIN.format(line="e = x.exp()\n    x = e / e.sum(-1, keepdim=True)")),
        ("nan-to-num", PLAIN.format(line="x = torch.nan_to_num(x)")),
        (
            "loop-over-heads",
            PLAIN.format(line="for h in range(self.num_heads):\n        x = x[:, h] @ w[h]"),
        ),
        ("loop-over-heads", PLAIN.format(line="x = [q[h] @ w[h] for h in range(num_heads)]")),
        ("growing-cat", PLAIN.format(line="while n:\n        ids = torch.cat([ids, x], dim=1)")),
        ("item-in-loop", PLAIN.format(line="for i in ids:\n        n = x[i].item()")),
        (
            "loop-over-axis",
            PLAIN.format(line="for b in range(x.size(0)):\n        out.append(x[b] @ w)"),
        ),
        ("repeat", PLAIN.format(line="x = x.repeat(n, 1, 1)")),
        ("repeat-interleave", PLAIN.format(line="x = x.repeat_interleave(n, dim=0)")),
        ("smallest-number", REFERENCE),
        ("infinite-mask", SCORES.format(line="s = s.masked_fill(~mask, float('-inf'))")),
        ("infinite-mask", SCORES.format(line="s = torch.where(mask, s, -torch.inf)")),
        ("in-place", PLAIN.format(line="x.masked_fill_(ids, 0.0)")),
        ("one-hot-product", PLAIN.format(line="x = F.one_hot(ids, n).to(w.dtype) @ w")),
        (
            "exp-below-maximum",
            PLAIN.format(line="e = (x - x.amax(-1, True)).exp()\n    x = e / e.sum(-1, True)"),
        ),
        ("fused-attention", PLAIN.format(line="x = F.scaled_dot_product_attention(x, x, x)")),
        ("contiguous-view", PLAIN.format(line="x = x.transpose(1, 2).contiguous().view(n, 4)")),
        ("scaled-product", PLAIN.format(line="x = torch.matmul(x, w) / math.sqrt(n)")),
        ("biased-variance", PLAIN.format(line="x = x.var(-1, keepdim=True, unbiased=False)")),
        ("functional-dropout", PLAIN.format(line="x = F.dropout(x, self.p, self.training)")),
        ("no-grad", "@torch.no_grad()\n" + PLAIN.format(line="x = w")),
        ("kept-buffer", PLAIN.format(line="self.register_buffer('table', x)")),
        ("reshape-of-turned", PLAIN.format(line="x = x.permute(0, 2, 1, 3).reshape(n, 4)")),
        ("einsum-of-two", PLAIN.format(line="x = torch.einsum('bhqd,bhkd->bhqk', x, w)")),
    ],
)
def test_an_idiom_is_seen(id, source):
    assert id in seen(source)


@pytest.mark.parametrize(
    "line",
    [
        "s = s.masked_fill(~mask, -100.0)",  # float16 holds it
        "s = s.float().masked_fill(~mask, -1e9)",
        "s = s.masked_fill(~mask, 1e9)",
        "x = s.softmax(-1).sum().log()",  # not of the softmax
        "x = math.log(n)",
        "e = x.exp()\n    x = e / w.sum(-1)",  # another sum
        "s = s - s.amax(-1, True)\n    e = s.exp()\n    s = e / e.sum(-1, True)",
        "for h in range(self.num_heads):\n        self.maps.append(nn.Linear(n, n))",
        "for layer in range(num_layers):\n        x = x @ w[layer]",
        "x = torch.cat([x, w], dim=1)",  # once, in no loop
        "for t in range(n):\n        parts = torch.cat([x[t], w])",
        "n = x.sum().item()",
        "for t in range(x.size(1)):\n        state = state @ w + x[:, t]\n    state = 0",
        "for t in range(1, x.size(1)):\n        out[t] = out[t - 1] @ w",
        "for t in range(x.size(1)):\n        out[t] = out[t - 1] @ w",
        "state = x\n    for t in range(x.size(1)):\n        state = x[:, t] @ w + state",
        "ids = itertools.repeat(1, 3)",
        "x = x.repeat(2, 3)",  # no axis that stays
        "w = torch.full((3,), -torch.inf)",
        "@torch.inference_mode()\n    def grow(x):\n        x.mul_(2.0)",
        "x = F.one_hot(ids, n)",
        "x = x.contiguous().view(n, 4)",
        "x = x / math.sqrt(n)",
        "x = x.var(-1)",
        "x = F.dropout(x, 0.1)",
        "self.register_buffer('table', x, persistent=False)",
        "x = x.reshape(n, 4)",
        "x = torch.einsum('bd,bd->bd', x, w)",  # nothing is summed
        "x = torch.einsum('i,j,k->ijk', x, w, w)",
    ],
)
def test_what_only_looks_like_one_is_none(line):
    assert seen(SCORES.format(line=line)) == []


def test_one_is_asked_about_and_of_the_same_source_always_the_same():
    source = SCORES.format(line="s = s.masked_fill(~mask, -1e9) / math.sqrt(3)  # first")
    several = source + PLAIN.format(line="x = torch.nan_to_num(x)")
    assert seen(several)[0] == "large-negative"
    assert idiom_to_ask_about(several) == idiom_to_ask_about(several)
    assert idiom_to_ask_about(several).code.startswith("s = s.masked_fill(~mask, -1e9)")


@pytest.mark.parametrize("source", ["", "def f(:\n", "x = 1\n", "x" + "+x" * 5000, "\0"])
def test_what_holds_nothing_to_ask_about_is_passed_over(source):
    assert idiom_to_ask_about(source) is None


def test_every_idiom_has_its_words_and_none_is_without_its_idiom():
    assert list(IDIOM_WORDS) == list(IDIOMS)
    for words in IDIOM_WORDS.values():
        assert PLAIN_PARAGRAPH.fullmatch(words.ask)
        assert PLAIN_PARAGRAPH.fullmatch(words.answer)
        assert 2 <= words.answer.count(". ") + 1 <= 4
        assert words.ask.endswith("?")
        assert words.source
