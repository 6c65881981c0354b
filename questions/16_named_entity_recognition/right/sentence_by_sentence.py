from itertools import groupby

import torch


def align_labels(word_ids, word_labels):
    """Runs of equal word ids, and a sum over sentences and tokens."""
    if len(word_ids) != len(word_labels):
        raise ValueError("one list of labels for each row")
    batch = []
    for ids, labels in zip(word_ids, word_labels):
        row = []
        for word, run in groupby(ids):
            n = len(list(run))
            if word is None:
                row += [-100] * n
                continue
            try:
                row += [labels[word]] + [-100] * (n - 1)
            except IndexError:
                raise ValueError(f"no label for word {word}, {len(labels)} labels") from None
        batch.append(row)
    return torch.tensor(batch, dtype=torch.int64)


def token_loss(logits, labels):
    total, count = 0.0 * logits.sum(), 0
    for scores, row in zip(logits, labels.tolist()):
        for t, label in enumerate(row):
            if label != -100:
                total = total + torch.logsumexp(scores[t], 0) - scores[t, label]
                count += 1
    return total / count if count else total
