import torch
import torch.nn.functional as F
from torch import nn


def linear(n, m):
    return nn.Linear(n, m, bias=False)


class Attention(nn.Module):
    def __init__(self, D, H, G, base):
        super().__init__()
        self.d = D // H
        self.w_k, self.w_v = linear(D, G * self.d), linear(D, G * self.d)
        self.w_q, self.w_o = linear(D, H * self.d), linear(H * self.d, D)
        inv_freq = 1.0 / base ** (torch.arange(0, self.d, 2, dtype=torch.float32) / self.d)
        self.register_buffer("inv_freq", inv_freq, persistent=False)

    def forward(self, x):
        B, T, D = x.shape
        q, k, v = (w(x).view(B, T, -1, self.d).transpose(1, 2) for w in (self.w_q, self.w_k, self.w_v))
        steps = torch.arange(T, device=x.device).float()
        phase = torch.outer(steps, self.inv_freq.float())
        turns = torch.polar(torch.ones_like(phase), phase)

        def turned(t):
            pairs = torch.complex(*(half.float() for half in t.chunk(2, -1)))
            out = pairs * turns
            return torch.cat((out.real, out.imag), -1).type_as(x)

        y = F.scaled_dot_product_attention(turned(q), turned(k), v, is_causal=True, enable_gqa=True)
        return self.w_o(y.transpose(1, 2).reshape(B, T, D))


class Mlp(nn.Module):
    def __init__(self, D, width):
        super().__init__()
        self.gate, self.up, self.down = linear(D, width), linear(D, width), linear(width, D)

    def forward(self, x):
        return self.down(self.up(x) * F.silu(self.gate(x)))


class DecoderModel(nn.Module):
    """The rotation in float32 as complex numbers, and torch's own grouped attention."""

    def __init__(
        self, vocab_size, d_model, num_layers, num_heads, num_kv_heads, d_ff, base=10000.0, tie=False
    ):
        super().__init__()
        if d_model % (2 * num_heads) != 0 or num_heads % num_kv_heads != 0:
            raise ValueError("these heads do not fit")
        self.embed = nn.Embedding(vocab_size, d_model)
        self.head = self.embed if tie else linear(d_model, vocab_size)
        self.norm = nn.RMSNorm(d_model, 1e-5)
        self.layers = nn.ModuleList(
            nn.ModuleDict(
                {
                    "attention_norm": nn.RMSNorm(d_model, 1e-5),
                    "attention": Attention(d_model, num_heads, num_kv_heads, base),
                    "ffn_norm": nn.RMSNorm(d_model, 1e-5),
                    "ffn": Mlp(d_model, d_ff),
                }
            )
            for _ in range(num_layers)
        )

    def forward(self, ids):
        x = self.embed.weight[ids]
        for layer in self.layers:
            x = x + layer["attention"](layer["attention_norm"](x))
            x = x + layer["ffn"](layer["ffn_norm"](x))
        return F.linear(self.norm(x), self.head.weight)
