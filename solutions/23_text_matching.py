"""Two texts as one input: a batch of pairs, and the logits of each. Devlin et al. 2019, §3 and §4.1."""

from collections.abc import Callable

import torch
from torch import Tensor

Ids = list[int]


def truncate_pair(a: Ids, b: Ids, room: int) -> tuple[Ids, Ids]:
    """Longest first: takes tokens off the end of the longer text, of the second if they are equal.

    This is `_truncate_seq_pair` of the original code. One token at a time, so that a short text
    stays whole as long as the other one is longer.
    """
    a, b = list(a), list(b)
    while len(a) + len(b) > room:
        longer = a if len(a) > len(b) else b
        longer.pop()
    return a, b


def encode_pairs(
    pairs: list[list[Ids]], cls_id: int, sep_id: int, pad_id: int, max_len: int
) -> dict[str, Tensor]:
    """`[CLS] a [SEP] b [SEP]` for every pair, padded to the longest of them."""
    if max_len < 3:
        raise ValueError(f"max_len is {max_len}, the special tokens alone need 3 places")
    ids, segments = [], []
    for a, b in pairs:
        a, b = truncate_pair(a, b, max_len - 3)
        ids.append([cls_id, *a, sep_id, *b, sep_id])
        segments.append([0] * (len(a) + 2) + [1] * (len(b) + 1))

    lengths = [len(row) for row in ids]
    width = max(lengths)

    def padded(rows: list[Ids], value: int) -> Tensor:
        return torch.tensor([row + [value] * (width - len(row)) for row in rows])  # (B, T)

    return {
        "input_ids": padded(ids, pad_id),
        "token_type_ids": padded(segments, 0),
        # From the lengths, not from the ids: the padding id may also be an ordinary token.
        "attention_mask": torch.arange(width) < torch.tensor(lengths)[:, None],
    }


def matching_logits(
    encoder: Callable[..., tuple[Tensor, Tensor]],
    head: Callable[[Tensor], Tensor],
    batch: dict[str, Tensor],
) -> Tensor:
    """One pass for both texts of a pair, so that they can attend to each other in every layer."""
    _, pooled = encoder(
        batch["input_ids"],
        attention_mask=batch["attention_mask"],
        token_type_ids=batch["token_type_ids"],
    )
    return head(pooled)  # (B, C)
