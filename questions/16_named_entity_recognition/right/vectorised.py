import torch
import torch.nn.functional as F


def align_labels(word_ids, word_labels):
    """Compares the rows with themselves, shifted by one; one-hot targets in the loss."""
    if len(word_ids) != len(word_labels):
        raise ValueError(f"{len(word_ids)} != {len(word_labels)}")
    ids = torch.tensor([[-1 if w is None else w for w in row] for row in word_ids])
    most = max(1, *(len(row) for row in word_labels))
    table = torch.tensor([list(row) + [-100] * (most - len(row)) for row in word_labels])
    counts = torch.tensor([len(row) for row in word_labels])
    if (ids >= counts[:, None]).any():
        raise ValueError(f"word {int(ids.max())} has no label")
    before = F.pad(ids, (1, 0), value=-1)[:, :-1]
    first = (ids >= 0) & (ids != before)
    return torch.where(first, table.gather(1, ids.clamp(min=0)), -100)


def token_loss(logits, labels):
    flat, y = logits.flatten(0, 1), labels.flatten()
    weight = (y >= 0).to(logits.dtype)
    target = F.one_hot(y.clamp(min=0), flat.size(1)).to(logits.dtype) * weight[:, None]
    return -(target * torch.log_softmax(flat, 1)).sum() / weight.sum().clamp(min=1)
