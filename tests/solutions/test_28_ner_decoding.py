"""viterbi against all paths and against shortest paths in a graph; bio_spans against the rules for one span."""

from __future__ import annotations

import itertools
import math

import pytest
import torch
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from transformers import TokenClassificationPipeline

from tests.solutions import load

viterbi, bio_spans = load(28).viterbi, load(28).bio_spans
TYPES = ("A", "B-C")
TAGS = ("O", *(f"{prefix}-{kind}" for kind in TYPES for prefix in "BI"))


def crf(B, T, C, seed, share=0.7, scale=1.0):
    """emissions, transitions, start, end, and a mask with holes."""
    generator = torch.Generator().manual_seed(seed)
    shapes = (B, T, C), (C, C), (C,), (C,)
    scores = [torch.randn(s, generator=generator, dtype=torch.float64) for s in shapes]
    scores[1] *= scale
    return [*scores, torch.rand(B, T, generator=generator) < share]


def score_of(path, emissions, transitions, start, end):
    """The score of one path over the words of one sentence, in the order of the definition."""
    score = start[path[0]] + end[path[-1]]
    score += sum(emissions[t, tag] for t, tag in enumerate(path))
    return score + sum(transitions[i, j] for i, j in itertools.pairwise(path))


def exhaustive(emissions, transitions, start, end):
    paths = itertools.product(range(emissions.size(1)), repeat=len(emissions))
    scored = [(float(score_of(p, emissions, transitions, start, end)), p) for p in paths]
    score, path = max(scored)
    return list(path), score


@pytest.mark.parametrize("scale", [0.0, 1.0, 4.0])
@pytest.mark.parametrize("share", [1.0, 0.6, 0.2])
@pytest.mark.parametrize(
    ("B", "T", "C"), [(2, 4, 3), (3, 6, 2), (1, 3, 5), (3, 3, 3), (2, 1, 4), (2, 5, 1)]
)
def test_the_best_of_all_paths(B, T, C, share, scale):
    emissions, transitions, start, end, mask = crf(B, T, C, B * T + C, share, scale)
    paths, scores = viterbi(emissions, transitions, start, end, mask)
    assert scores.shape == (B,)
    for b in range(B):
        words = emissions[b][mask[b]]
        if not len(words):
            assert (paths[b], scores[b].item()) == ([], 0.0)
            continue
        path, score = exhaustive(words, transitions, start, end)
        assert paths[b] == path
        assert all(type(tag) is int for tag in paths[b])
        assert math.isclose(scores[b].item(), score, rel_tol=1e-12, abs_tol=1e-12)


def longest(emissions, transitions, start, end):
    """The best path as a shortest one: every step costs a constant minus its score."""
    N, C = emissions.shape
    high = float(max(t.max() for t in (emissions, transitions, start, end))) * 3 + 1
    costs = torch.zeros(N * C + 2, N * C + 2, dtype=torch.float64)
    source, sink = N * C, N * C + 1
    costs[source, :C] = high - start - emissions[0]
    for t in range(1, N):
        step = high - transitions - emissions[t]
        costs[(t - 1) * C : t * C, t * C : (t + 1) * C] = step
    costs[(N - 1) * C : N * C, sink] = high - end
    costs[costs.isinf()] = 0.0  # no edge
    distance, before = dijkstra(csr_matrix(costs.numpy()), indices=source, return_predecessors=True)
    path, node = [], before[sink]
    while node != source:
        path.insert(0, int(node) % C)
        node = before[node]
    return path, high * (N + 1) - distance[sink]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("T", "C"), [(12, 9), (30, 4), (25, 7)])
def test_the_shortest_path_in_the_graph_of_tags(T, C, seed):
    emissions, transitions, start, end, mask = crf(2, T, C, seed, scale=1 + seed % 3)
    if seed % 2:
        transitions[torch.rand(C, C) < 0.2] = -math.inf
        transitions[:, 0] = 0.0
    paths, scores = viterbi(emissions, transitions, start, end, mask)
    for b in range(2):
        path, score = longest(emissions[b][mask[b]], transitions, start, end)
        assert paths[b] == path
        assert math.isclose(scores[b].item(), score, rel_tol=1e-10)


def test_without_transitions_it_is_argmax():
    emissions, transitions, start, end, mask = crf(3, 9, 6, 1)
    none = torch.zeros_like
    paths, scores = viterbi(emissions, none(transitions), none(start), none(end), mask)
    best = emissions.max(-1)
    assert paths == [best.indices[b][mask[b]].tolist() for b in range(3)]
    torch.testing.assert_close(scores, (best.values * mask).sum(1))


