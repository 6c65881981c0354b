import torch


def sinusoidal_encoding(max_len, d_model, base=10000.0):
    even = 2 * (d_model // 2)
    position = torch.arange(max_len).unsqueeze(1)
    frequency = base ** (-torch.arange(0, even, 2) / d_model)
    table = torch.zeros(max_len, d_model)
    table[:, 0:even:2] = torch.sin(position * frequency)
    table[:, 1:even:2] = torch.cos(position * frequency)
    return table
