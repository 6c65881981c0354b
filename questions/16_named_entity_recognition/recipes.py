"""Sentences as a fast tokenizer would cut them into pieces."""


def sentences(draw, sizes, width):
    """(word_ids, word_labels): `sizes[b]` words of 0 to 3 pieces between two special tokens, padded to `width`.

    The first word always has a piece and the second none, so no mistake is seen under some seeds only.
    """
    first = [(1, 1, 2, 3), (0,)]
    rows, labels = [], []
    for words in sizes:
        choices = [*first, *[(0, 1, 1, 2, 3)] * words][:words]
        counts = [draw.random.choice(choice) for choice in choices]
        pieces = [word for word, count in enumerate(counts) for _ in range(count)]
        pieces = [None, *pieces[: width - 2], None]
        rows.append(pieces + [None] * (width - len(pieces)))
        labels.append([draw.random.randrange(7) for _ in range(words)])
    return rows, labels
