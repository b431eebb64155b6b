"""Names of nodes in Latin letters."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_SHORT = {"rf": "RF", "kg": "KG", "uz": "UZ", "tm": "TM", "wko": "(West Kazakhstan)", "zh": ""}


def latin_names(nodes: pd.DataFrame, places: pd.DataFrame) -> NDArray[np.str_]:
    """Return (n,) the English name of each node's place; without one, the words of its id."""
    named = nodes["place_id"].map(places.set_index("place_id")["name_en"])
    return named.fillna(nodes["node_id"].map(_spoken)).to_numpy(np.str_)


def _spoken(node_id: str) -> str:
    words = [_SHORT.get(word, word.capitalize()) for word in node_id.split("_")]
    if words[1:2] == ["Border"]:
        words = [*words[2:], words[0], "border"]
    return " ".join(word for word in words if word)
