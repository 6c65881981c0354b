"""What attention over all keys gives, for the cases that go backward."""

import math

import torch


def attended(draw, q, k, v, mask):
    """[out, lse] of softmax attention, by the definition; zeros and -inf where there is no key."""
    scores = torch.einsum("bhtd,bhsd->bhts", q, k) / math.sqrt(q.size(-1))
    scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(-1).nan_to_num(0.0)
    return [torch.einsum("bhts,bhsd->bhtd", weights, v), scores.logsumexp(-1)]
