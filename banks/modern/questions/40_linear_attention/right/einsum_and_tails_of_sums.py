import torch


def recurrent(q, k, v, log_decay, state=None):
    """A column of the result at a time, without matrix products."""
    dtype, wide = q.dtype, torch.float64
    B, H, T, dk = k.shape
    memory = q.new_zeros(B, H, dk, v.shape[3], dtype=wide) if state is None else state.to(wide)
    q, k, v, factor = q.to(wide), k.to(wide), v.to(wide), torch.exp(log_decay.to(wide))
    out = []
    for qt, kt, vt, ft in zip(q.unbind(2), k.unbind(2), v.unbind(2), factor.unbind(2)):
        memory = torch.einsum("bh,bhkv->bhkv", ft, memory) + torch.einsum("bhk,bhv->bhkv", kt, vt)
        out.append(torch.einsum("bhk,bhkv->bhv", qt, memory))
    return torch.stack(out, 2).to(dtype), memory.to(dtype)


def decays(g):
    """exp of the sum of g over (s, t], each summed by itself, so that nothing is subtracted."""
    C = g.shape[-1]
    rows = []
    for t in range(C):
        tail = g[..., 1 : t + 1].flip(-1).cumsum(-1).flip(-1)
        rest = g.new_full((*g.shape[:-1], C - t - 1), float("-inf"))
        rows.append(torch.cat([tail, torch.zeros_like(g[..., :1]), rest], -1))
    return torch.stack(rows, -2).exp()


def chunked(q, k, v, log_decay, chunk, state=None):
    if chunk <= 0:
        raise ValueError("chunk")
    dtype, wide = q.dtype, torch.float64
    q, k, v, g = (x.to(wide) for x in (q, k, v, log_decay))
    memory = k.new_zeros(*k.shape[:2], k.shape[3], v.shape[3], dtype=wide)
    memory = memory if state is None else state.to(wide)
    out = []
    for Q, K, V, G in zip(*(x.split(chunk, 2) for x in (q, k, v, g))):
        L = decays(G)
        inside = torch.einsum("bhtk,bhsk,bhts,bhsv->bhtv", Q, K, L, V)
        begin = (L[..., 0] * G[..., :1].exp()).unsqueeze(-1)
        out.append(inside + begin * (Q @ memory))
        memory = begin[:, :, -1:] * memory + torch.einsum("bhs,bhsk,bhsv->bhkv", L[..., -1, :], K, V)
    return torch.cat(out, 2).to(dtype), memory.to(dtype)
