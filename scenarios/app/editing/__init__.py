"""A plan changed by hand: judged at once, repaired, optimised again."""
