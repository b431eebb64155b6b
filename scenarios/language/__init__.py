"""What a person reads, in English, Kazakh and Russian."""

from scenarios.language.messages import _, marked, n_, np_, p_
from scenarios.language.said import Names, Said, n_said, names_of, p_said, said, told
from scenarios.language.speaking import LANGUAGES, Language, speaking, spoken

__all__ = [
    "LANGUAGES",
    "Language",
    "Names",
    "Said",
    "_",
    "marked",
    "n_",
    "n_said",
    "names_of",
    "np_",
    "p_",
    "p_said",
    "said",
    "speaking",
    "spoken",
    "told",
]
