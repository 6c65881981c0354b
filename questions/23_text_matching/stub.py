# interview: text-matching
"""Write encode_pairs and matching_logits. `interview show 23` has the task, `interview grade 23` grades it."""

from collections.abc import Callable

import torch
from torch import Tensor


def encode_pairs(
    pairs: list[list[list[int]]], cls_id: int, sep_id: int, pad_id: int, max_len: int
) -> dict[str, Tensor]:
    # pairs: B pairs [a, b] of lists of token ids, without special tokens
    # -> input_ids (B, T), token_type_ids (B, T), attention_mask (B, T) with True for a real token
    raise NotImplementedError


def matching_logits(
    encoder: Callable[..., tuple[Tensor, Tensor]],
    head: Callable[[Tensor], Tensor],
    batch: dict[str, Tensor],
) -> Tensor:
    # encoder(input_ids, attention_mask, token_type_ids) -> last_hidden (B, T, D), pooled (B, D)
    # head: (B, D) -> (B, C), batch as encode_pairs makes it -> logits (B, C)
    raise NotImplementedError
