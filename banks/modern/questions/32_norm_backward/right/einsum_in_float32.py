import torch


def project(g, hat, scale):
    n = hat.shape[-1]
    return (g - torch.einsum("...d,...d,...e->...e", g, hat, hat) / n) * scale


def layer_norm_backward(grad, x, weight, eps):
    """Everything in float32, cast back at the end; the mean goes out of g first, as hat has none."""
    if grad.shape != x.shape or weight.shape != x.shape[-1:]:
        raise ValueError("shapes")
    dy, h, w = grad.float(), x.float(), weight.float()
    h = h - h.mean(-1, True)
    scale = 1 / torch.sqrt(h.pow(2).mean(-1, True) + eps)
    hat = h * scale
    g = dy * w
    dx = project(g - g.mean(-1, True), hat, scale)
    dweight = torch.einsum("nd,nd->d", dy.reshape(-1, len(w)), hat.reshape(-1, len(w)))
    dbias = dy.reshape(-1, len(w)).sum(0)
    return dx.to(x.dtype), dweight.to(x.dtype), dbias.to(x.dtype)


def rms_norm_backward(grad, x, weight, eps):
    if grad.shape != x.shape or weight.shape != x.shape[-1:]:
        raise ValueError("shapes")
    dy, h, w = grad.float(), x.float(), weight.float()
    scale = 1 / torch.sqrt(h.pow(2).mean(-1, True) + eps)
    hat = h * scale
    dweight = torch.einsum("nd,nd->d", dy.reshape(-1, len(w)), hat.reshape(-1, len(w)))
    return project(dy * w, hat, scale).to(x.dtype), dweight.to(x.dtype)
