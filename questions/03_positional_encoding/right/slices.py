import torch


def sinusoidal_encoding(max_len, d_model, base=10000.0):
    """Fills even and odd columns by slices; the angles are float32 all the way."""
    position = torch.arange(max_len, dtype=torch.float).unsqueeze(1)
    step = torch.arange(0, d_model, 2, dtype=torch.float)
    angle = position / base ** (step / d_model)
    pe = torch.zeros(max_len, d_model)
    pe[:, 0::2] = torch.sin(angle)
    pe[:, 1::2] = torch.cos(angle[:, : d_model // 2])
    return pe
