import torch
import torch.nn.functional as F


def kl_estimates(logp, ref):
    if logp.size() != ref.size():
        raise ValueError("shapes")
    ref = ref.detach()
    log_r = ref - logp
    return -log_r, 0.5 * log_r**2, torch.expm1(log_r) - log_r


def distill_loss(student, teacher, labels, temperature, beta):
    """Only the labelled tokens, in rows; F.kl_div takes its second argument as the first distribution."""
    if student.shape != teacher.shape or student.shape[:-1] != labels.shape:
        raise ValueError("shapes")
    if not temperature > 0:
        raise ValueError("temperature")
    if beta < 0 or beta > 1:
        raise ValueError("beta")
    counts = labels.ne(-100)
    q = F.log_softmax(student[counts] / temperature, dim=-1)
    with torch.no_grad():
        p = F.log_softmax(teacher[counts] / temperature, dim=-1)

    def kl(a, b):
        return F.kl_div(b, a, reduction="sum", log_target=True)

    if beta == 0.0:
        total = kl(p, q)
    elif beta == 1.0:
        total = kl(q, p)
    else:
        b = torch.tensor(beta, dtype=q.dtype, device=q.device)
        m = torch.logsumexp(torch.stack([p + b.log(), q + torch.log1p(-b)]), 0)
        total = beta * kl(p, m) + (1 - beta) * kl(q, m)
    n = len(q)
    return total * temperature * temperature / n if n else total
