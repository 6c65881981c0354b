import torch
from torch.nn.utils.rnn import pad_sequence


def shorten(a, b, room):
    """Counts down instead of popping: the longer text gives a token, the second at a tie."""
    n, m = len(a), len(b)
    for _ in range(n + m - room):
        if n > m:
            n -= 1
        else:
            m -= 1
    return a[:n], b[:m]


def encode_pairs(pairs, cls_id, sep_id, pad_id, max_len):
    if not max_len >= 3:
        raise ValueError(f"{max_len} is less than 3")
    ids, segments, real = [], [], []
    for pair in pairs:
        a, b = shorten(*pair, max_len - 3)
        segment = torch.tensor([0, *(0 for _ in a), 0, *(1 for _ in b), 1])
        ids.append(torch.tensor([cls_id, *a, sep_id, *b, sep_id]))
        segments.append(segment)
        real.append(torch.ones_like(segment, dtype=torch.bool))
    return {
        "attention_mask": pad_sequence(real, batch_first=True, padding_value=False),
        "input_ids": pad_sequence(ids, batch_first=True, padding_value=pad_id),
        "token_type_ids": pad_sequence(segments, batch_first=True, padding_value=0),
    }


def matching_logits(encoder, head, batch):
    """One pair after another, without its padding."""
    rows = []
    for i, mask in enumerate(batch["attention_mask"]):
        n = int(mask.sum())
        ids, types = batch["input_ids"][i : i + 1, :n], batch["token_type_ids"][i : i + 1, :n]
        rows.append(head(encoder(ids, token_type_ids=types)[1]))
    return torch.cat(rows)
