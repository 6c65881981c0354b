import torch


def group_advantages(rewards, groups, scale=True):
    result = torch.zeros_like(rewards)
    for number in set(groups.tolist()):
        members = groups == number
        own = rewards[members]
        if len(own) == 1:
            continue
        centred = own - own.mean()
        result[members] = centred / (own.std() + 1e-6) if scale else centred
    return result


def grpo_loss(
    logp, old, ref, advantages, mask, low, high, beta, norm="sequence", length=None
):
    if norm == "constant":
        if length is None or length <= 0:
            raise ValueError("length")
    elif norm not in ("sequence", "token"):
        raise ValueError("norm")
    if min(low, high) < 0:
        raise ValueError("clip")
    total, responses, tokens = (logp * 0).masked_fill(~mask, 0).sum(), len(mask), int(mask.sum())
    for b in range(responses):
        real = mask[b]
        new, before, a = logp[b][real], old[b][real].detach(), advantages[b].detach()
        # With a positive advantage only the upper bound ever binds, with a negative one the lower.
        ratio = torch.exp(new - before)
        ratio = ratio.clamp(max=1 + high) if a > 0 else ratio.clamp(min=1 - low)
        loss = (-a * ratio).sum()
        if beta != 0:
            d = new - ref[b][real].detach()
            loss = loss + beta * (torch.expm1(-d) + d).sum()
        if norm == "sequence":
            total = total + loss / max(len(new), 1) / responses
        elif norm == "token":
            total = total + loss / max(tokens, 1)
        else:
            total = total + loss / (length * responses)
    return total
