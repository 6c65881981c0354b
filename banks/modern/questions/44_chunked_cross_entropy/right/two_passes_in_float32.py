import torch
import torch.nn.functional as F


@torch.no_grad()
def lm_loss(hidden, head, labels, chunk, z=0.0):
    """First the loss and each row's log-sum-exp, then the gradients; float32 inside."""
    if hidden.shape[0] != labels.shape[0] or hidden.shape[1] != labels.shape[1]:
        raise ValueError("shapes")
    if not chunk > 0:
        raise ValueError("chunk")
    where = torch.nonzero(labels[:, 1:] != -100)  # (N, 2), batch and position of the state
    b, t = where[:, 0], where[:, 1]
    x, y = hidden[b, t], labels[b, t + 1]
    n = len(where)
    lse = torch.empty(n, dtype=torch.float32, device=hidden.device)
    total = torch.zeros((), dtype=torch.float32, device=hidden.device)
    for i in range(0, n, chunk):
        logits = head(x[i : i + chunk]).float()
        lse[i : i + chunk] = torch.logsumexp(logits, 1)
        total += F.cross_entropy(logits, y[i : i + chunk], reduction="sum")
    total = (total + z * (lse * lse).sum()) / (n or 1)
    d_hidden = torch.zeros_like(hidden, dtype=torch.float32)
    d_weight = torch.zeros_like(head.weight, dtype=torch.float32)
    for i in range(0, n, chunk):
        rows = x[i : i + chunk]
        g = torch.exp(head(rows).float() - lse[i : i + chunk, None])
        g *= 1 + 2 * z * lse[i : i + chunk, None]
        g[torch.arange(len(rows), device=g.device), y[i : i + chunk]] -= 1
        g /= n
        d_hidden[b[i : i + chunk], t[i : i + chunk]] = g @ head.weight.float()
        d_weight += g.T @ rows.float()
    dtype = hidden.dtype
    return total.to(dtype), d_hidden.to(dtype), d_weight.to(dtype)
