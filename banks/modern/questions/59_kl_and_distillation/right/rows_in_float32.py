import torch


def kl_estimates(logp, ref):
    if list(logp.shape) != list(ref.shape):
        raise ValueError("logp and ref")
    difference = logp.float() - ref.detach().float()
    k3 = torch.exp(-difference) + difference - 1
    return tuple(k.to(logp.dtype) for k in (difference, difference * difference / 2, k3))


def distill_loss(student, teacher, labels, temperature, beta):
    """All tokens get a divergence, and those without a label the weight 0. The mixture keeps its larger log."""
    if student.shape != teacher.shape:
        raise ValueError("vocabularies")
    if labels.dim() != 2 or labels.shape[0] != student.shape[0] or labels.shape[1] != student.shape[1]:
        raise ValueError("labels")
    if temperature <= 0 or not 0 <= beta <= 1:
        raise ValueError("temperature or beta")
    zs = student.float() / temperature
    zt = teacher.detach().float() / temperature
    log_q = zs - zs.logsumexp(-1, keepdim=True)
    log_p = zt - zt.logsumexp(-1, keepdim=True)
    p, q = log_p.exp(), log_q.exp()
    if beta == 0:
        each = torch.einsum("btv,btv->bt", p, log_p - log_q)
    elif beta == 1:
        each = torch.einsum("btv,btv->bt", q, log_q - log_p)
    else:
        top = torch.maximum(log_p, log_q)
        log_m = top + (beta * (log_p - top).exp() + (1 - beta) * (log_q - top).exp()).log()
        each = (beta * p * (log_p - log_m) + (1 - beta) * q * (log_q - log_m)).sum(-1)
    weight = (labels != -100).to(each.dtype)
    loss = (each * weight).sum() / max(weight.sum().item(), 1.0)
    return (temperature**2 * loss).to(student.dtype)
