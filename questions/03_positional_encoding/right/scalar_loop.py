import math

import torch


def sinusoidal_encoding(max_len, d_model, base=10000.0):
    rows = []
    for pos in range(max_len):
        row = []
        for j in range(d_model):
            pair, odd = divmod(j, 2)
            theta = pos / math.pow(base, 2 * pair / d_model)
            row.append(math.cos(theta) if odd else math.sin(theta))
        rows.append(row)
    return torch.tensor(rows)
