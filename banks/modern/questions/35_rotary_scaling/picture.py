"""What each way leaves of the frequencies, pair by pair."""

from interview.model.picture import HeatMap

D, BASE, FACTOR, TRAINED = 32, 10000.0, 8.0, 8192
NAMES = ("linear", "dynamic", "llama3", "yarn")


def pictures(reference):
    plain, _ = reference.rotary_frequencies(D, BASE, "linear", 1.0, TRAINED)
    rows = []
    for name in NAMES:
        scaled, _ = reference.rotary_frequencies(D, BASE, name, FACTOR, TRAINED, 8 * TRAINED)
        rows.append((scaled / plain).tolist())
    yield HeatMap(
        {
            "en": f"What is left of each pair's frequency, for {FACTOR:.0f} times the length",
            "zh": f"长度变为 {FACTOR:.0f} 倍时，每一对的频率还剩多少",
        },
        rows,
        NAMES,
        [str(i) for i in range(D // 2)],
        row_axis={"en": "kind", "zh": "方式"},
        column_axis={"en": "pair, the fastest first", "zh": "对，从最快的开始"},
        note={
            "en": "1 is the old frequency. linear slows every pair down, the other three only the slow ones.",
            "zh": "1 表示频率不变。linear 让每一对都变慢，其余三种只让慢的变慢。",
        },
    )
