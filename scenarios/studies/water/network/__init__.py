"""Pipes to the named villages of the Almaty agglomeration: where, how wide, in which order."""
