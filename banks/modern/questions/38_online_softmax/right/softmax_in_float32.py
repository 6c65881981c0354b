import torch

NEG = float("-inf")


def attend(q, k, v, mask):
    scale = q.shape[-1] ** -0.5
    scores = torch.matmul(q.float(), k.float().transpose(-1, -2)) * scale
    scores = torch.where(mask, scores, torch.tensor(NEG))
    weights = torch.softmax(scores, -1).nan_to_num()
    return (weights @ v.float()).to(q.dtype), scores.logsumexp(-1).to(q.dtype)


def merge(outs, lses):
    if not lses or len(outs) - len(lses):
        raise ValueError("as many outs as lses")
    all_lses = torch.stack(list(lses)).float()
    weights = torch.softmax(all_lses, 0).nan_to_num().unsqueeze(-1)
    out = (torch.stack(list(outs)).float() * weights).sum(0)
    return out.to(outs[0].dtype), torch.logsumexp(all_lses, 0).to(lses[0].dtype)


def attention_backward(dout, q, k, v, out, lse, mask):
    dtype = q.dtype
    dout, q, k, v, out, lse = (t.float() for t in (dout, q, k, v, out, lse))
    scale = q.shape[-1] ** -0.5
    scores = (q * scale) @ k.transpose(-1, -2)
    weights = torch.exp(scores - lse.unsqueeze(-1)).masked_fill(~mask, 0.0)
    dv = weights.transpose(-1, -2) @ dout
    ds = weights * (dout @ v.transpose(-1, -2) - (dout * out).sum(-1, keepdim=True))
    dq, dk = ds @ k * scale, ds.transpose(-1, -2) @ (q * scale)
    return dq.to(dtype), dk.to(dtype), dv.to(dtype)
