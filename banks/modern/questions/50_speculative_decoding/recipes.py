"""Distributions in fortieths, and draws in 41sts, so that no draw is ever near a threshold.

A ratio of probabilities, a cumulative probability and one of the residual are all fractions a/b with b at most
40. No k/41 is one of them, and none is nearer to one than 1/1640.
"""

import torch

PARTS, DRAWS = 40, 41


def distributions(draw, rows, V, least=1):
    """(rows, V): probabilities in fortieths, each token with at least so many."""
    table = torch.zeros(rows, V, dtype=torch.float64)
    for row in table:
        row += least
        weights = [draw.random.random() ** 3 for _ in range(V)]
        for token in draw.random.choices(range(V), weights, k=PARTS - least * V):
            row[token] += 1
    return table / PARTS


def drafted(draw, q, p, plan):
    """A token for each row of q: where the plan says r, one that is likelier in q than in p, and likely in p."""
    return torch.tensor([chosen(draw, *both) for both in zip(q, p, plan, strict=False)], dtype=torch.long)


def chosen(draw, q, p, letter):
    possible = [x for x in range(len(q)) if q[x] > 0]
    less = [x for x in possible if q[x] > p[x]]
    if letter == "r" and less:
        return max(less, key=lambda x: p[x])
    return draw.random.choice([x for x in possible if x not in less] or possible)


def deciding(draw, drafts, q, p, plan):
    """A draw for each draft, by which it is accepted or rejected as the plan says, a or r, if it can be.

    l accepts by the lowest draw, which would accept every draft whose p is above 0.
    """
    rows = zip(drafts.tolist(), q, p, plan, strict=False)
    return torch.tensor([decisive(draw, q[x], p[x], s) for x, q, p, s in rows], dtype=torch.float64)


def decisive(draw, q, p, letter):
    """Of the draws that decide so one by which other rules would decide otherwise, if there are any."""
    draws = [k / DRAWS for k in range(1, DRAWS)]
    right = [u for u in draws if (u * q < p) == (letter != "r")] or draws
    otherwise = [u for u in right if (u < p) != (letter != "r")]
    return right[0] if letter == "l" else draw.random.choice(otherwise or right)


def telling(draw, drafts, q, p, accept_draws):
    """A final draw by which many wrong distributions give another token than the right one, and than each other."""
    rows = torch.arange(len(drafts))
    rejected = (accept_draws * q[rows, drafts] >= p[rows, drafts]).nonzero()
    n = int(rejected[0]) if len(rejected) else len(drafts)
    right = (p[n] - q[n]).clamp(min=0) if n < len(drafts) else p[n]
    wrong = [normal(w) for w in others(drafts, q, p, n)] + [right]  # the last as it is
    scores = {}
    for u in (k / DRAWS for k in range(1, DRAWS)):
        tokens = [at(weights, u) for weights in wrong]
        scores[u] = sum(token != at(normal(right), u) for token in tokens) + len(set(tokens))
    best = max(scores.values())
    return draw.random.choice([u for u, score in scores.items() if score == best])


def others(drafts, q, p, n):
    """What might be drawn from in error."""
    if n == len(drafts):
        return [p[n - 1], *([(p[n] - q[n - 1]).clamp(min=0), q[n - 1]] if n else [])]
    without = p[n].clone()
    without[drafts[n]] = 0
    later = min(n + 1, len(q) - 1)
    shifted = (p[n + 1] - q[later]).clamp(min=0)
    apart = p[n] - q[n]
    return [p[n], q[n], p[n + 1], without, shifted, apart.abs(), (-apart).clamp(min=0)]


def normal(weights):
    return weights / weights.sum() if weights.sum() > 0 else weights


def at(probs, u):
    token = int((probs.cumsum(0) <= u).sum())
    return min(token, len(probs) - 1)
