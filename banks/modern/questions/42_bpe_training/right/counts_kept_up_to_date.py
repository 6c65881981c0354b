import heapq
from collections import Counter, defaultdict


def train_bpe(words, counts, num_merges):
    """Only words that have the pair are touched; what the heap says is checked when it is taken out."""
    if len(words) != len(counts) or any(count < 0 for count in counts):
        raise ValueError("counts")
    words = [list(word) for word in words]
    totals, where = Counter(), defaultdict(set)
    for i, (word, count) in enumerate(zip(words, counts)):
        for pair in zip(word, word[1:]):
            totals[pair] += count
            where[pair].add(i)
    heap = [(-total, pair) for pair, total in totals.items()]
    heapq.heapify(heap)
    merges = []
    while heap and len(merges) < num_merges:
        total, pair = heapq.heappop(heap)
        if -total != totals[pair]:
            if totals[pair] > 0:
                heapq.heappush(heap, (-totals[pair], pair))
            continue
        if not total:
            break
        new = 256 + len(merges)
        merges.append(pair)
        changed = set()
        for i in where[pair]:
            for old in zip(words[i], words[i][1:]):
                totals[old] -= counts[i]
            k, word = 0, []
            while k < len(words[i]):
                hit = words[i][k : k + 2] == list(pair)
                word.append(new if hit else words[i][k])
                k += 2 if hit else 1
            words[i] = word
            for fresh in zip(word, word[1:]):
                totals[fresh] += counts[i]
                where[fresh].add(i)
                changed.add(fresh)
        for fresh in changed:
            heapq.heappush(heap, (-totals[fresh], fresh))
    return merges
