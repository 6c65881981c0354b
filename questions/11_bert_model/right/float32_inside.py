import torch
from torch import nn
from torch.nn import functional as F


class Norm(nn.LayerNorm):
    def forward(self, x):
        return F.layer_norm(x.float(), self.normalized_shape, self.weight.float(), self.bias.float(), self.eps).to(x.dtype)


class Layer(nn.Module):
    def __init__(self, d, h, f):
        super().__init__()
        self.self_attn = nn.MultiheadAttention(d, h, batch_first=True)
        self.linear1, self.linear2 = nn.Linear(d, f), nn.Linear(f, d)
        self.norm1, self.norm2 = Norm(d, eps=1e-12), Norm(d, eps=1e-12)

    def forward(self, x, mask):
        a = self.self_attn
        q, k, v = F.linear(x, a.in_proj_weight, a.in_proj_bias).unflatten(-1, (3, a.num_heads, -1)).permute(2, 0, 3, 1, 4)
        bias = torch.zeros(mask.shape, device=mask.device).masked_fill(~mask, torch.finfo(torch.float32).min)[:, None, None].float()
        z = F.scaled_dot_product_attention(q.float(), k.float(), v.float(), attn_mask=bias).to(x.dtype)
        z = z * mask.any(-1)[:, None, None, None]
        x = self.norm1(x + a.out_proj(z.transpose(1, 2).flatten(2)))
        h = self.linear1(x)
        return self.norm2(x + self.linear2(0.5 * h * (1 + torch.erf(h / 2**0.5))))


class BertModel(nn.Module):
    def __init__(self, vocab_size, hidden, num_layers, num_heads, intermediate, max_positions, type_vocab=2):
        super().__init__()
        if hidden % num_heads:
            raise ValueError
        self.word_embed = nn.Embedding(vocab_size, hidden)
        self.position_embed = nn.Embedding(max_positions, hidden)
        self.segment_embed = nn.Embedding(type_vocab, hidden)
        self.embed_norm = Norm(hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(hidden, num_heads, intermediate) for _ in range(num_layers))
        self.pooler = nn.Linear(hidden, hidden)

    def forward(self, input_ids, attention_mask=None, token_type_ids=None):
        t = input_ids.shape[-1]
        if t > self.position_embed.num_embeddings:
            raise ValueError
        mask = torch.ones_like(input_ids).bool() if attention_mask is None else attention_mask
        x = self.word_embed(input_ids) + self.position_embed.weight[:t]
        x = x + (self.segment_embed.weight[0] if token_type_ids is None else self.segment_embed(token_type_ids))
        x = self.embed_norm(x)
        for layer in self.layers:
            x = layer(x, mask)
        return x, self.pooler(x[:, 0]).tanh()
