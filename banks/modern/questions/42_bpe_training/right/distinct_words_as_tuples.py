def pairs_of(word):
    return [word[i : i + 2] for i in range(len(word) - 1)]


def join(word, pair, new):
    out = ()
    while word:
        if word[:2] == pair:
            out, word = out + (new,), word[2:]
        else:
            out, word = out + word[:1], word[1:]
    return out


def train_bpe(words, counts, num_merges):
    """The words are the keys of a dict, and the best pair is found by sorting."""
    if len(words) != len(counts):
        raise ValueError(f"{len(words)} and {len(counts)}")
    vocabulary = {}
    for word, count in zip(words, counts):
        if count < 0:
            raise ValueError(count)
        if count:
            vocabulary[tuple(word)] = vocabulary.get(tuple(word), 0) + count
    merges = []
    for new in range(256, 256 + num_merges):
        totals = {}
        for word, count in vocabulary.items():
            for pair in pairs_of(word):
                totals[pair] = totals.get(pair, 0) + count
        ranking = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
        if not ranking:
            return merges
        merges.append(ranking[0][0])
        vocabulary = {join(word, merges[-1], new): count for word, count in vocabulary.items()}
    return merges
