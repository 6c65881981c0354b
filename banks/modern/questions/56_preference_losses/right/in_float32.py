import torch
import torch.nn.functional as F


def last_token_reward(hidden, mask, weight):
    """From behind: the first real token of the row turned around."""
    T = mask.shape[1]
    last = T - 1 - mask.flip(1).int().argmax(1)
    picked = F.one_hot(last, T).to(hidden.dtype) * mask
    return torch.einsum("bt,btd,d->b", picked.to(hidden.dtype), hidden, weight)


def sequence_logp(logits, labels):
    B, T, V = logits.shape
    if T == 1:
        return logits.sum((1, 2)) * 0, torch.zeros(B, dtype=torch.long, device=logits.device)
    target = labels[:, 1:].reshape(-1)
    losses = F.cross_entropy(
        logits[:, :-1].reshape(-1, V).float(), target, ignore_index=-100, reduction="none"
    )
    sums = -losses.view(B, T - 1).sum(-1)
    return sums.to(logits.dtype), (labels[:, 1:] >= 0).sum(-1)


def dpo_loss(policy, reference, lengths, beta, smoothing=0.0, kind="sigmoid"):
    if kind == "ipo":
        if smoothing != 0:
            raise ValueError(smoothing)
    elif kind != "sigmoid":
        raise ValueError(kind)
    if not beta > 0 or not 0.0 <= smoothing < 0.5:
        raise ValueError((beta, smoothing))
    p, r = policy.float(), reference.detach().float()
    if kind == "ipo":
        n = torch.where(lengths == 0, torch.ones_like(lengths), lengths)
        p, r = p / n, r / n
    h = (p[:, 0] - p[:, 1]) - (r[:, 0] - r[:, 1])
    if kind == "ipo":
        loss = F.mse_loss(h, torch.full_like(h, 1 / (2 * beta)))
    else:
        loss = F.binary_cross_entropy_with_logits(beta * h, torch.full_like(h, 1 - smoothing))
    with torch.no_grad():
        margins = (beta * h).to(policy.dtype)
    return loss.to(policy.dtype), margins
