import torch


def attend(q, k, v, mask=None):
    if q.shape[-1] != k.shape[-1]:
        raise ValueError("widths differ")
    e = torch.einsum("btd,bsd->bts", q, k) * q.shape[-1] ** -0.5
    if mask is not None:
        e = torch.where(mask, e, -1e30)
    return torch.einsum("bts,bsd->btd", torch.softmax(e, -1), v)
