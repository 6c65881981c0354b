import torch


class Sequence(torch.autograd.Function):
    """The whole list is one Function; its backward goes through the segments by hand."""

    @staticmethod
    def forward(ctx, bounds, layers, x, *trained):
        ctx.bounds, ctx.layers, ctx.trained, ctx.kept = bounds, layers, trained, []
        for begin, end in bounds:
            ctx.kept.append((x.detach(), torch.get_rng_state()))
            for layer in layers[begin:end]:
                x = layer(x)
        return x

    @staticmethod
    def backward(ctx, grad):
        totals = {parameter: None for parameter in ctx.trained}
        needs_x = ctx.needs_input_grad[2]
        reached = [needs_x]
        for begin, end in ctx.bounds:
            own = {p for layer in ctx.layers[begin:end] for p in layer.parameters()}
            reached.append(reached[-1] or not own.isdisjoint(totals))
        for i in reversed(range(len(ctx.bounds))):
            if not reached[i + 1]:
                break
            begin, end = ctx.bounds[i]
            x, state = ctx.kept.pop()
            x.requires_grad_(reached[i])
            aside = torch.get_rng_state()
            torch.set_rng_state(state)
            with torch.enable_grad():
                out = x
                for layer in ctx.layers[begin:end]:
                    out = layer(out)
            torch.set_rng_state(aside)
            own = {p for layer in ctx.layers[begin:end] for p in layer.parameters()}
            own = [p for p in own if p in totals]
            found = list(torch.autograd.grad(out, own + [x] * reached[i], grad, allow_unused=True))
            grad = found.pop() if reached[i] else None
            for parameter, part in zip(own, found):
                if part is not None:
                    before = totals[parameter]
                    totals[parameter] = part if before is None else before + part
            del out
        return None, None, grad if needs_x else None, *totals.values()


def checkpoint_sequential(layers, x, segments):
    if not 0 < segments <= len(layers):
        raise ValueError(f"{segments} segments")
    ends = [0]
    for left in range(segments, 0, -1):
        ends.append(ends[-1] + -(-(len(layers) - ends[-1]) // left))
    bounds = list(zip(ends, ends[1:]))
    trained = list({p: None for layer in layers for p in layer.parameters() if p.requires_grad})
    return Sequence.apply(bounds, list(layers), x, *trained)
