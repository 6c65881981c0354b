"""The table as it is added to the embeddings, and what makes distances readable from it."""

from interview.model.picture import HeatMap

POSITIONS, WIDTH = 16, 16


def pictures(reference):
    table = reference.sinusoidal_encoding(POSITIONS, WIDTH)
    yield HeatMap(
        {"en": "The table of 16 positions and 16 features", "zh": "位置编码表：16 个位置，16 个特征"},
        table.tolist(),
        row_axis={"en": "position", "zh": "位置"},
        column_axis={"en": "feature", "zh": "特征"},
        scale="signed",
    )
    yield HeatMap(
        {"en": "Dot products of positions", "zh": "位置之间的点积"},
        (table @ table.T).tolist(),
        scale="signed",
    )
