import heapq
import re


def merge(piece, rank):
    """A linked list of tokens and a heap of pairs; pairs that are gone are noticed when taken out."""
    ids = list(piece)
    after = [*range(1, len(ids)), None]
    before = [None, *range(len(ids) - 1)]
    heap = []

    def offer(i):
        if i is not None and after[i] is not None:
            pair = (ids[i], ids[after[i]])
            if pair in rank:
                heapq.heappush(heap, (rank[pair], i, pair))

    for i in range(len(ids)):
        offer(i)
    while heap:
        order, i, pair = heapq.heappop(heap)
        if ids[i] is None or after[i] is None or (ids[i], ids[after[i]]) != pair:
            continue
        gone = after[i]
        ids[i], ids[gone] = 256 + order, None
        after[i] = after[gone]
        if after[i] is not None:
            before[after[i]] = i
        offer(before[i])
        offer(i)
    return [id for id in ids if id is not None]


def encode(text, merges, pattern, special, allowed):
    rank = {tuple(pair): i for i, pair in enumerate(merges)}
    known = sorted(special, key=len)[::-1]
    result = []
    while text:
        found = [(text.find(token), -len(token), token) for token in known if token in text]
        at, _, token = min(found, default=(len(text), 0, ""))
        for piece in re.findall(pattern, text[:at]):
            result += merge(piece.encode(), rank)
        if token:
            if token not in allowed:
                raise ValueError("special token in the text")
            result.append(special[token])
        text = text[at + len(token) :]
    return result


def decode(ids, merges, special):
    by_id = {id: list(name.encode()) for name, id in special.items()}
    out = bytearray()
    stack = list(ids)[::-1]
    while stack:
        id = stack.pop()
        if id in by_id:
            out += bytes(by_id[id])
        elif 0 <= id < 256:
            out.append(id)
        elif 256 <= id < 256 + len(merges):
            stack += merges[id - 256][::-1]
        else:
            raise ValueError(f"{id} is no token")
    return out.decode("utf-8", "replace")
