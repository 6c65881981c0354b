"""A passage, and the offsets a tokenizer would give for `[CLS] question [SEP] passage [SEP]`."""

LETTERS = "abcdefgXYZ019éßж問答句"
BETWEEN = [" ", " ", "  ", "\n", ", "]


def packed(draw, question, words):
    """[passage, offsets, index of the passage's first token, index of its last]."""
    asked, _ = pieces(draw, question, 0)
    offsets, context = pieces(draw, words, draw.random.randint(0, 3))
    first = len(asked) + 2
    return [
        context,
        [(0, 0), *asked, (0, 0), *offsets, (0, 0)],
        first,
        first + len(offsets) - 1,
    ]


def pieces(draw, words, indent):
    """The offsets of random words cut into pieces of one to three characters, and their text."""
    text, offsets = " " * indent, []
    for word in range(words):
        text += draw.random.choice(BETWEEN) if word else ""
        for _ in range(draw.random.randint(1, 3)):
            piece = "".join(draw.random.choices(LETTERS, k=draw.random.randint(1, 3)))
            offsets.append((len(text), len(text) + len(piece)))
            text += piece
    return offsets, text
