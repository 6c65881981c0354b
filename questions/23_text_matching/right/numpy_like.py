import torch


def encode_pairs(pairs, cls_id, sep_id, pad_id, max_len):
    """Cuts both texts to the same bound until they fit, then pads with a comparison."""
    if max_len <= 2:
        raise ValueError(f"three special tokens do not fit into {max_len}")
    rows, firsts = [], []
    for a, b in pairs:
        a, b = tuple(a), tuple(b)
        while len(a) + len(b) + 3 > max_len:
            if len(b) >= len(a):
                b = b[:-1]
            else:
                a = a[:-1]
        rows.append((cls_id, *a, sep_id, *b, sep_id))
        firsts.append(len(a) + 2)
    lengths = torch.tensor([[len(row)] for row in rows])
    place = torch.arange(int(lengths.max())).expand(len(rows), -1)
    real = place < lengths
    ids = torch.full(real.shape, pad_id, dtype=torch.int64)
    ids[real] = torch.tensor([i for row in rows for i in row])
    second = real & (place >= torch.tensor(firsts).unsqueeze(1))
    return {"input_ids": ids, "token_type_ids": second.long(), "attention_mask": real}


def matching_logits(encoder, head, batch):
    names = ("input_ids", "attention_mask", "token_type_ids")
    last_hidden, pooled = encoder(*(batch[name] for name in names))
    return head(pooled)
