import torch


def check(*tensors):
    if len({tuple(t.shape) for t in tensors}) > 1:
        raise ValueError("shapes")


def gae(rewards, values, mask, gamma, lam):
    """Every advantage as a weighted sum of all deltas after it."""
    check(rewards, values, mask)
    zero = torch.zeros((), dtype=rewards.dtype, device=rewards.device)
    r = torch.where(mask, rewards.detach(), zero)
    v = torch.where(mask, values.detach(), zero)
    T = r.shape[1]
    following = torch.cat([v[:, 1:], torch.zeros_like(v[:, :1])], dim=1)
    delta = r + gamma * following - v
    steps = torch.arange(T, device=r.device)
    ahead = steps[None, :] - steps[:, None]  # (T, T), how far s lies after t
    decays = torch.tensor([(gamma * lam) ** n for n in range(T)], dtype=r.dtype, device=r.device)
    weights = torch.where(ahead >= 0, decays[ahead.clamp(min=0)], zero)
    adv = torch.einsum("bs,ts->bt", delta, weights)
    return adv, adv + v


def whiten(x, mask):
    check(x, mask)
    out = torch.zeros_like(x)
    real = x[mask]
    if real.numel() > 1:
        out[mask] = (real - real.mean()) / (real.var() + 1e-8).sqrt()
    return out


def ppo_loss(logp, old_logp, advantages, values, old_values, returns, mask, clip, value_clip):
    """Only the tokens themselves are looked at, and the minimum is taken by the sign of the advantage."""
    check(logp, old_logp, advantages, values, old_values, returns, mask)
    n = max(int(mask.sum()), 1)
    lp, v = logp[mask], values[mask]
    with torch.no_grad():
        old, adv, v_old, ret = (x[mask] for x in (old_logp, advantages, old_values, returns))
    ratio = torch.exp(lp - old)
    bounded = torch.where(adv > 0, ratio.clamp(max=1 + clip), ratio.clamp(min=1 - clip))
    policy = -(bounded * adv).sum() / n
    v_near = torch.max(torch.min(v, v_old + value_clip), v_old - value_clip)
    value = torch.max((ret - v) ** 2, (ret - v_near) ** 2).sum() / (2 * n)
    over = ((adv > 0) & (ratio > 1 + clip)) | ((adv < 0) & (ratio < 1 - clip))
    return policy, value, over.to(logp.dtype).sum() / n
