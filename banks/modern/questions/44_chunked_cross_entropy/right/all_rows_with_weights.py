import torch
import torch.nn.functional as F


def lm_loss(hidden, head, labels, chunk, z=0.0):
    """Every position goes through the head; what has no label weighs 0."""
    if tuple(labels.shape) != tuple(hidden.shape[:2]) or chunk <= 0:
        raise ValueError("labels or chunk")
    with torch.no_grad():
        B, T, D = hidden.shape
        V = head.weight.size(0)
        shifted = torch.full_like(labels, -100)
        shifted[:, :-1] = labels[:, 1:]
        flat, shifted = hidden.reshape(B * T, D), shifted.reshape(B * T)
        weight = (shifted >= 0).to(hidden.dtype)
        weight = weight / weight.sum().clamp(min=1)
        losses, gradients = [hidden.new_zeros(1)], []
        d_weight = 0 * head.weight
        for x, y, w in zip(flat.split(chunk), shifted.split(chunk), weight.split(chunk)):
            logits = head(x)
            log_p = logits.log_softmax(-1)
            lse = logits.logsumexp(-1)
            hot = F.one_hot(y.clamp(min=0), V).to(log_p.dtype)
            losses.append(w * (z * lse**2 - (hot * log_p).sum(-1)))
            p = log_p.exp()
            g = w[:, None] * (p - hot + 2 * z * lse[:, None] * p)
            gradients.append(g @ head.weight)
            d_weight = d_weight + torch.einsum("nv,nd->vd", g, x)
        return torch.cat(losses).sum(), torch.cat(gradients).view(B, T, D), d_weight
