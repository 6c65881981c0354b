"""Extractive summarization in the manner of BertSum. Liu and Lapata 2019, sections 3.1 and 4.2."""

from torch import Tensor

Document = list[list[str]]
"""Sentences, each a list of words."""


def sentence_vectors(hidden: Tensor, cls_positions: Tensor, cls_mask: Tensor) -> Tensor:
    """The state of each sentence's own [CLS]; zeros where there is no sentence.

    `hidden` (B, T, D), `cls_positions` and `cls_mask` (B, N).
    """
    T, D = hidden.size(1), hidden.size(2)
    outside = cls_mask & ((cls_positions < 0) | (cls_positions >= T))
    if outside.any():
        position = int(cls_positions[outside][0])
        raise ValueError(f"position {position} is outside a sequence of {T} tokens")

    positions = cls_positions.masked_fill(~cls_mask, 0)  # (B, N), any position that exists
    index = positions[:, :, None].expand(-1, -1, D)  # (B, N, D)
    return hidden.gather(1, index).masked_fill(~cls_mask[:, :, None], 0.0)


def trigrams(words: list[str]) -> set[tuple[str, ...]]:
    """Every three words in a row; none in a sentence of one or two words."""
    return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}


def select_sentences(
    scores: Tensor, mask: Tensor, sentences: list[Document], k: int
) -> list[list[int]]:
    """For each document up to `k` sentences without a common trigram, best first, in its order.

    `scores` and `mask` (B, N).
    """
    B, N = scores.shape
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")
    if len(sentences) != B:
        raise ValueError(f"expected {B} documents, got {len(sentences)}")
    for document in sentences:
        if len(document) != N:
            raise ValueError(f"expected {N} sentences in a document, got {len(document)}")

    summaries = []
    for b, document in enumerate(sentences):
        chosen: list[int] = []
        said: set[tuple[str, ...]] = set()
        for i in scores[b].argsort(descending=True, stable=True).tolist():
            new = trigrams(document[i])
            if mask[b, i] and len(chosen) < k and new.isdisjoint(said):
                chosen.append(i)
                said |= new
        summaries.append(sorted(chosen))
    return summaries
