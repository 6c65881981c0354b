import torch


def parallel_mlp(xs, shards, biases, all_reduce):
    """The gradients are steered by detach alone."""
    n = len(xs)
    if n == 0 or len(shards) != n or len(biases) != n:
        raise ValueError("one of each for every rank")
    # A zero that hands the gradient of every rank's copy on to all the others.
    spread = sum(x - x.detach() for x in xs)
    parts = []
    for x, (w1, b1, w2) in zip(xs, shards):
        hidden = torch.nn.functional.gelu((x.detach() + spread) @ w1.mT + b1)
        parts.append(hidden @ w2.mT)
    totals = all_reduce([part.detach() for part in parts])
    return [t + (p - p.detach()) + b for t, p, b in zip(totals, parts, biases)]


def ring_all_reduce(ranks):
    """A table of chunks for each rank, and all messages of a step before any arrives."""
    n = len(ranks)
    if len({len(v) for v in ranks}) != 1:
        raise ValueError("lengths")
    tables = [dict(enumerate(torch.tensor_split(v.clone(), n))) for v in ranks]
    sent = [[0] * (2 * (n - 1)) for _ in range(n)]
    for s in range(2 * (n - 1)):
        gathering = s >= n - 1
        messages = {}
        for i in range(n):
            c = (i - s) % n if not gathering else (i + 1 - (s - (n - 1))) % n
            messages[(i + 1) % n] = (c, tables[i][c])
            sent[i][s] = tables[i][c].shape[0]
        for receiver, (c, numbers) in messages.items():
            tables[receiver][c] = numbers if gathering else numbers + tables[receiver][c]
    return [torch.cat([table[c] for c in range(n)]) for table in tables], sent
