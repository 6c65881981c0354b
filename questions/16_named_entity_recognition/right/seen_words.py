import torch


def align_labels(word_ids, word_labels):
    """Remembers the words that had their label; takes the rows of the logits that count."""
    if len(word_labels) != len(word_ids):
        raise ValueError(f"expected {len(word_ids)} lists of labels, got {len(word_labels)}")
    width = len(word_ids[0])
    result = torch.full((len(word_ids), width), -100)
    for b, row in enumerate(word_ids):
        seen = set()
        for t, word in enumerate(row):
            if word is None or word in seen:
                continue
            if word >= len(word_labels[b]):
                raise ValueError(f"word {word} of {len(word_labels[b])}")
            seen.add(word)
            result[b, t] = word_labels[b][word]
    return result


def token_loss(logits, labels):
    keep = labels != -100
    chosen, targets = logits[keep], labels[keep]
    if not len(targets):
        return logits.sum() * 0
    right = chosen[torch.arange(len(targets)), targets]
    return (chosen.logsumexp(-1) - right).mean()
