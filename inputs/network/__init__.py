"""The multimodal network of a territory: roads, railways, and where freight changes over."""

from __future__ import annotations

from inputs.network.anchoring import Anchors, anchors, site_points, unit_points
from inputs.network.building import multimodal_network
from inputs.network.gateways import Gateways, gateways
from inputs.network.multimodal import LinkPaths, MultimodalNetwork

__all__ = [
    "Anchors",
    "Gateways",
    "LinkPaths",
    "MultimodalNetwork",
    "anchors",
    "gateways",
    "multimodal_network",
    "site_points",
    "unit_points",
]
