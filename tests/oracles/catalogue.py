"""Every oracle there is."""

from __future__ import annotations

from tests.oracles import layers, losses, tokens

EVERY_ORACLE = (*tokens.ORACLES, *layers.ORACLES, *losses.ORACLES)
