"""Fine-tuning data in full rows: packing, labels, positions and the mask. Krell et al. 2021, section 3."""

import torch
from torch import Tensor

IGNORED = -100  # what cross-entropy leaves out
PADDING = -1


def pack(lengths: list[int], max_len: int) -> list[list[int]]:
    """Best-fit decreasing: which examples share a row of `max_len` tokens, by their indices."""
    bins: list[list[int]] = []
    room: list[int] = []
    # The sort is stable: of equal lengths the earlier example comes first.
    for i in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if lengths[i] > max_len:
            raise ValueError(f"example {i} has {lengths[i]} tokens, a row only {max_len}")
        fitting = [b for b, left in enumerate(room) if left >= lengths[i]]
        if not fitting:
            fitting = [len(bins)]
            bins.append([])
            room.append(max_len)
        tightest = min(fitting, key=lambda b: room[b])  # the earliest of equals
        bins[tightest].append(i)
        room[tightest] -= lengths[i]
    return bins


def build(
    prompts: list[list[int]], answers: list[list[int]], bins: list[list[int]], pad: int
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Token ids, labels, positions and document numbers, each (B, T), a row for each bin."""
    rows = []
    for members in bins:
        row = []
        for document, i in enumerate(members):
            # The first token of a document would be asked for by the last one of the document before.
            asked_from = max(len(prompts[i]), 1)
            for position, token in enumerate(prompts[i] + answers[i]):
                label = token if position >= asked_from else IGNORED
                row.append((token, label, position, document))
        rows.append(row)
    longest = max(map(len, rows))
    filled = [row + [(pad, IGNORED, 0, PADDING)] * (longest - len(row)) for row in rows]
    ids, labels, positions, docs = torch.tensor(filled).unbind(dim=-1)  # (B, T) each
    return ids, labels, positions, docs


def document_mask(docs: Tensor) -> Tensor:
    """Causal within each document of docs (B, T) -> (B, 1, T, T), True = may attend."""
    same = docs[:, :, None] == docs[:, None, :]  # (B, T, T)
    real = (docs != PADDING)[:, :, None]  # (B, T, 1)
    # A row without any key would be NaN in a softmax, so padding sees itself.
    itself = torch.eye(docs.size(1), dtype=torch.bool, device=docs.device)
    return ((same & real).tril() | itself)[:, None]
