"""Places are found by id, by name in any language, and in another spelling."""

from __future__ import annotations

import pytest

from inputs.errors import InputError
from scenarios.explaining.places import find_place

KNOWN = {
    "karasai": ("Karasai district", "Карасайский район", "Қарасай ауданы"),
    "talgar": ("Talgar district", "Талгарский район", "Талғар ауданы"),
    "zhambyl_oblast": ("Zhambyl oblast", "Жамбылская область", "Жамбыл облысы"),
    "zhambyl_almaty": ("Zhambyl district", "Жамбылский район", "Жамбыл ауданы"),
}
ELSEWHERE = {"abai": ("Abai district",)}


@pytest.mark.parametrize(
    "text", ["karasai", "KARASAI", "Karasai district", "Қарасай ауданы", "Қарасай", " karasai "]
)
def test_one_place_by_many_names(text: str) -> None:
    assert find_place(text, KNOWN, ELSEWHERE, "places") == "karasai"


def test_a_full_name_beats_the_folded_one() -> None:
    assert find_place("Zhambyl oblast", KNOWN, ELSEWHERE, "places") == "zhambyl_oblast"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Zhambyl", "several places have this name.*zhambyl_oblast.*zhambyl_almaty"),
        ("karasia", "no such place among the places.*karasai"),
        ("abai", r"abai \(Abai district\) is not among the places"),
        ("???", "no such place"),
    ],
)
def test_what_is_not_meant_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        find_place(text, KNOWN, ELSEWHERE, "places")
