def layer_norm_backward(grad, x, weight, eps):
    """Node by node through the graph: variance, then mean, then x itself."""
    fit(grad, x, weight)
    D = x.size(-1)
    mean = x.mean(-1, keepdim=True)
    var = x.var(-1, keepdim=True, unbiased=False)
    dhat = grad * weight
    dvar = (dhat * (x - mean)).sum(-1, keepdim=True) * -0.5 * (var + eps) ** -1.5
    dmean = -(dhat / (var + eps).sqrt()).sum(-1, keepdim=True)
    dmean = dmean + dvar * (-2.0 * (x - mean)).mean(-1, keepdim=True)
    dx = dhat / (var + eps).sqrt() + dvar * 2.0 * (x - mean) / D + dmean / D
    axes = tuple(range(x.dim() - 1))
    xhat = (x - mean) / (var + eps).sqrt()
    if not axes:
        return dx, grad * xhat, grad.clone()
    return dx, (grad * xhat).sum(axes), grad.sum(axes)


def rms_norm_backward(grad, x, weight, eps):
    fit(grad, x, weight)
    square = (x * x).mean(-1, keepdim=True)
    dhat = grad * weight
    dsquare = (dhat * x).sum(-1, keepdim=True) * -0.5 * (square + eps) ** -1.5
    dx = dhat * (square + eps) ** -0.5 + dsquare * 2.0 * x / x.size(-1)
    dweight = grad * x * (square + eps) ** -0.5
    while dweight.dim() > 1:
        dweight = dweight.sum(0)
    return dx, dweight


def fit(grad, x, weight):
    if tuple(weight.shape) != (x.size(-1),):
        raise ValueError("one gain for each feature")
    if tuple(grad.shape) != tuple(x.shape):
        raise ValueError("one gradient for each element")
