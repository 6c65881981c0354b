"""One MLP by F.linear on the joined weights, values and gradients of each rank; plain sums for the ring."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from tests.solutions import load

parallel_mlp, ring_all_reduce = load(60).parallel_mlp, load(60).ring_all_reduce
CLOSE = {"rtol": 1e-10, "atol": 1e-12}
ranks = pytest.mark.parametrize("n", [1, 2, 3, 6])


class AllReduce:
    """Sums without a graph, and keeps the shapes of what it got."""

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []

    @torch.no_grad()
    def __call__(self, parts):
        self.shapes.append(tuple(parts[0].shape))
        return [torch.stack([*parts]).sum(0) for _ in parts]


def drawn(n: int, lead: tuple[int, ...], D: int = 4, width: int = 3) -> list[Tensor]:
    """x, w1, b1, w2 and the second bias of the whole MLP, with gradients."""
    torch.manual_seed(n + len(lead))
    shapes = [(*lead, D), (n * width, D), (n * width,), (D, n * width), (D,)]
    return [torch.randn(shape, dtype=torch.float64, requires_grad=True) for shape in shapes]


def on_ranks(n: int, whole: list[Tensor]):
    """What each rank holds of it: leaves of its own."""

    def own(tensor):
        return tensor.detach().clone().requires_grad_()

    x, w1, b1, w2, bias = whole
    cut = zip(w1.chunk(n), b1.chunk(n), w2.chunk(n, dim=1), strict=True)
    shards = [tuple(map(own, shard)) for shard in cut]
    return [own(x) for _ in range(n)], shards, [own(bias) for _ in range(n)]


def mlp(x, w1, b1, w2, bias):
    return F.linear(F.gelu(F.linear(x, w1, b1)), w2, bias)


@ranks
@pytest.mark.parametrize("lead", [(2, 5), (), (3, 1, 2)], ids=str)
def test_each_rank_has_the_whole_result_and_its_share_of_the_gradients(n, lead):
    """With one loss, computed alike on all ranks: as in a real run."""
    whole = drawn(n, lead)
    xs, shards, biases = on_ranks(n, whole)
    all_reduce = AllReduce()
    results = parallel_mlp(xs, shards, biases, all_reduce)
    assert all_reduce.shapes == [(*lead, 4)]
    expected = mlp(*whole)
    weights = torch.randn_like(expected)
    for result in results:
        torch.testing.assert_close(result, expected, **CLOSE)
    sum((result * weights).sum() for result in results).backward()
    (expected * weights).sum().backward()
    x, w1, b1, w2, bias = (tensor.grad for tensor in whole)
    for i in range(n):
        torch.testing.assert_close(xs[i].grad, x, **CLOSE)
        torch.testing.assert_close(biases[i].grad, bias, **CLOSE)
    for k, (joined, dim) in enumerate([(w1, 0), (b1, 0), (w2, 1)]):
        torch.testing.assert_close(torch.cat([s[k].grad for s in shards], dim), joined, **CLOSE)
    assert len(all_reduce.shapes) == 2  # the second one backward


def test_ranks_that_take_their_steps_alone_stay_one_model():
    """Five steps of plain gradient descent on three ranks, and on one."""
    whole = drawn(3, (7,))
    xs, shards, biases = on_ranks(3, whole)
    target = torch.randn(7, 4, dtype=torch.float64)
    held = [[*shard, bias] for shard, bias in zip(shards, biases, strict=True)]
    for _ in range(5):
        for result in parallel_mlp(xs, shards, biases, AllReduce()):
            (result - target).square().mean().backward(retain_graph=True)
        (mlp(*whole) - target).square().mean().backward()
        with torch.no_grad():
            for tensor in [*whole[1:], *(one for rank in held for one in rank)]:
                tensor -= 0.1 * tensor.grad
                tensor.grad = None
    torch.testing.assert_close(torch.cat([w1 for w1, _b1, _w2 in shards]), whole[1], **CLOSE)
    torch.testing.assert_close(torch.cat([w2 for *_, w2 in shards], 1), whole[3], **CLOSE)
    for bias in biases:
        torch.testing.assert_close(bias, whole[4], **CLOSE)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 7, 8])
@pytest.mark.parametrize("length", [1, 2, 7, 16, 33])
def test_a_ring_sums_and_sends_hardly_twice_the_vector(n, length):
    torch.manual_seed(n + length)
    vectors = [torch.randn(length, dtype=torch.float64) for _ in range(n)]
    before = [vector.clone() for vector in vectors]
    sums, sent = ring_all_reduce(vectors)
    for vector in sums:
        torch.testing.assert_close(vector, torch.stack(vectors).sum(0), **CLOSE)
    assert all(torch.equal(a, b) for a, b in zip(vectors, before, strict=True))
    assert [len(steps) for steps in sent] == [2 * (n - 1)] * n
    assert sum(map(sum, sent)) == 2 * (n - 1) * length
    assert all(count in (length // n, -(-length // n)) for steps in sent for count in steps)
    # Each half of the steps of a rank is all chunks but one.
    sizes = [len(range(length)[c::n]) for c in range(n)]  # dealt out: as many as in a chunk
    for i, steps in enumerate(sent):
        missing = sizes[(i + 1) % n] + sizes[(i + 2) % n] if n > 1 else 2 * length
        assert sum(steps) == 2 * length - missing


def test_each_order_of_adding_is_the_ring_from_another_place():
    """Chunk c starts at rank c and is added up in the order of the ring."""
    vectors = [
        torch.tensor(values) for values in ([1e8, 1.0, 1e8], [1.0, 1e8, -1e8], [-1e8, -1e8, 1.0])
    ]
    sums, _sent = ring_all_reduce(vectors)
    expected = []
    for c in range(3):
        order = [vectors[(c + k) % 3][c] for k in range(3)]
        expected.append((order[0] + order[1]) + order[2])
    for vector in sums:
        assert vector.tolist() == [float(value) for value in expected]


def test_what_does_not_fit_is_refused():
    xs, shards, biases = on_ranks(2, drawn(2, (3,)))
    for wrong in ((xs[:1], shards, biases), (xs, shards[:1], biases), (xs, shards, biases[:1])):
        with pytest.raises(ValueError, match=r"for each rank, got \[1, 2\]"):
            parallel_mlp(*wrong, AllReduce())
    with pytest.raises(ValueError, match=r"got \[0\]"):
        parallel_mlp([], [], [], AllReduce())
    with pytest.raises(ValueError, match=r"of one length, got \[3, 4\]"):
        ring_all_reduce([torch.zeros(4), torch.zeros(3)])
    with pytest.raises(ValueError, match=r"got \[\]"):
        ring_all_reduce([])
