"""Spatial interaction: how much goes from where to where, given what each place sends."""

from models.spatial_interaction.gravity import (
    Interaction,
    calibrated,
    furness,
    interaction,
)

__all__ = ["Interaction", "calibrated", "furness", "interaction"]
