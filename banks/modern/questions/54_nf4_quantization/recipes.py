"""Weights that are nowhere halfway between two levels, so that rounding can't decide."""

import torch

BELOW = (-1, -0.6961928, -0.525073, -0.3949174, -0.2844413, -0.1847734, -0.09105)
ABOVE = (0.0795803, 0.1609301, 0.2461123, 0.3379151, 0.4407097, 0.5626169, 0.7229567, 1)
LEVELS = torch.tensor([*BELOW, 0, *ABOVE], dtype=torch.float64)
HALFWAY = (LEVELS[1:] + LEVELS[:-1]) / 2


def weights(draw, shape, block):
    """Drawn from the normal distribution; what comes near to a halfway point becomes 0."""
    w = draw.randn(*shape).double().flatten()
    for start in range(0, len(w), block):
        part = w[start : start + block]  # a view
        largest = part.abs().max()
        if largest > 0:
            gaps = (part[:, None] / largest - HALFWAY).abs().amin(1)
            part[gaps < 0.012] = 0.0
    return w.view(shape)


def beside_halfway(draw, sizes):
    """For each size a row of 32: just below and just above every halfway point, and the two ends."""
    near = torch.cat([HALFWAY - 2e-5, HALFWAY + 2e-5])
    row = torch.cat([near, torch.tensor([1.0, -1.0], dtype=torch.float64)])
    return torch.stack([size * row[draw.permutation(32)] for size in sizes])


def codes(draw, numbers):
    """Bytes of two codes each."""
    return torch.as_tensor(numbers).to(torch.uint8)
