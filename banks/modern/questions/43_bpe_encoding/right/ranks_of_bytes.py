import re


def table(merges):
    """The bytes of every ordinary token, by id."""
    tokens = [bytes((b,)) for b in range(256)]
    for pair in merges:
        tokens.append(tokens[pair[0]] + tokens[pair[1]])
    return tokens


def encode(text, merges, pattern, special, allowed):
    """Parts of a piece are byte strings; two may be joined if what they give is a token."""
    ranks = {token: id for id, token in enumerate(table(merges))}
    names = sorted(special, key=lambda token: -len(token))
    finder = re.compile("|".join(re.escape(name) for name in names)) if names else None
    ids, place = [], 0

    def plain(part):
        for piece in re.findall(pattern, part):
            parts = [bytes([b]) for b in piece.encode("utf8")]
            while True:
                joined = [(ranks.get(parts[i] + parts[i + 1], 1 << 40), i) for i in range(len(parts) - 1)]
                rank, i = min(joined, default=(1 << 40, 0))
                if rank == 1 << 40:
                    break
                parts[i : i + 2] = [parts[i] + parts[i + 1]]
            ids.extend(ranks[part] for part in parts)

    for match in finder.finditer(text) if finder else ():
        if match.group() not in set(allowed):
            raise ValueError(match.group())
        plain(text[place : match.start()])
        ids.append(special[match.group()])
        place = match.end()
    plain(text[place:])
    return ids


def decode(ids, merges, special):
    tokens = dict(enumerate(table(merges)))
    tokens.update((id, name.encode()) for name, id in special.items())
    try:
        return str(b"".join([tokens[id] for id in ids]), "utf-8", "replace")
    except KeyError as error:
        raise ValueError(f"unknown id {error}") from None
