"""What the cases of question 48 hand to your code: layers that notice how they are called."""

import torch
import torch.nn.functional as F
from torch import nn


class Stack(nn.ModuleList):
    """A list of layers. What they notice is read off `counted.grad`, since a case reads gradients last.

    For each layer there is a row of three numbers: how often it was called without recording, how often
    with recording, and of how many layers the graph existed when its own was made, this one included.
    `drawn.grad` is what torch's generator gives when the gradient of `watched` has arrived.
    """

    def __init__(self, layers=(), still=()):
        super().__init__(layers)
        self.live, self.still = 0, still

    def train(self, mode=True):
        """Those in `still` stay in evaluation mode, as layers do that aren't trained any more."""
        super().train(mode)
        for index in self.still:
            self[index].eval()
        return self

    def watch(self):
        rows = {id(layer): row for row, layer in enumerate(self)}
        self.counted = nn.Parameter(torch.zeros(len(self), 3), requires_grad=False)
        self.drawn = nn.Parameter(torch.zeros(1), requires_grad=False)
        self.counted.grad, self.drawn.grad = torch.zeros(len(self), 3), torch.zeros(1)
        for layer in self:
            layer.place = (self, rows[id(layer)])
        return self


class Layer(nn.Module):
    """x + dropout(tanh(dense(x))); with `idle` it has a parameter that it doesn't use."""

    def __init__(self, width, dropout=0.0, idle=False):
        super().__init__()
        self.dense = nn.Linear(width, width)
        self.dropout = dropout
        if idle:
            self.idle = nn.Parameter(torch.zeros(width))

    def compute(self, x):
        return x + F.dropout(torch.tanh(self.dense(x)), self.dropout, self.training)

    def forward(self, x):
        out = self.compute(x)
        stack, row = self.place
        count = stack.counted.grad[row]
        if not torch.is_grad_enabled():
            count[0] += 1
            return out
        count[1] += 1
        if out.requires_grad:
            stack.live += 1
            out.register_hook(self.passed)
        count[2] = max(count[2].item(), stack.live)
        return out

    def passed(self, _):
        self.place[0].live -= 1


class Embedding(Layer):
    """ids -> vectors"""

    def __init__(self, vocab, width):
        nn.Module.__init__(self)
        self.table = nn.Embedding(vocab, width)

    def compute(self, ids):
        return self.table(ids)


def stack(number, width, dropout=0.0, vocab=0, frozen=(), idle=False, order=None, still=()):
    """`number` layers; with a vocabulary the first is an embedding; those in `frozen` aren't trained.

    order: which of them come one after the other, if not each once. still: the places that stay in
    evaluation mode.
    """
    layers = [Layer(width, dropout, idle) for _ in range(number)]
    if vocab:
        layers[0] = Embedding(vocab, width)
    for index in frozen:
        layers[index].requires_grad_(False)
    return Stack([layers[index] for index in order or range(number)], still).watch()


def constant(tensor):
    """The same numbers, for which no gradient is needed."""
    return tensor.detach()


def watched(stack, tensor):
    """The same numbers, for which a gradient is needed; when it has arrived, a number is drawn."""
    tensor = (tensor if tensor.requires_grad else tensor.detach().requires_grad_()) * 1

    def draw(_):
        stack.drawn.grad.fill_(torch.rand(()).item())

    tensor.register_hook(draw)
    return tensor
