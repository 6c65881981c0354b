"""Windows against a fast tokenizer's overflow, aggregation against sums over single numbers."""

from __future__ import annotations

import math

import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit
from tokenizers.processors import BertProcessing

from tests.solutions import load

sliding_windows, aggregate = load(29).sliding_windows, load(29).aggregate
CLS, SEP, PAD = 1, 2, 0
VOCABULARY = {"[PAD]": PAD, "[CLS]": CLS, "[SEP]": SEP, **{f"w{i}": i for i in range(3, 50)}}
HOW = ["mean", "max", "probability"]


def by_tokenizer(ids: list[int], window: int, stride: int) -> tuple[list, list]:
    """Where stride means overlap: what neighbours share of the `window - 2` tokens."""
    tokenizer = Tokenizer(WordLevel(VOCABULARY, unk_token="[PAD]"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    tokenizer.post_processor = BertProcessing(("[SEP]", SEP), ("[CLS]", CLS))
    # Encoded whole, then cut: 0.23.1 and 0.23.2 leave the rest out if `encode` is to cut as well.
    whole = tokenizer.encode(" ".join(f"w{i}" for i in ids), add_special_tokens=False)
    tokenizer.enable_truncation(window, stride=window - 2 - stride)
    tokenizer.enable_padding(pad_id=PAD, pad_token="[PAD]", length=window)
    first = tokenizer.post_process(whole)
    windows = [first, *first.overflowing]
    return [e.ids for e in windows], [[bool(m) for m in e.attention_mask] for e in windows]


@pytest.mark.parametrize("window", [3, 4, 5, 8, 13])
@pytest.mark.parametrize("n", [*range(20), 37, 64])
def test_as_a_tokenizer(window, n):
    """Every stride there is, and so every way the last window can end."""
    ids = torch.randint(3, 50, (n,), generator=torch.Generator().manual_seed(n)).tolist()
    for stride in range(1, window - 1):
        windows, mask = sliding_windows(ids, window, stride, CLS, SEP, PAD)
        assert (windows.dtype, mask.dtype) == (torch.int64, torch.bool)
        assert (windows.tolist(), mask.tolist()) == by_tokenizer(ids, window, stride)


@pytest.mark.parametrize("window", [3, 6, 9])
@pytest.mark.parametrize("n", [0, 1, 5, 18])
def test_nothing_is_lost_and_no_window_is_idle(window, n):
    """Written down from the task: the windows without overlap are the document, and each adds to it."""
    ids = list(range(100, 100 + n))
    for stride in range(1, window - 1):
        windows, mask = sliding_windows(ids, window, stride, 7, 9, 9)
        rows = [row[m].tolist() for row, m in zip(windows, mask, strict=True)]
        assert all(row[0] == 7 and row[-1] == 9 for row in rows)
        assert all(windows[~mask] == 9)
        tokens = [row[1:-1] for row in rows]
        assert [t[0] for t in tokens if t] == [
            100 + k * stride for k in range(len(rows) if n else 0)
        ]
        assert sorted({t for row in tokens for t in row}) == ids
        assert [t[-1] == ids[-1] for t in tokens if t] == [False] * (len(rows) - 1) + [True] * bool(
            n
        )
        assert len(rows) == 1 + math.ceil(max(n - (window - 2), 0) / stride)


@pytest.mark.parametrize(("window", "stride"), [(6, 0), (6, -1), (6, 5), (2, 1), (1, 1), (0, 0)])
def test_impossible_strides(window, stride):
    with pytest.raises(ValueError, match=rf"\({stride}\).*\({window - 2}\)"):
        sliding_windows([3, 4, 5], window, stride, CLS, SEP, PAD)


def number_by_number(logits: list, owner: list, num_docs: int, how: str, C: int) -> list:
    if how == "probability":
        exps = [[math.exp(v) for v in row] for row in logits]
        logits = [[v / sum(row) for v in row] for row in exps]
    table = []
    for doc in range(num_docs):
        own = [row for row, o in zip(logits, owner, strict=True) if o == doc]
        columns = [[row[c] for row in own] for c in range(C)]
        combine = max if how == "max" else lambda values: sum(values) / len(values)
        table.append([combine(values) if values else 0.0 for values in columns])
    return table


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize(
    ("N", "C", "docs"), [(0, 3, 2), (1, 1, 1), (7, 4, 3), (5, 5, 5), (40, 2, 6)]
)
@pytest.mark.parametrize("shift", [-8.0, 0.0, 8.0])
def test_as_number_by_number(how, N, C, docs, shift):
    torch.manual_seed(N + C)
    logits = torch.randn(N, C, dtype=torch.float64) + shift
    owner = torch.randint(-1, docs, (N,))
    wanted = number_by_number(logits.tolist(), owner.tolist(), docs, how, C)
    got = aggregate(logits, owner, docs, how)
    torch.testing.assert_close(
        got, torch.tensor(wanted, dtype=torch.float64), rtol=1e-12, atol=1e-12
    )


@pytest.mark.parametrize("how", HOW)
def test_gradients_by_finite_differences(how):
    torch.manual_seed(4)
    logits = torch.randn(9, 3, dtype=torch.float64, requires_grad=True)
    owner = torch.tensor([0, 2, -1, 2, 0, 4, 2, -1, 4])
    assert torch.autograd.gradcheck(lambda x: aggregate(x, owner, 5, how), (logits,))
    aggregate(logits, owner, 5, how).square().sum().backward()
    assert not logits.grad[owner < 0].any()


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_keeps_the_dtype(how, dtype):
    got = aggregate(torch.randn(4, 3).to(dtype), torch.tensor([1, -1, 1, 0]), 3, how)
    assert got.dtype == dtype
    assert torch.equal(got[2], torch.zeros(3, dtype=dtype))


def test_unknown_ways_and_documents():
    logits, owner = torch.zeros(3, 2), torch.tensor([0, 4, 1])
    with pytest.raises(ValueError, match=r"mean, max, probability.*'median'"):
        aggregate(logits, owner, 5, "median")
    with pytest.raises(ValueError, match=r"\(4\).*\(3\)"):
        aggregate(logits, owner, 3, "mean")
