import torch


def same(shape, tensors):
    for tensor in tensors:
        if list(tensor.shape) != list(shape):
            raise ValueError("shapes differ")


def gae(rewards, values, mask, gamma, lam):
    """Backwards through the tokens, each with a mask of its own."""
    same(rewards.shape, [values, mask])
    with torch.no_grad():
        m = mask.to(rewards.dtype)
        columns = []
        advantage = next_value = torch.zeros_like(rewards[:, 0])
        for t in range(rewards.size(1) - 1, -1, -1):
            delta = rewards[:, t] + gamma * next_value - values[:, t]
            advantage = m[:, t] * (delta + gamma * lam * advantage)
            next_value = m[:, t] * values[:, t]
            columns.insert(0, advantage)
        advantages = torch.stack(columns, dim=1)
        return advantages, (advantages + values) * m


def whiten(x, mask):
    same(x.shape, [mask])
    m = mask.float()
    n = m.sum()
    x32 = x.float() * m
    mean = x32.sum() / n.clamp(min=1.0)
    off = (x32 - mean) * m
    var = (off * off).sum() / (n - 1).clamp(min=1.0)
    return (off / torch.sqrt(var + 1e-8)).to(x.dtype)


def ppo_loss(logp, old_logp, advantages, values, old_values, returns, mask, clip, value_clip):
    """As a sum of losses to be made small, with the larger one taken."""
    same(logp.shape, [old_logp, advantages, values, old_values, returns, mask])
    m = mask.float()
    n = m.sum().clamp(min=1.0)
    difference = torch.where(mask, logp.float() - old_logp.detach().float(), m * 0)
    ratio = difference.exp()
    a = advantages.detach().float()
    plain, bounded = -a * ratio, -a * torch.clip(ratio, 1.0 - clip, 1.0 + clip)
    policy = (torch.maximum(plain, bounded) * m).sum() / n
    v, v0, r = values.float(), old_values.detach().float(), returns.detach().float()
    v_clip = v0 + torch.clip(v - v0, -value_clip, value_clip)
    value = 0.5 * (torch.maximum((v - r) ** 2, (v_clip - r) ** 2) * m).sum() / n
    share = (torch.gt(bounded, plain).float() * m).sum() / n
    return policy.to(logp.dtype), value.to(logp.dtype), share.to(logp.dtype)