def test_what_stands_where_the_mask_is_false_does_not_matter():
    emissions, *rest, mask = crf(4, 8, 3, 2)
    other = torch.where(mask[..., None], emissions, 100 * torch.randn_like(emissions))
    paths, scores = viterbi(emissions, *rest, mask)
    again, same = viterbi(other, *rest, mask)
    assert paths == again
    assert torch.equal(scores, same)


def test_log_softmax_lowers_every_path_alike():
    emissions, *rest, mask = crf(3, 7, 4, 3)
    paths, scores = viterbi(emissions, *rest, mask)
    again, lower = viterbi(emissions.log_softmax(-1), *rest, mask)
    assert paths == again
    torch.testing.assert_close(scores - lower, (emissions.logsumexp(-1) * mask).sum(1))


@pytest.mark.parametrize("seed", range(10))
def test_with_forbidden_steps_every_path_is_valid_bio(seed):
    """Then no span begins with I-, so the lenient rules find what strict rules would."""
    C = len(TAGS)
    emissions, transitions, start, end, mask = crf(3, 9, C, seed)
    for j, tag in enumerate(TAGS):
        if tag.startswith("I-"):
            start[j] = -math.inf
            for i, before in enumerate(TAGS):
                if before[2:] != tag[2:]:
                    transitions[i, j] = -math.inf
    paths, scores = viterbi(emissions, transitions, start, end, mask)
    assert scores.isfinite().all()
    for path in paths:
        tags = [TAGS[i] for i in path]
        assert all(tags[first].startswith("B-") for _, first, _ in bio_spans(tags))


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_scores_have_the_dtype_of_the_emissions(dtype):
    *scores, mask = crf(3, 5, 4, 4)
    assert viterbi(*(t.to(dtype) for t in scores), mask)[1].dtype == dtype


def is_span(tags, kind, first, after) -> bool:
    """The rules for one span: it can begin here, it goes on, and it goes on no further."""
    same = {f"B-{kind}", f"I-{kind}"}
    begins = tags[first] == f"B-{kind}" or (
        tags[first] == f"I-{kind}" and (first == 0 or tags[first - 1] not in same)
    )
    goes_on = all(tag == f"I-{kind}" for tag in tags[first + 1 : after])
    return begins and goes_on and (after == len(tags) or tags[after] != f"I-{kind}")


@pytest.mark.parametrize("length", range(6))
def test_the_spans_of_every_sequence_of_tags(length):
    for tags in itertools.product(TAGS, repeat=length):
        places = itertools.combinations(range(length + 1), 2)
        expected = {(k, i, j) for i, j in places for k in TYPES if is_span(tags, k, i, j)}
        got = bio_spans(list(tags))
        assert set(got) == expected, tags
        assert got == sorted(got, key=lambda span: span[1])
        assert len(got) == len(expected)


class Words:
    """As much of a tokenizer as grouping asks for."""

    @staticmethod
    def convert_tokens_to_string(words):
        return " ".join(words)


@pytest.mark.parametrize("length", [1, 3, 4])
def test_the_groups_of_the_transformers_pipeline(length):
    pipeline = object.__new__(TokenClassificationPipeline)
    pipeline.tokenizer = Words()
    for tags in itertools.product(TAGS, repeat=length):
        words = [
            {"entity": tag, "score": 1.0, "index": i, "word": "w", "start": i, "end": i + 1}
            for i, tag in enumerate(tags)
        ]
        groups = pipeline.group_entities(words)
        spans = [(g["entity_group"], g["start"], g["end"]) for g in groups]
        assert bio_spans(list(tags)) == [span for span in spans if span[0] != "O"]


@pytest.mark.parametrize(
    "tag", ["PER", "B-", "I", "", "o", "E-PER", "b-PER", "B_PER", "O-PER", "-PER"]
)
def test_other_tags_are_refused(tag):
    with pytest.raises(ValueError, match=repr(tag)):
        bio_spans(["B-PER", tag])


@pytest.mark.parametrize("shape", [(3, 3), (1, 4), (4, 3), (4,)])
def test_transitions_must_fit_the_tags(shape):
    emissions, _, start, end, mask = crf(2, 3, 4, 5)
    with pytest.raises(ValueError, match=rf"4.*{shape[-1]}"):
        viterbi(emissions, torch.zeros(shape, dtype=torch.float64), start, end, mask)
