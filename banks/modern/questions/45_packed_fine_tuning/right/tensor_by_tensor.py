import torch
from torch.nn.utils.rnn import pad_sequence


def pack(lengths, max_len):
    if any(n > max_len for n in lengths):
        raise ValueError("too long")
    order = sorted(zip(lengths, range(len(lengths)), strict=True), key=lambda p: (-p[0], p[1]))
    bins = []
    for n, i in order:
        best, best_left = None, None
        for members in bins:
            left = max_len - sum(lengths[j] for j in members) - n
            if left >= 0 and (best is None or left < best_left):
                best, best_left = members, left
        if best is None:
            best = []
            bins.append(best)
        best.append(i)
    return bins


def build(prompts, answers, bins, pad):
    ids, labels, positions, docs = [], [], [], []
    for members in bins:
        texts = [torch.tensor(prompts[i] + answers[i]) for i in members]
        asked = [t.clone() for t in texts]
        for i, label in zip(members, asked, strict=True):
            label[: len(prompts[i])] = -100
            label[0] = -100
        ids.append(torch.cat(texts))
        labels.append(torch.cat(asked))
        positions.append(torch.cat([torch.arange(len(t)) for t in texts]))
        docs.append(torch.cat([torch.full((len(t),), n) for n, t in enumerate(texts)]))

    def padded(rows, value):
        return pad_sequence(rows, batch_first=True, padding_value=value)

    return padded(ids, pad), padded(labels, -100), padded(positions, 0), padded(docs, -1)


def document_mask(docs):
    T = docs.shape[-1]
    q, k = torch.arange(T, device=docs.device)[:, None], torch.arange(T, device=docs.device)[None, :]
    mask = (docs.unsqueeze(2) == docs.unsqueeze(1)) & (k <= q) & (docs.unsqueeze(1) >= 0)
    mask = torch.where((docs < 0).unsqueeze(2), q == k, mask)
    return mask.unsqueeze(1)
