"""Sentences as a fast tokenizer would cut them into pieces."""


def sentences(draw, sizes, width):
    """(word_ids, word_labels): `sizes[b]` words of 0 to 3 pieces between two special tokens, padded to `width`."""
    rows, labels = [], []
    for words in sizes:
        pieces = [word for word in range(words) for _ in range(draw.random.choice((0, 1, 1, 2, 3)))]
        pieces = [None, *pieces[: width - 2], None]
        rows.append(pieces + [None] * (width - len(pieces)))
        labels.append([draw.random.randrange(7) for _ in range(words)])
    return rows, labels
