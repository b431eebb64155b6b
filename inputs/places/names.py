"""Names of settlements folded to one spelling: Kazakh and Russian Cyrillic, and Latin letters.

Folding joins what different hands write for one name (Қойшыбек, Койшибек, Qoishybek), at the
price of joining some different names too; that is why names are only compared within a district.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# what Latin spellings of Kazakh names use, longest first; several systems at once
_LATIN = (
    ("shch", "щ"),
    ("dzh", "ж"),
    ("zh", "ж"),
    ("kh", "х"),
    ("gh", "г"),
    ("ch", "ш"),
    ("sh", "ш"),
    ("ts", "ц"),
    ("ya", "а"),
    ("yu", "у"),
    ("yo", "о"),
    ("ye", "е"),
    ("dj", "ж"),
)
_LETTERS = str.maketrans(
    {
        **dict(zip("abcdefghijklmnopqrstuvwxyz", "абкдефгкижклмнопкрстувукиз", strict=True)),
        "ə": "а",
        "ı": "и",
        "ә": "а",
        "ғ": "г",
        "қ": "к",
        "ң": "н",
        "ө": "о",
        "ұ": "у",
        "ү": "у",
        "һ": "к",
        "х": "к",
        "і": "и",
        "ы": "и",
        "й": "и",
        "ё": "е",
        "э": "е",
        "ю": "у",
        "я": "а",
        "ч": "ш",
        "щ": "ш",
        "ь": None,
        "ъ": None,
    }
)
_CEDILLAS = str.maketrans({"ş": "sh", "ç": "ch", "ğ": "g", "ñ": "n"})

# words that say what a place is, or after whom it is called, and not its name
_GENERIC_WORDS = """
    ауыл ауылы ауылдық аул аулы село с. селосы станица станция станциясы стансасы ст. поселок
    посёлок пос. п. кент кенті к. қала қаласы қ.ә. город г. г.а. қ. разъезд разъезі
    аудан ауданы район область облысы атындағы имени им.
    village town city station settlement district oblast aul auyl auyly selo stantsiya stansiya
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
# final vowel of the Russian form of a family name: Исаево, Кайыпова
_FAMILY = re.compile(r"(?<=[ое]в)[оа]$|(?<=[^к]ин)[оа]$")
_ADJECTIVE = re.compile(r"ск(о[еи]|ии?)$")
_DOUBLE = re.compile(r"(\D)\1+")
_SIDING = re.compile(r"\bтемір жол( айрығы)?\b")
_ASIDE = re.compile(r"[(\[«\"].*?[)\]»\"]")
_SHORTEST = 3


@cache
def fold(name: str) -> str:
    """Return the folded spelling: Russian letters without spaces; empty where nothing is left.

    Words such as *ауылы*, *село*, *станция* go, as does an aside in brackets; a name that
    consists of nothing else is kept.
    """
    text = unicodedata.normalize("NFC", name).casefold().translate(_CEDILLAS)
    bare = _SIDING.sub(" ", _ASIDE.sub(" ", text))
    words = re.findall(r"[\w.]+", bare) or re.findall(r"[\w.]+", text)
    told = [word for word in words if word not in _GENERIC] or words
    return _DOUBLE.sub(r"\1", "".join(_word(word) for word in told))


def _word(word: str) -> str:
    # й and ё are single letters and must survive the removal of accents
    plain = "".join(
        letter
        if letter in "йё"
        else "".join(
            c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c)
        )
        for letter in word
    )
    for latin, cyrillic in _LATIN:
        plain = plain.replace(latin, cyrillic)
    folded = re.sub(r"[^а-я0-9]", "", plain.translate(_LETTERS))
    if len(folded) > _SHORTEST:
        return _ADJECTIVE.sub("ск", _FAMILY.sub("", folded))
    return folded


def fold_all(names: tuple[str, ...]) -> frozenset[str]:
    """Return the folded spellings of several names."""
    return frozenset(key for key in map(fold, names) if key)


def spellings(cell: str) -> tuple[str, ...]:
    """Split a cell that lists several names: `А; Б`, `А, Б` or `А / Б`."""
    return tuple(part for part in (p.strip() for p in re.split(r"[;,/]", cell)) if part)
