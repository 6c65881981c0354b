import numpy as np


def train_bpe(words, counts, num_merges):
    """All words in one array with −1 between them, and each token with the count of its word."""
    if len(words) != len(counts):
        raise ValueError("lengths")
    if any(c < 0 for c in counts):
        raise ValueError("negative")
    ids = np.array([id for word in words for id in (*word, -1)], dtype=np.int64)
    weight = np.array([c for word, c in zip(words, counts) for _ in (*word, -1)], dtype=np.int64)
    merges = []
    while len(merges) < num_merges:
        inside = (ids[:-1] >= 0) & (ids[1:] >= 0) & (weight[:-1] > 0)
        if not inside.any():
            break
        key = (ids[:-1] << 32 | ids[1:])[inside]
        kinds, index = np.unique(key, return_inverse=True)
        best = kinds[np.bincount(index, weights=weight[:-1][inside]).argmax()]
        left, right = int(best >> 32), int(best & 0xFFFFFFFF)
        keep = np.ones(len(ids), dtype=bool)
        i = 0
        while i < len(ids) - 1:
            if ids[i] == left and ids[i + 1] == right:
                ids[i], keep[i + 1] = 256 + len(merges), False
                i += 1
            i += 1
        ids, weight = ids[keep], weight[keep]
        merges.append((left, right))
    return merges
