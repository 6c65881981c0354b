"""What the cases of question 14 hand to your code: two small models, two optimizers, a schedule.

The optimizers do what torch's of the same name do, written out to start without a delay.
"""

import torch
import torch.nn.functional as F
from torch import nn


class Embeddings(nn.Module):
    def __init__(self, vocab, hidden):
        super().__init__()
        self.word = nn.Embedding(vocab, hidden)
        self.norm = nn.LayerNorm(hidden)

    def forward(self, ids):
        return self.norm(self.word(ids))


class Layer(nn.Module):
    def __init__(self, hidden, dropout):
        super().__init__()
        self.norm = nn.LayerNorm(hidden)
        self.dense = nn.Linear(hidden, hidden)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        return x + self.dropout(F.gelu(self.dense(self.norm(x))))


class Classifier(nn.Module):
    """Embeddings, layers, and a head of `pooler` and `classifier`; returns (loss, logits).

    frozen: so many parts from the bottom get no gradient (1: embeddings, 2: the first layer too).
    tied: a decoder to the vocabulary that shares the embedding table, as in a masked language model.
    leftover: gradients that other code left behind.
    """

    def __init__(
        self, vocab, hidden, num_layers, num_labels, dropout=0.0, frozen=0, tied=False, leftover=0.0
    ):
        super().__init__()
        self.embeddings = Embeddings(vocab, hidden)
        self.layers = nn.ModuleList(Layer(hidden, dropout) for _ in range(num_layers))
        self.pooler = nn.Linear(hidden, hidden)
        self.classifier = nn.Linear(hidden, num_labels)
        if tied:
            self.decoder = nn.Linear(hidden, vocab)
            self.decoder.weight = self.embeddings.word.weight
        for part in [self.embeddings, *self.layers][:frozen]:
            part.requires_grad_(False)
        for parameter in self.parameters():
            if leftover and parameter.requires_grad:
                parameter.grad = torch.full_like(parameter, leftover)
        self.register_buffer("forward_passes", torch.tensor(0))
        self.register_buffer("backward_passes", torch.tensor(0))

    def forward(self, input_ids, attention_mask=None, labels=None):
        self.forward_passes += 1
        if attention_mask is None:
            attention_mask = torch.ones_like(input_ids, dtype=torch.bool)
        x = self.embeddings(input_ids)  # (B, T, D)
        for layer in self.layers:
            x = layer(x)
        real = attention_mask[:, :, None].to(x.dtype)
        mean = (x * real).sum(1) / real.sum(1)  # (B, D)
        logits = self.classifier(torch.tanh(self.pooler(mean)))  # (B, C)
        if labels is None:
            return None, logits
        loss = F.cross_entropy(logits, labels)
        if loss.requires_grad:
            loss.register_hook(self.count)
        return loss, logits

    def count(self, _):
        self.backward_passes += 1


class Block(nn.Module):
    """A layer whose LayerNorm is called `ln`, and one of its matrices `debias`."""

    def __init__(self, hidden):
        super().__init__()
        self.debias = nn.Linear(hidden, hidden)
        self.ln = nn.LayerNorm(hidden)


class Tagger(nn.Module):
    """Has the head in front, then layers, then embeddings; for its parameters only, it can't be called."""

    def __init__(self, vocab, hidden, num_layers, num_labels):
        super().__init__()
        self.label_embeddings = nn.Embedding(num_labels, hidden)
        self.mix_layers = nn.Linear(hidden, hidden)
        self.layers = nn.ModuleList(Block(hidden) for _ in range(num_layers))
        self.embeddings = Embeddings(vocab, hidden)


class SGD:
    """Plain gradient descent, and what every optimizer has: `param_groups`, `zero_grad`, `step`.

    split: the parameters are in two groups, the lower and the upper half.
    """

    def __init__(self, model, lr, weight_decay=0.0, split=False):
        trainable = [p for p in model.parameters() if p.requires_grad]
        half = len(trainable) // 2 if split else len(trainable)
        parts = [part for part in (trainable[:half], trainable[half:]) if part]
        self.param_groups = [{"params": p, "lr": lr, "weight_decay": weight_decay} for p in parts]
        self.state = {}

    def zero_grad(self, set_to_none=True):
        for group in self.param_groups:
            for parameter in group["params"]:
                if set_to_none or parameter.grad is None:
                    parameter.grad = None
                else:
                    parameter.grad.zero_()

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    self.update(parameter, group["lr"], group["weight_decay"])

    def update(self, parameter, lr, weight_decay):
        parameter -= lr * (parameter.grad + weight_decay * parameter)


class AdamW(SGD):
    """Adam with decoupled weight decay (Loshchilov & Hutter 2019, algorithm 2)."""

    def update(self, parameter, lr, weight_decay, beta1=0.9, beta2=0.999, eps=1e-8):
        n, m, v = self.state.get(parameter, (0, 0.0, 0.0))
        n, m = n + 1, beta1 * m + (1 - beta1) * parameter.grad
        v = beta2 * v + (1 - beta2) * parameter.grad**2
        self.state[parameter] = n, m, v
        parameter *= 1 - lr * weight_decay
        parameter -= lr * (m / (1 - beta1**n)) / ((v / (1 - beta2**n)).sqrt() + eps)


class Halving:
    """A schedule that halves every learning rate at each step."""

    def __init__(self, optimizer):
        self.optimizer = optimizer

    def step(self):
        for group in self.optimizer.param_groups:
            group["lr"] /= 2

    def get_last_lr(self):
        return [group["lr"] for group in self.optimizer.param_groups]
