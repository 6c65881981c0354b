import math

import torch


def rotary_frequencies(d, base, kind, factor, original_len, seq_len=None):
    """In plain Python, one pair after the other."""
    if factor < 1.0:
        raise ValueError("factor")
    if d % 2 != 0:
        raise ValueError("d")
    n = original_len if seq_len is None else max(seq_len, original_len)
    found = []
    for i in range(d // 2):
        freq = math.exp(-2 * i / d * math.log(base))
        if kind == "linear":
            freq /= factor
        elif kind == "dynamic":
            grown = base * (factor * n / original_len - factor + 1) ** (d / (d - 2))
            freq = grown ** (-2 * i / d)
        elif kind == "llama3":
            turns = original_len / (2 * math.pi / freq)
            if turns < 1:
                freq /= factor
            elif turns < 4:
                freq *= 1 / factor + (turns - 1) / 3 * (1 - 1 / factor)
        elif kind == "yarn":
            a, b = (
                d / 2 * math.log(original_len / (2 * math.pi * turns), base) for turns in (32, 1)
            )
            a, b = max(0, math.floor(a)), math.ceil(b)
            share = min(max((b - i) / (b - a), 0.0), 1.0)
            freq = freq * share + freq / factor * (1.0 - share)
        else:
            raise ValueError("kind")
        found.append(freq)
    scale = 1 + math.log(factor) / 10 if kind == "yarn" else 1.0
    return torch.tensor(found), scale
