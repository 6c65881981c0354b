"""Tag sequences as a tagger might produce them, impossible ones among them."""


def tags(draw, length):
    """`length` tags of two types, drawn one by one."""
    options = ("O", "B-PER", "I-PER", "I-PER", "B-ORG", "I-ORG", "I-ORG")
    return [draw.random.choice(options) for _ in range(length)]
