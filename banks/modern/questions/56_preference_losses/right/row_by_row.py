import torch


def last_token_reward(hidden, mask, weight):
    rewards = []
    for states, real in zip(hidden, mask):
        kept = states[real]
        rewards.append(kept[-1].dot(weight) if len(kept) else (states[0] * 0).dot(weight))
    return torch.stack(rewards)


def sequence_logp(logits, labels):
    sums, counts = [], []
    for row, wanted in zip(logits, labels):
        total, count = row.sum() * 0, 0
        for t in range(1, len(wanted)):
            word = int(wanted[t])
            if word != -100:
                total = total + row[t - 1, word] - torch.logsumexp(row[t - 1], 0)
                count += 1
        sums.append(total)
        counts.append(count)
    return torch.stack(sums), torch.tensor(counts, device=labels.device)


def dpo_loss(policy, reference, lengths, beta, smoothing=0.0, kind="sigmoid"):
    if kind not in {"sigmoid", "ipo"} or beta <= 0 or smoothing < 0 or smoothing >= 0.5:
        raise ValueError("setting")
    if kind == "ipo" and smoothing:
        raise ValueError("ipo has no smoothing")
    fixed = reference.detach()
    losses, margins = [], []
    for b in range(len(policy)):
        chosen = policy[b, 0] - fixed[b, 0]
        rejected = policy[b, 1] - fixed[b, 1]
        if kind == "ipo":
            chosen = chosen / max(1, int(lengths[b, 0]))
            rejected = rejected / max(1, int(lengths[b, 1]))
        margin = beta * (chosen - rejected)
        if kind == "ipo":
            losses.append((margin / beta - 0.5 / beta) ** 2)
        else:
            # -log σ(m) = softplus(-m), and -log σ(-m) = softplus(-m) + m
            losses.append(torch.logaddexp(torch.zeros_like(margin), -margin) + smoothing * margin)
        margins.append(margin.detach())
    return torch.stack(losses).mean(), torch.stack(margins)
