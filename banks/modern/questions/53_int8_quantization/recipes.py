"""Numbers whose codes are beyond doubt: never near the middle between two codes."""

import torch


def rows(draw, *shape):
    """Rows of a symmetric quantization: the largest is code 127 or -127, others at most 0.4 from a code.

    Each row has a scale of its own, between 0.01 and 0.5, and its largest element somewhere.
    """
    codes = draw.randint(-110, 111, *shape) + 0.8 * (draw.rand(*shape) - 0.5)
    signs = 2 * draw.randint(0, 2, *shape[:-1], 1).double() - 1
    place = draw.randint(0, shape[-1], *shape[:-1], 1)
    codes = codes.scatter(-1, place, 127.0 * signs)
    return codes * (0.01 + 0.49 * draw.rand(*shape[:-1], 1))


def negative(draw, *shape):
    """The same with the largest always negative, and no positive one above code 90."""
    codes = draw.randint(-110, 91, *shape) + 0.8 * (draw.rand(*shape) - 0.5)
    place = draw.randint(0, shape[-1], *shape[:-1], 1)
    codes = codes.scatter(-1, place, -127.0)
    return codes * (0.01 + 0.49 * draw.rand(*shape[:-1], 1))


def loud(draw, *shape):
    """Rows whose codes are all between 100 and 127, so that sums of products are large."""
    codes = draw.randint(100, 127, *shape) + 0.8 * (draw.rand(*shape) - 0.5)
    place = draw.randint(0, shape[-1], *shape[:-1], 1)
    codes = codes.scatter(-1, place, 127.0)
    return codes * (0.01 + 0.49 * draw.rand(*shape[:-1], 1))


def int8(draw, *shape, least=-127):
    """Codes of a weight, from `least` to 127."""
    return draw.randint(least, 128, *shape).to(torch.int8)


def uint8(draw, first, *shape):
    """Codes from 0 to 255, which begin with those of `first`."""
    codes = draw.randint(0, 256, *shape).flatten()
    codes[: len(first)] = torch.tensor(first, dtype=codes.dtype)
    return codes.view(*shape).to(torch.uint8)


def affine(draw, zero, scale, *shape):
    """Numbers from exactly (0.3 - zero)·scale to 255·scale more, each at most 0.4 from a code.

    Of the codes from 0 to 255; `zero` is a whole number from 1 to 254, the code of 0.
    """
    low = 0.3 - zero
    x = draw.randint(1 - zero, 255 - zero, *shape) + 0.8 * (draw.rand(*shape) - 0.5)
    flat = x.flatten()
    places = draw.permutation(flat.numel())[:2]
    flat[places[0]], flat[places[1]] = low, low + 255
    return flat.view(*shape) * scale
