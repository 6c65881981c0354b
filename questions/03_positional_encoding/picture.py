"""The table as it is added to the embeddings, and what makes distances readable from it."""

from interview.model.picture import HeatMap

POSITIONS, WIDTH = 16, 16


def pictures(reference):
    table = reference.sinusoidal_encoding(POSITIONS, WIDTH)
    yield HeatMap(
        {"en": "The table of 16 positions and 16 features", "zh": "16 个位置、16 个特征的编码表"},
        table.tolist(),
        row_axis={"en": "position", "zh": "位置"},
        column_axis={"en": "feature", "zh": "特征"},
        scale="signed",
        note={
            "en": "On the left waves are short, on the right so long that these positions see no change.",
            "zh": "左边的波很短，右边的波很长，长到这些位置几乎看不出变化。",
        },
    )
    yield HeatMap(
        {"en": "Dot products of positions", "zh": "位置编码两两的点积"},
        (table @ table.T).tolist(),
        row_axis={"en": "position", "zh": "位置"},
        column_axis={"en": "position", "zh": "位置"},
        scale="signed",
        note={
            "en": "The same along every diagonal: the product hangs on the distance alone.",
            "zh": "每条对角线上的值都相同：点积只取决于两个位置的距离。",
        },
    )
