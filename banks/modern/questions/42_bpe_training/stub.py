# interview: bpe-training
"""Write train_bpe. `interview show 42` has the task, `interview grade 42` grades this file."""


def train_bpe(words: list[list[int]], counts: list[int], num_merges: int) -> list[tuple[int, int]]:
    # words: each a list of bytes, 0 to 255; counts: how often each occurs
    # -> the pairs of ids in the order in which they are merged
    raise NotImplementedError
