"""The shortest tree that joins the villages of a design to the mains, and a peer's beside it."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from models.network_design import steiner_tree
from optimizer.limits import Limits
from scenarios.studies.water.network.terms import NetworkTerms

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Shortest:
    """Lengths in km.

    Attributes
    ----------
    km : of the tree found; no tree is shorter than `bound`
    approximation_km : of NetworkX's approximation after Kou, Markowsky and Berman, a minimum
        spanning tree over shortest ways
    """

    km: float
    bound: float
    approximation_km: float


def shortest(terms: NetworkTerms, villages: IntArray, limits: Limits) -> Shortest:
    """Join villages (K,) to any of the mains: these hang on one root at no length."""
    if not villages.size:
        return Shortest(0.0, 0.0, 0.0)
    graph, root = terms.graph, terms.graph.node_count
    joined = np.column_stack([np.full_like(terms.sources, root), terms.sources])
    edges = np.concatenate([graph.edges, joined])
    km = np.concatenate([graph.km, np.zeros(len(joined))])
    wanted = np.append(villages, root)
    found = steiner_tree(edges, km, wanted, limits)
    peer: nx.Graph[int] = nx.Graph()
    peer.add_weighted_edges_from(
        (int(a), int(b), float(length)) for (a, b), length in zip(edges, km, strict=True)
    )
    tree = nx.algorithms.approximation.steiner_tree(peer, wanted.tolist(), method="kou")
    return Shortest(found.objective, found.bound, float(tree.size(weight="weight")))
