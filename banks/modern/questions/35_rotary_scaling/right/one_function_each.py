from math import ceil, floor, log, pi

import torch


def plain(d, base):
    return 1.0 / (base ** (torch.arange(0, d, 2).float() / d))


def linear(d, base, factor, trained, now):
    return plain(d, base) / factor, 1.0


def dynamic(d, base, factor, trained, now):
    if now is None or now <= trained:
        return plain(d, base), 1.0
    return plain(d, base * (1 + factor * (now - trained) / trained) ** (d / (d - 2))), 1.0


def llama3(d, base, factor, trained, now):
    """By wavelengths and three bands, in float32, as in the libraries."""
    f = plain(d, base)
    wavelength = 2 * pi / f
    smooth = (trained / wavelength - 1.0) / 3.0
    middle = (1 - smooth) * f / factor + smooth * f
    out = torch.where(wavelength > trained, f / factor, f)
    between = (wavelength <= trained) & (wavelength >= trained / 4)
    return torch.where(between, middle, out), 1.0


def yarn(d, base, factor, trained, now):
    def place(turns):
        return d * log(trained / (turns * 2 * pi)) / (2 * log(base))

    low, high = max(floor(place(32)), 0), min(ceil(place(1)), d - 1)
    ramp = torch.clamp((torch.arange(d // 2, dtype=torch.float32) - low) / (high - low), 0, 1)
    f = plain(d, base)
    return f / factor * ramp + f * (1 - ramp), 1.0 + 0.1 * log(factor)


def rotary_frequencies(d, base, kind, factor, original_len, seq_len=None):
    ways = {"linear": linear, "dynamic": dynamic, "llama3": llama3, "yarn": yarn}
    if kind not in ways or factor < 1 or d % 2 == 1:
        raise ValueError("cannot scale")
    inv_freq, attention = ways[kind](d, base, factor, original_len, seq_len)
    return inv_freq.to(torch.get_default_dtype()), attention
