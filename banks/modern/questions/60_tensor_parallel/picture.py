"""What each rank computes of an MLP, and how little a ring sends."""

import torch

from interview.model.picture import Box, Grid, Layers

B, T, D, F, RANKS = 2, 3, 8, 16, 4
NUMBERS = 1680  # divided by 2, 4, 8 and 16 ranks without a rest


def pictures(reference):
    seen = []

    def all_reduce(parts):
        seen.append(parts[0].shape)
        return [sum(parts)] * len(parts)

    x = torch.ones(B, T, D)
    shard = (torch.ones(F // RANKS, D), torch.ones(F // RANKS), torch.ones(D, F // RANKS))
    ranks = range(RANKS)
    results = reference.parallel_mlp(
        [x for _ in ranks], [shard for _ in ranks], [torch.ones(D) for _ in ranks], all_reduce
    )
    hidden = torch.nn.functional.linear(x, shard[0])
    steps = [
        ({"en": "x, on every rank", "zh": "x，每个 rank 都有"}, x.shape),
        ({"en": "its part of the hidden layer", "zh": "隐藏层里自己的部分"}, hidden.shape),
        ({"en": "a summand of the result", "zh": "结果的一个加数"}, seen[0]),
        ({"en": "after the one all-reduce", "zh": "唯一一次 all-reduce 之后"}, results[0].shape),
    ]
    yield Layers(
        {"en": f"One of {RANKS} ranks, F = {F}", "zh": f"{RANKS} 个 rank 中的一个，F = {F}"},
        [Box(words, str(tuple(shape))) for words, shape in steps],
        note={
            "en": "Only the hidden layer is narrower; what is sent has the full width D.",
            "zh": "只有隐藏层变窄了；传输的是完整的宽度 D。",
        },
    )
    rows = []
    for n in (2, 4, 8, 16):
        _sums, sent = reference.ring_all_reduce([torch.ones(NUMBERS) for _ in range(n)])
        rows.append([str(n), str(len(sent[0])), str(sent[0][0]), str(sum(sent[0]))])
    yield Grid(
        {
            "en": f"A ring all-reduce of {NUMBERS} numbers, for each rank",
            "zh": f"对 {NUMBERS} 个数做环形 all-reduce，每个 rank",
        },
        [
            {"en": "ranks", "zh": "rank 数"},
            {"en": "steps", "zh": "步数"},
            {"en": "sent in a step", "zh": "每步发送"},
            {"en": "sent in all", "zh": "一共发送"},
        ],
        rows,
        note={
            "en": "In all it never gets to twice the vector; what grows is the number of steps.",
            "zh": "总量永远不到向量的两倍；变多的是步数。",
        },
    )
