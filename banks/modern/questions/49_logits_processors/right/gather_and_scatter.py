import torch


def penalize(logits, history, mask, repetition=1.0, presence=0.0, frequency=0.0, ngram=0):
    if repetition <= 0:
        raise ValueError
    if ngram < 0:
        raise ValueError
    B, V = logits.shape
    out = logits.clone()
    for b in range(B):
        text = history[b].masked_select(mask[b])
        if ngram > 0 and len(text) >= ngram:
            heads = torch.stack([text[i : len(text) - ngram + 1 + i] for i in range(ngram)], 1)
            tail = text[len(text) - ngram + 1 :]
            hit = [head[-1].item() for head in heads if torch.equal(head[:-1], tail)]
            candidate = out[b].clone()
            candidate[hit] = float("-inf")
            if not torch.isinf(candidate).all():
                out[b] = candidate
        tokens, counts = torch.unique(text, return_counts=True)
        z = out[b, tokens]
        z = torch.where(z < 0, z * repetition, z / repetition)
        out[b, tokens] = z - presence - frequency * counts.to(z.dtype)
    return out


def min_p(logits, p, temperature=1.0, last=False):
    """On log-probabilities, with the threshold as a logarithm."""
    if p < 0 or p > 1:
        raise ValueError("p")
    if temperature <= 0:
        raise ValueError("temperature")
    scaled = logits / temperature
    logp = torch.log_softmax(logits if last else scaled, dim=-1)
    line = logp.max(-1, keepdim=True)[0] + torch.tensor(p, dtype=logp.dtype).log()
    scaled[logp < line] = float("-inf")
    return scaled
