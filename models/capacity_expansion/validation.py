"""What an instance must satisfy; errors name the field, the place in it, and what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from models.capacity_expansion.instance import CapacityExpansionInstance

_SUM_TOLERANCE = 1e-9


class InvalidInstanceError(ValueError):
    """The arrays of an instance do not describe a capacity-expansion problem."""


def validate(instance: CapacityExpansionInstance) -> None:
    """Check shapes, finiteness, signs and sums.

    Raises
    ------
    InvalidInstanceError naming the field, the first offending index with its label, the value
    found and what was expected
    """
    if instance.demand.ndim != 2 or 0 in instance.demand.shape:
        raise InvalidInstanceError(
            f"demand: shape {instance.demand.shape}, expected (units, periods), at least one each"
        )
    units, periods = instance.demand.shape
    modules, groups = len(instance.size), len(instance.group_budget)
    letters = {"N": units, "K": modules, "T": periods, "G": groups}
    for name, (axes, rule) in _FIELDS.items():
        _check(instance, name, axes, rule, letters)
    if modules == 0:
        raise InvalidInstanceError("size: no module, expected at least one")
    profile = np.asarray(instance.spend_profile, dtype=float)
    if profile.ndim != 1 or not len(profile) or (profile < 0).any():
        raise InvalidInstanceError("spend_profile: expected one or more shares >= 0")
    if abs(profile.sum() - 1.0) > _SUM_TOLERANCE:
        raise InvalidInstanceError(f"spend_profile: sums to {profile.sum():g}, expected 1")
    if instance.lead < 0:
        raise InvalidInstanceError(f"lead: {instance.lead}, expected >= 0")
    if not instance.overflow_factor > 0:
        raise InvalidInstanceError(f"overflow_factor: {instance.overflow_factor}, expected > 0")
    late = instance.startable[:, :, max(periods - len(profile) + 1, 0) :]
    if late.any():
        n, k, t = (int(i) for i in np.argwhere(late)[0])
        t += max(periods - len(profile) + 1, 0)
        raise InvalidInstanceError(
            f"startable{_where(instance, 'NKT', (n, k, t))}: true, but its payments run over "
            f"{len(profile)} periods and past the last one, expected false"
        )
    if instance.group.size and (instance.group.min() < 0 or instance.group.max() >= groups):
        n = int(np.argmax((instance.group < 0) | (instance.group >= groups)))
        raise InvalidInstanceError(
            f"group{_where(instance, 'N', (n,))}: {instance.group[n]}, expected 0 to {groups - 1}"
        )
    _check_transfers(instance, letters)
    _check_goals(instance)


_FINITE, _NOT_NEGATIVE, _POSITIVE, _MAYBE_INFINITE, _BOOLEAN, _COUNT = (
    "a finite number",
    "a finite number >= 0",
    "a finite number > 0",
    "a number >= 0 or inf",
    "true or false",
    "a whole number >= 0",
)
_FIELDS: dict[str, tuple[str, str]] = {
    "demand": ("NT", _NOT_NEGATIVE),
    "existing": ("NT", _NOT_NEGATIVE),
    "size": ("K", _POSITIVE),
    "cost": ("NK", _POSITIVE),
    "price_index": ("T", _POSITIVE),
    "budget": ("T", _NOT_NEGATIVE),
    "committed_spending": ("T", _NOT_NEGATIVE),
    "carry_over_limit": ("T", _MAYBE_INFINITE),
    "startable": ("NKT", _BOOLEAN),
    "max_starts": ("NT", _COUNT),
    "min_capacity": ("NT", _NOT_NEGATIVE),
    "max_capacity": ("NT", _MAYBE_INFINITE),
    "shortage_weight": ("T", _NOT_NEGATIVE),
    "overflow_weight": ("T", _NOT_NEGATIVE),
    "cost_weight": ("T", _NOT_NEGATIVE),
    "capacity_factor": ("NT", _POSITIVE),
    "overflow_forbidden": ("NT", _BOOLEAN),
    "equity_period": ("T", _BOOLEAN),
    "equity_weight": ("N", _NOT_NEGATIVE),
    "group": ("N", _FINITE),
    "group_budget": ("GT", _MAYBE_INFINITE),
    "group_min_spending": ("GT", _NOT_NEGATIVE),
}


def _check(
    instance: CapacityExpansionInstance,
    name: str,
    axes: str,
    rule: str,
    letters: dict[str, int],
) -> None:
    values = np.asarray(getattr(instance, name))
    expected = tuple(letters[a] for a in axes)
    if values.shape != expected:
        raise InvalidInstanceError(
            f"{name}: shape {values.shape}, expected ({', '.join(axes)}) = {expected}"
        )
    if rule is _BOOLEAN:
        if values.dtype != np.bool_:
            raise InvalidInstanceError(f"{name}: dtype {values.dtype}, expected {_BOOLEAN}")
        return
    if name in ("size", "group", "max_starts") and not np.issubdtype(values.dtype, np.integer):
        raise InvalidInstanceError(f"{name}: dtype {values.dtype}, expected whole numbers")
    bad = np.isnan(values) if rule is _MAYBE_INFINITE else ~np.isfinite(values)
    if rule in (_NOT_NEGATIVE, _MAYBE_INFINITE, _COUNT):
        bad |= values < 0
    elif rule is _POSITIVE:
        bad |= values <= 0
    if bad.any():
        index = tuple(int(i) for i in np.argwhere(bad)[0])
        raise InvalidInstanceError(
            f"{name}{_where(instance, axes, index)}: {values[index]}, expected {rule}"
        )


def _check_transfers(instance: CapacityExpansionInstance, letters: dict[str, int]) -> None:
    moves = instance.transfers
    if moves is None:
        return
    arcs = np.asarray(moves.arcs)
    if arcs.ndim != 2 or arcs.shape[1] != 2:
        raise InvalidInstanceError(f"transfers.arcs: shape {arcs.shape}, expected (A, 2)")
    for a, (source, target) in enumerate(arcs):
        if not (0 <= source < letters["N"] and 0 <= target < letters["N"]) or source == target:
            raise InvalidInstanceError(
                f"transfers.arcs[{a}]: {source} to {target}, expected two different units "
                f"from 0 to {letters['N'] - 1}"
            )
    for name, shape in (("cost", (len(arcs),)), ("limit", (len(arcs), letters["T"]))):
        values = np.asarray(getattr(moves, name))
        if values.shape != shape:
            raise InvalidInstanceError(f"transfers.{name}: shape {values.shape}, expected {shape}")
        bad = ~np.isfinite(values) | (values < 0)
        if bad.any():
            index = tuple(int(i) for i in np.argwhere(bad)[0])
            place = ", ".join(map(str, index))
            raise InvalidInstanceError(
                f"transfers.{name}[{place}]: {values[index]}, expected {_NOT_NEGATIVE}"
            )


def _check_goals(instance: CapacityExpansionInstance) -> None:
    if not instance.stages:
        raise InvalidInstanceError("stages: empty, expected at least one measure to minimise")
    for i, stage in enumerate(instance.stages):
        if not (np.isfinite(stage.tolerance) and stage.tolerance >= 0):
            raise InvalidInstanceError(
                f"stages[{i}] ({stage.measure.value}): tolerance {stage.tolerance}, "
                f"expected {_NOT_NEGATIVE}"
            )
    for i, cap in enumerate(instance.caps):
        if not (np.isfinite(cap.level) and cap.level >= 0):
            raise InvalidInstanceError(
                f"caps[{i}] ({cap.measure.value}): level {cap.level}, expected {_NOT_NEGATIVE}"
            )


def _where(instance: CapacityExpansionInstance, axes: str, index: tuple[int, ...]) -> str:
    labels = {
        "N": instance.unit_labels,
        "K": instance.module_labels,
        "T": instance.period_labels,
        "G": instance.group_labels,
    }
    parts = [
        labels[axis][i] if i < len(labels[axis]) else str(i)
        for axis, i in zip(axes, index, strict=True)
    ]
    return f"[{', '.join(parts)}]"
