import re


def encode(text, merges, pattern, special, allowed):
    """All merges are gone through in the order of training; specials are looked for at each place."""
    out, plain, i = [], "", 0
    while i < len(text):
        here = [token for token in special if text.startswith(token, i)]
        if not here:
            plain += text[i]
            i += 1
            continue
        token = max(here, key=len)
        if token not in allowed:
            raise ValueError(token)
        out += ordinary(plain, merges, pattern) + [special[token]]
        plain, i = "", i + len(token)
    return out + ordinary(plain, merges, pattern)


def ordinary(text, merges, pattern):
    out = []
    for match in re.finditer(pattern, text):
        ids = [*match.group().encode()]
        for number, (left, right) in enumerate(merges):
            k = 0
            while k + 1 < len(ids):
                if ids[k] == left and ids[k + 1] == right:
                    ids[k : k + 2] = [256 + number]
                k += 1
        out.extend(ids)
    return out


def decode(ids, merges, special):
    names = {id: text for text, id in special.items()}

    def spell(id):
        if id in names:
            return names[id].encode()
        if 0 <= id < 256:
            return bytes([id])
        if not 256 <= id < 256 + len(merges):
            raise ValueError(id)
        left, right = merges[id - 256]
        return spell(left) + spell(right)

    return b"".join(map(spell, ids)).decode(errors="replace")
