import torch


def pack(lengths, max_len):
    todo = list(range(len(lengths)))
    bins, left = [], []
    while todo:
        i = max(todo, key=lambda i: lengths[i])
        todo.remove(i)
        if lengths[i] > max_len:
            raise ValueError(f"example {i} is longer than {max_len}")
        choices = sorted((space, b) for b, space in enumerate(left) if space >= lengths[i])
        if choices:
            b = choices[0][1]
        else:
            b = len(bins)
            bins.append([])
            left.append(max_len)
        bins[b].append(i)
        left[b] -= lengths[i]
    return bins


def build(prompts, answers, bins, pad):
    T = max(sum(len(prompts[i]) + len(answers[i]) for i in members) for members in bins)
    ids = torch.full((len(bins), T), pad, dtype=torch.long)
    labels = torch.full_like(ids, -100)
    positions = torch.zeros_like(ids)
    docs = torch.full_like(ids, -1)
    for row, members in enumerate(bins):
        t = 0
        for number, i in enumerate(members):
            for p, token in enumerate(prompts[i]):
                ids[row, t], positions[row, t], docs[row, t] = token, p, number
                t += 1
            for p, token in enumerate(answers[i], start=len(prompts[i])):
                ids[row, t], positions[row, t], docs[row, t] = token, p, number
                if p > 0:
                    labels[row, t] = token
                t += 1
    return ids, labels, positions, docs


def document_mask(docs):
    B, T = docs.shape
    mask = torch.zeros(B, 1, T, T, dtype=torch.bool, device=docs.device)
    for b, row in enumerate(docs.tolist()):
        for q in range(T):
            for k in range(q + 1):
                mask[b, 0, q, k] = k == q or (row[q] == row[k] and row[q] != -1)
    return mask
