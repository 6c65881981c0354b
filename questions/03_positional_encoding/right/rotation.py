import torch
from torch import Tensor


def sinusoidal_encoding(max_len: int, d_model: int, base: float = 10000.0) -> Tensor:
    """Each row is the one before it with every pair turned: a product of unit complex numbers."""
    pairs = (d_model + 1) // 2
    speed = torch.pow(base, torch.arange(pairs) * (-2.0 / d_model))
    turn = torch.polar(torch.ones(pairs), speed)
    hands = torch.ones(max_len, pairs, dtype=turn.dtype)
    hands[1:] = turn
    hands = hands.cumprod(dim=0)
    return torch.stack((hands.imag, hands.real), dim=2).reshape(max_len, 2 * pairs)[:, :d_model]
