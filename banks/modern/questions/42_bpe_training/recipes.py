"""Words as they might come from a text: few letters, so that pairs repeat."""


def some_words(draw, number, longest, letters):
    """`number` words of 0 to `longest` letters, from the first so many of the alphabet, as bytes."""
    return [
        [97 + draw.random.randrange(letters) for _ in range(draw.random.randint(0, longest))]
        for _ in range(number)
    ]


def some_counts(draw, number, most):
    """`number` counts from 1 to `most`; words with the count 0 have a case of their own."""
    return [draw.random.randint(1, most) for _ in range(number)]


def utf8(draw, text):
    """The words of a text, which spaces separate, as bytes."""
    return [list(word.encode()) for word in text.split(" ")]
