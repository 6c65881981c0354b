"""Sentence vectors by plain indexing, and the selection by exhaustive search over all subsets."""

from __future__ import annotations

from itertools import combinations

import pytest
import torch
from torch import Tensor

from tests.solutions import load

sentence_vectors, select_sentences = load(22).sentence_vectors, load(22).select_sentences


def plainly(hidden: Tensor, positions: Tensor, mask: Tensor) -> Tensor:
    """Liu and Lapata's `h_i`, the state at the i-th [CLS], one sentence at a time."""
    B, N = positions.shape
    zeros = torch.zeros(hidden.size(2), dtype=hidden.dtype)
    return torch.stack(
        [
            torch.stack([hidden[b, positions[b, i]] if mask[b, i] else zeros for i in range(N)])
            for b in range(B)
        ]
    )


@pytest.mark.parametrize(
    ("B", "T", "D", "N"), [(3, 11, 5, 4), (2, 6, 1, 6), (4, 4, 4, 4), (1, 1, 3, 1), (2, 3, 4, 7)]
)
@pytest.mark.parametrize("share", [1.0, 0.6, 0.0])
def test_vectors_are_the_states_at_the_positions(B, T, D, N, share):
    torch.manual_seed(B + T + D + N)
    hidden = torch.randn(B, T, D, dtype=torch.float64, requires_grad=True)
    mask = torch.rand(B, N) < share
    positions = torch.where(mask, torch.randint(T, (B, N)), torch.randint(-99, 99, (B, N)))
    got, wanted = sentence_vectors(hidden, positions, mask), plainly(hidden, positions, mask)
    assert torch.equal(got, wanted)
    if mask.any():
        weights = torch.randn_like(wanted)
        gradient, expected = (
            torch.autograd.grad((out * weights).sum(), hidden) for out in (got, wanted)
        )
        torch.testing.assert_close(gradient, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_vectors_keep_the_dtype(dtype):
    hidden = torch.randn(2, 5, 3).to(dtype)
    mask = torch.tensor([[True, False], [True, True]])
    got = sentence_vectors(hidden, torch.tensor([[2, -1], [0, 4]]), mask)
    assert got.dtype == dtype
    assert torch.equal(got[1], hidden[1, [0, 4]])


@pytest.mark.parametrize("position", [-1, 6, 40])
def test_a_real_sentence_must_stand_in_the_sequence(position):
    mask = torch.tensor([[True, True], [True, True]])
    with pytest.raises(ValueError, match=rf"{position}.*6"):
        sentence_vectors(torch.randn(2, 6, 3), torch.tensor([[0, 3], [1, position]]), mask)


def have_common_trigram(first: list[str], second: list[str]) -> bool:
    return any(
        first[i : i + 3] == second[j : j + 3]
        for i in range(len(first) - 2)
        for j in range(len(second) - 2)
    )


def exhaustively(scores: list[float], mask: list[bool], document: list[list[str]], k: int):
    """Of all subsets that are allowed, the one with the best sentence, then the second best, and so on.

    Taking the best that is allowed at each step can be said without steps: no allowed subset has a
    better sentence where the two first differ, going down the ranking.
    """
    ranking = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
    usable = [i for i in range(len(scores)) if mask[i]]
    clashes = {
        pair
        for pair in combinations(usable, 2)
        if have_common_trigram(*(document[i] for i in pair))
    }
    allowed = (
        subset
        for size in range(k + 1)
        for subset in combinations(usable, size)
        if clashes.isdisjoint(combinations(subset, 2))
    )
    return list(max(allowed, key=lambda subset: [i in subset for i in ranking]))


@pytest.mark.parametrize("seed", range(30))
def test_selection_is_the_best_allowed_subset(seed):
    """Few words and few different scores, so that repetitions and ties are frequent."""
    generator = torch.Generator().manual_seed(seed)

    def below(n: int) -> int:
        return int(torch.randint(n, (), generator=generator))

    B, N, k = 1 + below(4), 1 + below(8), 1 + below(5)
    vocabulary = "abcde"[: 2 + below(4)]
    scores = torch.randint(-3, 4, (B, N), generator=generator) / 2
    mask = torch.rand(B, N, generator=generator) < 0.8
    sentences = [
        [[vocabulary[below(len(vocabulary))] for _ in range(below(7))] for _ in range(N)]
        for _ in range(B)
    ]
    wanted = [
        exhaustively(*row, k) for row in zip(scores.tolist(), mask.tolist(), sentences, strict=True)
    ]
    assert select_sentences(scores, mask, sentences, k) == wanted


def test_selection_written_out():
    texts = [
        "the mayor opened a new bridge",
        "rain fell all day",
        "yesterday the mayor opened a school",
        "all day people came to look",
        "a new bridge was needed",
    ]
    sentences = [text.split() for text in texts]
    scores = torch.tensor([[0.2, 0.1, 0.9, 0.5, 0.7]])
    mask = torch.ones(1, 5, dtype=torch.bool)
    # 2, then 4; 3 fits as well; 0 has "the mayor opened" in common with 2; 1 is the last.
    for k, wanted in [(1, [2]), (2, [2, 4]), (3, [2, 3, 4]), (4, [1, 2, 3, 4]), (9, [1, 2, 3, 4])]:
        assert select_sentences(scores, mask, [sentences], k) == [wanted]
    mask[0, 2] = False
    assert select_sentences(scores, mask, [sentences], 3) == [[1, 3, 4]]


def test_results_are_plain_numbers():
    got = select_sentences(
        torch.tensor([[0.0, 1.0]]), torch.tensor([[True, True]]), [[["a"], ["b"]]], 2
    )
    assert got == [[0, 1]]
    assert {type(i) for i in got[0]} == {int}


@pytest.mark.parametrize("k", [0, -2])
def test_at_least_one_sentence_is_asked_for(k):
    with pytest.raises(ValueError, match=rf"1, got {k}"):
        select_sentences(torch.zeros(1, 1), torch.ones(1, 1, dtype=torch.bool), [[["a"]]], k)


@pytest.mark.parametrize(
    ("sentences", "numbers"), [([[["a"]] * 3], r"2.*1"), ([[["a"]] * 3, [["a"]] * 4], r"3.*4")]
)
def test_scores_and_sentences_must_match(sentences, numbers):
    with pytest.raises(ValueError, match=numbers):
        select_sentences(torch.zeros(2, 3), torch.ones(2, 3, dtype=torch.bool), sentences, 1)
