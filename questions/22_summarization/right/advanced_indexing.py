import torch


def sentence_vectors(hidden, cls_positions, cls_mask):
    T = hidden.size(1)
    positions = torch.where(cls_mask, cls_positions, 0)
    if positions.min() < 0 or positions.max() >= T:
        raise ValueError(f"positions from {positions.min()} to {positions.max()}, {T} tokens")
    rows = torch.arange(hidden.size(0)).unsqueeze(1)
    return hidden[rows, positions] * cls_mask.unsqueeze(-1).to(hidden.dtype)


def overlaps(document):
    """(N, N), True where two sentences have a trigram in common."""
    grams = [set(zip(words, words[1:], words[2:])) for words in document]
    return torch.tensor([[bool(a & b) for b in grams] for a in grams])


def summary(scores, mask, document, k):
    free, repeats = mask.clone(), overlaps(document).to(mask.device)
    chosen = torch.zeros_like(mask)
    _, order = torch.sort(scores, stable=True, descending=True)
    for i in order.tolist():
        if free[i] and chosen.sum() < k:
            chosen[i] = True
            free &= ~repeats[i]
    return chosen.nonzero()[:, 0].tolist()


def select_sentences(scores, mask, sentences, k):
    if k < 1:
        raise ValueError(f"{k} sentences cannot be selected")
    counts = {len(document) for document in sentences}
    if len(sentences) != scores.size(0) or counts != {scores.size(1)}:
        raise ValueError(f"{tuple(scores.shape)} scores for {len(sentences)} documents of {counts}")
    return [summary(*parts, k) for parts in zip(scores, mask, sentences)]
