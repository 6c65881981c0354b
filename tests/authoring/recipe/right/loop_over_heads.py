import torch


def grouped_query_attention(q, k, v):
    if q.shape[1] % k.shape[1]:
        raise ValueError("groups")
    size = q.shape[1] // k.shape[1]
    heads = []
    for h in range(q.shape[1]):
        scores = q[:, h] @ k[:, h // size].transpose(1, 2) * q.shape[-1] ** -0.5
        heads.append(torch.softmax(scores, -1) @ v[:, h // size])
    return torch.stack(heads, 1)
