import torch


def sentence_vectors(hidden, cls_positions, cls_mask):
    """One sentence after the other."""
    length = hidden.shape[1]
    documents = []
    for states, positions, real in zip(hidden, cls_positions.tolist(), cls_mask.tolist()):
        vectors = []
        for position, here in zip(positions, real):
            if here and not 0 <= position < length:
                raise ValueError(f"no token {position} among {length}")
            vectors.append(states[position] if here else torch.zeros_like(states[0]))
        documents.append(torch.stack(vectors))
    return torch.stack(documents)


def share_three_words(first, second):
    return any(
        first[i : i + 3] == second[j : j + 3]
        for i in range(len(first) - 2)
        for j in range(len(second) - 2)
    )


def select_sentences(scores, mask, sentences, k):
    """Looks for the best sentence that is still allowed, takes it, and strikes out what it repeats."""
    if k <= 0:
        raise ValueError(f"k={k}")
    if len(sentences) != len(scores) or any(len(d) != scores.shape[1] for d in sentences):
        raise ValueError("scores and sentences do not match")
    result = []
    for row, allowed, document in zip(scores.tolist(), mask.tolist(), sentences):
        summary = []
        while len(summary) < k and any(allowed):
            best = max((i for i, a in enumerate(allowed) if a), key=lambda i: row[i])
            summary.append(best)
            allowed = [
                a and i != best and not share_three_words(document[i], document[best])
                for i, a in enumerate(allowed)
            ]
        result.append(sorted(summary))
    return result
