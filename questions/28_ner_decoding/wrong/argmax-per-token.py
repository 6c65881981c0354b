import torch
from torch import Tensor


def best_path(
    emissions: Tensor, transitions: Tensor, start: Tensor, end: Tensor
) -> tuple[list[int], Tensor]:
    """The path of the highest score through one sentence of T words, and that score."""
    scores, path = emissions.max(dim=-1)  # (T,)
    return path.tolist(), scores.sum()


def viterbi(
    emissions: Tensor, transitions: Tensor, start: Tensor, end: Tensor, mask: Tensor
) -> tuple[list[list[int]], Tensor]:
    """The best path of every sentence, one tag per True of its mask, and the scores (B,)."""
    C = emissions.size(-1)
    if transitions.shape != (C, C):
        raise ValueError(f"{C} tags need ({C}, {C}) transitions, got {tuple(transitions.shape)}")
    paths, scores = [], []
    for sentence, real in zip(emissions, mask, strict=True):
        path, score = best_path(sentence[real], transitions, start, end)
        paths.append(path)
        scores.append(score)
    return paths, torch.stack(scores)


def parsed(tag: str) -> tuple[str, str]:
    """`B-PER` -> ("B", "PER"); `O` has no type."""
    prefix, _, kind = tag.partition("-")
    if tag != "O" and not (prefix in ("B", "I") and kind):
        raise ValueError(f"expected O, B-type or I-type, got {tag!r}")
    return prefix, kind


def bio_spans(tags: list[str]) -> list[tuple[str, int, int]]:
    """Each entity as (type, first word, word after the last), in the order of the text."""
    spans = []
    open_kind, begin = "", 0  # no entity is open while its type is empty
    for i, tag in enumerate([*tags, "O"]):  # the O at the end closes what is still open
        prefix, kind = parsed(tag)
        if open_kind and (prefix != "I" or kind != open_kind):
            spans.append((open_kind, begin, i))
            open_kind = ""
        if kind and not open_kind:
            open_kind, begin = kind, i
    return spans
