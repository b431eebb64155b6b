"""The multimodal network of a territory: roads, railways, and where freight changes over."""

from __future__ import annotations

from inputs.network.anchoring import Anchors, anchors, site_points, unit_points
from inputs.network.building import multimodal_network
from inputs.network.gateways import Gateways, gateways
from inputs.network.multimodal import LinkPaths, MultimodalNetwork
from inputs.network.summary import Gap, gaps, require_reachable

__all__ = [
    "Anchors",
    "Gap",
    "Gateways",
    "LinkPaths",
    "MultimodalNetwork",
    "anchors",
    "gaps",
    "gateways",
    "multimodal_network",
    "require_reachable",
    "site_points",
    "unit_points",
]
