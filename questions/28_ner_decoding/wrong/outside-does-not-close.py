import torch
from torch import Tensor


def best_path(
    emissions: Tensor, transitions: Tensor, start: Tensor, end: Tensor
) -> tuple[list[int], Tensor]:
    """The path of the highest score through one sentence of T words, and that score."""
    if len(emissions) == 0:
        return [], emissions.new_zeros(())
    best = start + emissions[0]  # (C,): the best score of a path that ends in each tag
    pointers = []
    for emission in emissions[1:]:
        scores = best[:, None] + transitions  # (C, C): from the tag of a row to that of a column
        best, previous = scores.max(dim=0)
        best = best + emission
        pointers.append(previous)
    score, last = (best + end).max(dim=0)
    path = [int(last)]
    for previous in reversed(pointers):
        path.append(int(previous[path[-1]]))
    return path[::-1], score


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
    for i, tag in enumerate(tags):
        prefix, kind = parsed(tag)
        if prefix == "I" and spans and spans[-1][0] == kind:
            spans[-1] = (kind, spans[-1][1], i + 1)
        elif prefix != "O":
            spans.append((kind, i, i + 1))
    return spans
