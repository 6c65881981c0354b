import torch
from torch import nn


class Whole(torch.autograd.Function):
    @staticmethod
    def forward(ctx, parts, x, *parameters):
        ctx.parts, ctx.states, inputs = parts, [], []
        for part in parts:
            ctx.states.append(torch.get_rng_state())
            inputs.append(x)
            x = part(x)
        ctx.save_for_backward(*inputs, *parameters)
        return x

    @staticmethod
    def backward(ctx, grad):
        number = len(ctx.parts)
        inputs, parameters = ctx.saved_tensors[:number], ctx.saved_tensors[number:]
        now = torch.get_rng_state()
        starts, outs = [], []
        for part, x, state in zip(ctx.parts, inputs, ctx.states):
            torch.set_rng_state(state)
            starts.append(x.detach().requires_grad_(x.is_floating_point()))
            with torch.enable_grad():
                outs.append(part(starts[-1]))
        torch.set_rng_state(now)
        totals = {id(p): None for p in parameters}
        for part, start, out in zip(ctx.parts[::-1], starts[::-1], outs[::-1]):
            own = [p for p in part.parameters() if p.requires_grad]
            wanted = own + [start] * start.requires_grad
            if not out.requires_grad:
                break
            found = torch.autograd.grad(out, wanted, grad, allow_unused=True)
            for p, g in zip(own, found):
                if g is not None:
                    totals[id(p)] = g if totals[id(p)] is None else totals[id(p)] + g
            grad = found[-1] if start.requires_grad else None
        return None, grad if ctx.needs_input_grad[1] else None, *(totals[id(p)] for p in parameters)


def checkpoint_sequential(layers, x, segments):
    if segments < 1 or segments > len(layers):
        raise ValueError("segments")
    parts, begin = [], 0
    for i in range(segments):
        end = begin + len(layers) // segments + (i < len(layers) % segments)
        parts.append(nn.Sequential(*list(layers)[begin:end]))
        begin = end
    return Whole.apply(parts, x, *nn.ModuleList(parts).parameters())
