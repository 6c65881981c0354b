import torch


def mean_pool(hidden, mask):
    """Picks the real tokens of each example."""
    rows = []
    for states, real in zip(hidden, mask):
        chosen = states[real]
        rows.append(chosen.mean(0) if len(chosen) else states.new_zeros(states.size(-1)))
    return torch.stack(rows)


def cosine(x, y):
    lengths = x.norm() * y.norm()
    return (x @ y) / lengths if lengths > 0 else (x * y).sum()


def similarity_matrix(a, b):
    return torch.stack([torch.stack([cosine(x, y) for y in b]) for x in a])


def in_batch_loss(a, b, temperature):
    if not temperature > 0:
        raise ValueError(f"temperature {temperature}")
    if a.shape[0] > b.shape[0]:
        raise ValueError(f"{a.shape[0]} queries, {b.shape[0]} candidates")
    losses = []
    for i, scores in enumerate(similarity_matrix(a, b) / temperature):
        losses.append(torch.logsumexp(scores, 0) - scores[i])
    return sum(losses) / len(losses)
