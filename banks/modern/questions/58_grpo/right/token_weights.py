import torch


def group_advantages(rewards, groups, scale=True):
    """Every answer against every other one."""
    same = (groups[:, None] == groups[None, :]).to(rewards.dtype)
    sizes = same.sum(1)
    centred = rewards - torch.einsum("ij,j->i", same, rewards) / sizes
    if scale:
        variance = torch.mv(same, centred**2) / torch.clamp(sizes - 1, min=1)
        return centred / (variance**0.5 + 1e-6)
    return centred


def grpo_loss(
    logp, old, ref, advantages, mask, low, high, beta, norm="sequence", length=None
):
    """What each token weighs, times its loss; float32 inside."""
    if norm not in {"sequence", "token", "constant"} or low < 0 or high < 0:
        raise ValueError((norm, low, high))
    B, T = mask.shape
    counts = mask.sum(1, keepdim=True)
    if norm == "constant":
        if not length or length < 0:
            raise ValueError(length)
        weight = mask / (B * length)
    elif norm == "token":
        weight = mask / counts.sum().clamp(min=1)
    else:
        weight = mask / (B * counts.clamp(min=1))
    zero = torch.zeros((), dtype=torch.float32, device=logp.device)
    new = logp.float()
    step = torch.where(mask, new - old.detach().float(), zero)
    a = advantages.detach().float().unsqueeze(1).expand(B, T)
    ratio = step.exp()
    clipped = torch.clip(ratio, 1.0 - low, 1.0 + high)
    loss = torch.max(-a * ratio, -a * clipped)
    if beta:
        gap = torch.where(mask, ref.detach().float() - new, zero)
        loss = loss + beta * (gap.exp() - gap - 1)
    return (weight.float() * loss).sum().to(logp.dtype)
