from collections.abc import Callable

import torch
from torch import Tensor


def encode_pairs(
    pairs: list[list[list[int]]], cls_id: int, sep_id: int, pad_id: int, max_len: int
) -> dict[str, Tensor]:
    """One row for every text."""
    if max_len < 3:
        raise ValueError(f"max_len is {max_len}, expected at least 3")
    rows = []
    for pair in pairs:
        for text in pair:
            rows.append([cls_id, *text[: max_len - 2], sep_id])

    lengths = [len(row) for row in rows]
    width = max(lengths)
    input_ids = torch.tensor([row + [pad_id] * (width - len(row)) for row in rows])
    return {
        "input_ids": input_ids,
        "token_type_ids": torch.zeros_like(input_ids),
        "attention_mask": torch.arange(width) < torch.tensor(lengths)[:, None],
    }


def matching_logits(
    encoder: Callable[..., tuple[Tensor, Tensor]],
    head: Callable[[Tensor], Tensor],
    batch: dict[str, Tensor],
) -> Tensor:
    _, pooled = encoder(
        batch["input_ids"],
        attention_mask=batch["attention_mask"],
        token_type_ids=batch["token_type_ids"],
    )
    return head(pooled)
