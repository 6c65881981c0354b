"""What the cases of question 46 hand to your code: a model in float16's range, an optimizer, a scale."""

import torch
from torch import nn

LARGEST, SMALLEST = 65504.0, 2.0**-24


def in_range(x):
    """What float16 can hold: too large is infinite, too small is 0. The digits stay, so that you see them."""
    x = x.masked_fill(x > LARGEST, torch.inf).masked_fill(x < -LARGEST, -torch.inf)
    return x.masked_fill(x.abs() < SMALLEST, 0.0)


def half(x):
    """Stands for a cast to float16: the value gets its range, and so does the gradient on its way back."""
    x = x + (in_range(x) - x).detach()
    if x.requires_grad:
        x.register_hook(in_range)
    return x


class LanguageModel(nn.Module):
    """`model(ids)`: (B, T) -> logits (B, T, V), in full precision.

    volume: a factor on the logits; a small one makes small gradients.
    loud: where the token is 0, the gradient of `offset` is larger by this factor; the logits are the same.
    last: `offset` is the last of the parameters, and not the first.
    frozen: the embedding gets no gradient. leftover: gradients that other code left behind.
    `passes` counts the forward passes, `returns` those that went backward, and `most_open` how many of
    them at once still had a graph.
    """

    def __init__(self, vocab, width, volume=1.0, loud=0.0, last=False, frozen=False, leftover=0.0):
        super().__init__()
        self.volume, self.loud = volume, loud
        offset = nn.Parameter(torch.randn(vocab))
        if not last:
            self.offset = offset
        self.embedding = nn.Parameter(torch.randn(vocab, width), requires_grad=not frozen)
        self.hidden = nn.Parameter(torch.randn(width, width))
        self.output = nn.Parameter(torch.randn(vocab, width))
        if last:
            self.offset = offset
        for parameter in self.parameters():
            if leftover and parameter.requires_grad:
                parameter.grad = torch.full_like(parameter, leftover)
        self.open = 0
        self.register_buffer("passes", torch.tensor(0))
        self.register_buffer("returns", torch.tensor(0))
        self.register_buffer("most_open", torch.tensor(0))

    def forward(self, ids):
        x = half(half(self.embedding)[ids])  # (B, T, D)
        x = half(torch.tanh(x @ half(self.hidden).mT))
        offset = half(self.offset)
        logits = half(self.volume * (x @ half(self.output).mT + offset))  # (B, T, V)
        echo = offset - offset.detach()  # nothing, with a gradient
        logits = logits + self.loud * (ids == 0)[..., None] * echo
        self.passes += 1
        if logits.requires_grad:
            self.open += 1
            self.most_open.fill_(max(int(self.most_open), self.open))
            logits.register_hook(self.close)
        return logits

    def close(self, _):
        self.open -= 1
        self.returns += 1


class Momentum:
    """Gradient descent with momentum, whose rate falls: in its n-th step it is `lr/n`.

    groups: into how many parameter groups the parameters are dealt.
    """

    def __init__(self, model, lr, momentum=0.0, groups=1):
        parameters = [p for p in model.parameters() if p.requires_grad]
        self.param_groups = [
            {"params": parameters[i::groups], "lr": lr, "momentum": momentum} for i in range(groups)
        ]
        self.state = {}
        self.steps = 0

    def zero_grad(self, set_to_none=True):
        for group in self.param_groups:
            for parameter in group["params"]:
                if set_to_none or parameter.grad is None:
                    parameter.grad = None
                else:
                    parameter.grad.zero_()

    @torch.no_grad()
    def step(self):
        self.steps += 1
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    velocity = group["momentum"] * self.state.get(parameter, 0.0) + parameter.grad
                    self.state[parameter] = velocity
                    parameter -= group["lr"] / self.steps * velocity


class Script(nn.Module):
    """A scaler whose scales are known beforehand, whatever it is told; `told` keeps what that was."""

    def __init__(self, *scales):
        super().__init__()
        self.scales, self.updates = scales, 0
        self.register_buffer("told", torch.full((12,), -1))

    @property
    def scale(self):
        return self.scales[min(self.updates, len(self.scales) - 1)]

    def update(self, overflow):
        self.told[self.updates] = int(overflow)
        self.updates += 1
        return self.scale
