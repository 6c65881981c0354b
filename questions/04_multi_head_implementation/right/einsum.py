import torch


def packed_attention(
    x, in_proj_weight, in_proj_bias, out_proj_weight, out_proj_bias, num_heads, mask=None
):
    """No reshaping of activations at all: the weights are given the shape of the heads instead."""
    width = x.shape[-1]
    if width % num_heads != 0:
        raise ValueError(f"num_heads={num_heads} does not divide {width}")
    w_in = in_proj_weight.unflatten(0, (3, num_heads, -1))
    w_out = out_proj_weight.unflatten(1, (num_heads, -1))
    packed = torch.einsum("btc,nhdc->nbhtd", x, w_in)
    if in_proj_bias is not None:
        packed = packed + in_proj_bias.unflatten(0, (3, 1, num_heads, 1, -1))
    q, k, v = packed.unbind(0)
    e = torch.einsum("bhtd,bhsd->bhts", q * w_in.shape[2] ** -0.5, k)
    if mask is None:
        p = e.softmax(-1)
    else:
        blocked = mask[..., None, :, :].logical_not()
        p = e.masked_fill(blocked, -torch.inf).softmax(-1).nan_to_num()
    y = torch.einsum("bhts,bhsd,chd->btc", p, v, w_out)
    return y if out_proj_bias is None else y + out_proj_bias
