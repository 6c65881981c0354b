import torch


def grouped_query_attention(q, k, v):
    B, H, T, d = q.shape
    G = k.size(1)
    if H % G != 0:
        raise ValueError("the groups must divide the heads")
    q = q.reshape(B, G, H // G, T, d)
    weights = (torch.einsum("bghtd,bgsd->bghts", q, k) / d**0.5).softmax(-1)
    return torch.einsum("bghts,bgsd->bghtd", weights, v).reshape(B, H, T, d)
