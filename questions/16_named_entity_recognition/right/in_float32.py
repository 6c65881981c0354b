import torch


def align_labels(word_ids, word_labels):
    """Compares each row with itself shifted by one; a missing label is found by its IndexError."""
    if len(word_ids) - len(word_labels):
        raise ValueError("as many rows of labels as rows of words are needed")
    rows = []
    for words, labels in zip(word_ids, word_labels):
        before = [None, *words[:-1]]
        try:
            rows.append([-100 if w is None or w == b else labels[w] for w, b in zip(words, before)])
            [labels[w] for w in words if w is not None]
        except IndexError as error:
            raise ValueError("a word without a label") from error
    return torch.tensor(rows, dtype=torch.int64)


def token_loss(logits, labels):
    """Softmax in float32 and cast back, as mixed-precision code does."""
    keep = labels >= 0
    log_probs = torch.log_softmax(logits[keep], dim=-1, dtype=torch.float32)
    picked = log_probs.gather(1, labels[keep].long().unsqueeze(1))
    return (-picked.sum() / max(len(picked), 1)).to(logits.dtype)
