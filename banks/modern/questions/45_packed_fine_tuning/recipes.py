"""Texts as a tokenizer gives them, and lengths to be packed."""


def texts(draw, lengths):
    """A list of token ids from 1 to 98 for each length."""
    return [[draw.random.randint(1, 98) for _ in range(length)] for length in lengths]


def ending(draw, lengths, end):
    """The same, each with the token `end` after it, which also stands somewhere within the longer ones."""
    found = []
    for ids in texts(draw, lengths):
        if len(ids) > 2:
            ids[draw.random.randrange(len(ids))] = end
        found.append([*ids, end])
    return found


def drawn_lengths(draw, count, most):
    return [draw.random.randint(1, most) for _ in range(count)]
