import torch


def encode_pairs(pairs, cls_id, sep_id, pad_id, max_len):
    """Computes the two lengths at once, and writes the rows into full tensors."""
    room = max_len - 3
    if room < 0:
        raise ValueError(f"max_len must be at least 3, got {max_len}")
    kept = []
    for a, b in pairs:
        n_b = min(len(b), max(room - len(a), room // 2))
        n_a = min(len(a), room - n_b)
        kept.append((a[:n_a], b[:n_b]))
    T = max(len(a) + len(b) + 3 for a, b in kept)
    input_ids = torch.full((len(kept), T), pad_id)
    token_type_ids = torch.zeros(len(kept), T, dtype=torch.long)
    attention_mask = torch.zeros(len(kept), T, dtype=torch.bool)
    for row, (a, b) in enumerate(kept):
        ids = [cls_id] + a + [sep_id] + b + [sep_id]
        input_ids[row, : len(ids)] = torch.tensor(ids)
        token_type_ids[row, len(a) + 2 : len(ids)] = 1
        attention_mask[row, : len(ids)] = True
    return dict(
        input_ids=input_ids, token_type_ids=token_type_ids, attention_mask=attention_mask
    )


def matching_logits(encoder, head, batch):
    return head(encoder(**batch)[1])
