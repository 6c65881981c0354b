import torch
import torch.nn.functional as F


class Layer(torch.autograd.Function):
    """The whole layer with its own backward pass; float32 inside."""

    @staticmethod
    def forward(ctx, all_reduce, n, *tensors):
        xs, w1s, b1s, w2s, biases = (tensors[k * n : (k + 1) * n] for k in range(5))
        parts, before = [], []
        for x, w1, b1, w2 in zip(xs, w1s, b1s, w2s):
            z = x.float() @ w1.float().mT + b1.float()
            before.append(z)
            parts.append(F.gelu(z) @ w2.float().mT)
        ctx.save_for_backward(*xs, *w1s, *w2s, *before)
        ctx.n, ctx.all_reduce, ctx.dtype = n, all_reduce, xs[0].dtype
        return tuple((t + b.float()).to(x.dtype) for t, b, x in zip(all_reduce(parts), biases, xs))

    @staticmethod
    def backward(ctx, *grads):
        n = ctx.n
        xs, w1s, w2s, before = (ctx.saved_tensors[k * n : (k + 1) * n] for k in range(4))
        dx, dw1, db1, dw2, db2 = [], [], [], [], []
        for x, w1, w2, z, g in zip(xs, w1s, w2s, before, grads):
            g = g.float()
            with torch.enable_grad():
                z = z.detach().requires_grad_()
                h = F.gelu(z)
            (dz,) = torch.autograd.grad(h, z, g @ w2.float())
            rows = lambda t: t.reshape(-1, t.shape[-1])
            dw2.append(rows(g).mT @ rows(h.detach()))
            dw1.append(rows(dz).mT @ rows(x.float()))
            db1.append(rows(dz).sum(0))
            db2.append(rows(g).sum(0))
            dx.append(dz @ w1.float())
        all_of_them = [*ctx.all_reduce(dx), *dw1, *db1, *dw2, *db2]
        return None, None, *(d.to(ctx.dtype) for d in all_of_them)


def parallel_mlp(xs, shards, biases, all_reduce):
    if not xs or {len(shards), len(biases)} != {len(xs)}:
        raise ValueError("ranks")
    weights = [shard[k] for k in range(3) for shard in shards]
    return list(Layer.apply(all_reduce, len(xs), *xs, *weights, *biases))


def ring_all_reduce(ranks):
    """Bounds in the place of chunks: what is sent is a slice of each rank's own vector."""
    n = len(ranks)
    if n == 0:
        raise ValueError("no rank")
    N = ranks[0].numel()
    for vector in ranks:
        if vector.numel() != N:
            raise ValueError("lengths")
    bounds = [0]
    for c in range(n):
        bounds.append(bounds[-1] + N // n + (1 if c < N % n else 0))
    own = torch.stack(ranks)
    sent = [[] for _ in range(n)]
    for first, add in ((0, True), (1, False)):
        for s in range(n - 1):
            before = own.clone()
            for i in range(n):
                c = (i + first - s) % n
                piece = slice(bounds[c], bounds[c + 1])
                to = (i + 1) % n
                own[to, piece] = before[to, piece] + before[i, piece] if add else before[i, piece]
                sent[i].append(bounds[c + 1] - bounds[c])
    return [row.clone() for row in own], sent
