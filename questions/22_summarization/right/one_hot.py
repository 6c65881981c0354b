import torch


def sentence_vectors(hidden, cls_positions, cls_mask):
    """A product with one-hot rows, which are empty where there is no sentence."""
    T = hidden.size(1)
    for position in cls_positions[cls_mask].tolist():
        if position < 0 or position >= T:
            raise ValueError(f"{position} is not a position among {T} tokens")
    places = torch.arange(T, device=hidden.device)
    chosen = (cls_positions[..., None] == places) & cls_mask[..., None]
    return torch.einsum("bnt,btd->bnd", chosen.to(hidden.dtype), hidden)


def has_repetition(words, summary):
    """Looks the joined words up in the joined summary."""
    text = " | ".join(" ".join(["", *sentence, ""]) for sentence in summary)
    return any(f" {' '.join(words[i : i + 3])} " in text for i in range(len(words) - 2))


def select_sentences(scores, mask, sentences, k):
    if k < 1:
        raise ValueError("k must be positive")
    B, N = scores.shape
    if B != len(sentences):
        raise ValueError(f"{B} rows of scores and {len(sentences)} documents")
    output = []
    for b in range(B):
        if len(sentences[b]) != N:
            raise ValueError(f"{N} scores and {len(sentences[b])} sentences")
        candidates = [(-scores[b, i].item(), i) for i in range(N) if mask[b, i]]
        picked = []
        for _, i in sorted(candidates):
            if len(picked) == k:
                break
            if not has_repetition(sentences[b][i], [sentences[b][j] for j in picked]):
                picked.append(i)
        output.append([i for i in range(N) if i in picked])
    return output
