"""The mixed-integer programme of all three questions, as arrays.

Arcs a = (i, j), none into a source; classes k with capacity u_k and price c_k; periods t; D the
demand of all nodes that may be connected. Decisions: x_akt pipe of class k laid along a in period
t, w_vt node v connected in period t, f_a flow at the end.

    min  sum_akt l_a c_k x_akt + sum_vt n_v w_vt   or   max  sum_vt p_v (years from t on) w_vt
    sum_{a into j} f_a - sum_{a out of j} f_a = d_j sum_t w_jt              j no source
    sum_{a out of s} f_a + d_s sum_t w_st <= capacity of s                  s source
    sum_k u_{k-1} x_akt <= f_a <= sum_k min(u_k, D) x_akt              least class that fits
    sum_{a into j, k, t} x_akt <= 1                                         a forest
    x_a(<= t) <= sum_{b into i, b not back} x_b(<= t)                  what leaves came in
    w_v(<= t) <= sum_{a into v, u_k >= d_v} x_ak(<= t)                      pipes before their use
    sum_{a into j} x_a <= sum_{a out of j} x_a + w_j                        no pipe ends at nothing
    money spent until t <= money given until t
    x, w binary

The multiple choice model of piecewise costs, Croxton, Gendron and Magnanti (2003), Management
Science 49, 1268-1273, on the directed forest of Ljubic et al. (2006), Mathematical Programming 105,
427-449; the money as in Costa, Cordeau and Laporte (2009), Networks 53, 141-159. Local access
networks are this problem with one period: Balakrishnan, Magnanti and Wong (1995), Operations
Research 43, 58-76.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from models.network_design.pipes.forest import NONE, Forest, arcs_of, entering_of, forest_of
from models.network_design.pipes.instance import (
    FULL,
    BoolArray,
    FloatArray,
    IntArray,
    PipeNetworkInstance,
    Question,
)
from optimizer.linear_model import LinearModel, ModelBuilder

FLOW = 100.0  # flows are measured so that all demand is this much: the engine's tolerances suit it
MONEY = 1000.0  # likewise for money: no edge costs more


class PipeProgram:
    """Columns and rows of the programme above.

    Attributes
    ----------
    arc, tail, head : (A,) arcs that may be used, their ends
    terminals : (K,) nodes that may be connected
    classes : number of classes, those beyond all demand left out
    x, w, f : columns (A, classes, T), (K, T), (A,)
    money : divide money by this to have the programme's
    """

    def __init__(self, instance: PipeNetworkInstance, *, cost_of: IntArray | None = None) -> None:
        """With `cost_of` (V,): the least cost of connecting nodes in those periods, -1 for never.

        The budgets of `instance` hold there as well.
        """
        self.instance = instance
        tail, head = arcs_of(instance)
        self.is_source = np.isin(np.arange(instance.nodes), instance.sources)
        self.arc = np.flatnonzero(~np.isin(head, instance.sources))
        self.tail, self.head = tail[self.arc], head[self.arc]
        self.fixed = cost_of
        self.terminals = instance.wanted if cost_of is None else np.flatnonzero(cost_of != NONE)
        total = float(instance.demand[self.terminals].sum())
        largest = int(instance.least_class(np.array([total]))[0])
        self.classes = min(largest + 1, len(instance.class_cost))
        self.capacity = np.minimum(instance.class_capacity[: self.classes], total)
        self.flow = total / FLOW
        self.length = instance.length_km[self.arc // 2]
        dearest = float(self.length.max(initial=0.0)) * float(instance.class_cost[-1])
        self.money = max(dearest, float(instance.node_cost.max())) / MONEY
        self.least_cost = cost_of is not None or instance.question is Question.LEAST_COST
        self.model = self._model()

    def objective(self, value: float) -> float:
        """From the programme's unit and sense to that of the instance."""
        return value * self.money if self.least_cost else -value

    def cutoff(self, value: float) -> float:
        """The other way."""
        return value / self.money if self.least_cost else -value

    def _model(self) -> LinearModel:
        instance, builder = self.instance, ModelBuilder()
        arcs, periods, count = len(self.arc), instance.periods, len(self.terminals)
        price = self.length[:, None] * instance.class_cost[None, : self.classes] / self.money
        each = instance.node_cost[self.terminals] / self.money
        worth = -instance.prize[self.terminals][:, None] * instance.years[None, :]
        low, high = self._node_bounds()
        self.x = builder.variables(
            (arcs, self.classes, periods),
            cost=price[:, :, None] if self.least_cost else 0.0,
            upper=1.0,
            integer=True,
        )
        self.w = builder.variables(
            (count, periods),
            cost=each[:, None] if self.least_cost else worth,
            lower=low,
            upper=high,
            integer=True,
        )
        self.f = builder.variables((arcs,))
        self._flows(builder)
        self._forest(builder)
        for t in range(periods):
            self._stage(builder, t)
        if instance.budget.size:
            self._budgets(builder, price, each)
        return builder.build()

    def _node_bounds(self) -> tuple[FloatArray, FloatArray]:
        count, periods = len(self.terminals), self.instance.periods
        if self.fixed is None:
            return np.zeros((count, periods)), np.ones((count, periods))
        given = (self.fixed[self.terminals][:, None] == np.arange(periods)).astype(float)
        return given, given

    def _flows(self, builder: ModelBuilder) -> None:
        """Water arrives, sources and pipes are large enough."""
        instance, nodes = self.instance, self.instance.nodes
        low, high = np.zeros(nodes), np.zeros(nodes)
        low[instance.sources] = -instance.source_capacity / self.flow
        balance = builder.rows((nodes,), lower=low, upper=high)
        builder.add(balance[self.head], self.f, 1.0)
        builder.add(balance[self.tail], self.f, -1.0)
        need = instance.demand[self.terminals] / self.flow
        builder.add(balance[self.terminals][:, None], self.w, -need[:, None])
        most = builder.rows((len(self.arc),), lower=0.0)
        builder.add(most, self.f, -1.0)
        builder.add(most[:, None, None], self.x, self.capacity[None, :, None] / self.flow)
        least = builder.rows((len(self.arc),), lower=0.0)
        below = np.append(0.0, instance.class_capacity[: self.classes - 1]) / self.flow
        builder.add(least, self.f, 1.0)
        builder.add(least[:, None, None], self.x, -below[None, :, None])

    def _forest(self, builder: ModelBuilder) -> None:
        """One pipe enters a node, none ends at nothing, a node is connected once."""
        instance = self.instance
        one = builder.rows((instance.nodes,), upper=1.0)
        builder.add(one[self.head][:, None, None], self.x, 1.0)
        ends = builder.rows((instance.nodes,), lower=np.where(self.is_source, -np.inf, 0.0))
        builder.add(ends[self.tail][:, None, None], self.x, 1.0)
        builder.add(ends[self.head][:, None, None], self.x, -1.0)
        builder.add(ends[self.terminals][:, None], self.w, 1.0)
        required = instance.required[self.terminals] & (self.fixed is None)
        once = builder.rows((len(self.terminals),), lower=required, upper=1.0)
        builder.add(once[:, None], self.w, 1.0)

    def _stage(self, builder: ModelBuilder, t: int) -> None:
        """What leaves a node by period `t` came in before, and so did what a node uses."""
        instance, arcs = self.instance, len(self.arc)
        until = self.x[:, :, : t + 1]
        inner = np.flatnonzero(~self.is_source[self.tail])
        came = builder.rows((len(inner),), lower=0.0)
        builder.add(came[:, None, None], until[inner], -1.0)
        ones = np.ones(arcs, dtype=np.int8)
        into = sparse.csr_array((ones, (self.head, np.arange(arcs))), shape=(instance.nodes, arcs))
        pairs = sparse.coo_array(into[self.tail[inner]])
        onward = self.arc[pairs.col] != self.arc[inner[pairs.row]] ^ 1
        row, arc = pairs.row[onward], pairs.col[onward]
        builder.add(came[row][:, None, None], until[arc], 1.0)
        node = np.flatnonzero(~self.is_source[self.terminals])
        supplied = builder.rows((len(node),), lower=0.0)
        builder.add(supplied[:, None], self.w[node][:, : t + 1], -1.0)
        pairs = sparse.coo_array(into[self.terminals[node]])
        need = np.minimum(instance.demand[self.terminals[node]], self.capacity[-1])
        large = self.capacity[None, :] >= need[pairs.row][:, None] * (1.0 - FULL)
        builder.add(
            supplied[pairs.row][:, None, None], until[pairs.col], large[:, :, None].astype(float)
        )

    def _budgets(self, builder: ModelBuilder, price: FloatArray, each: FloatArray) -> None:
        instance = self.instance
        for t in range(instance.periods):
            span = slice(0, t + 1) if instance.carry_over else slice(t, t + 1)
            most = (instance.limit if instance.carry_over else instance.budget)[t]
            spent = builder.rows((1,), upper=most / self.money)
            builder.add(spent[:, None, None], self.x[:, :, span], price[:, :, None])
            builder.add(spent[:, None], self.w[:, span], each[:, None])

    def without(self, needless: BoolArray) -> LinearModel:
        """The model without the pipes `needless` (A, classes, T)."""
        upper = self.model.upper.copy()
        upper[self.x[needless]] = 0.0
        return replace(self.model, upper=upper)

    def forest(self, values: FloatArray) -> Forest:
        """The design that whole-number `values` (columns,) stand for."""
        instance = self.instance
        laid_in = values[self.x].sum(axis=1)
        used = np.zeros(2 * len(instance.edges), dtype=np.bool_)
        used[self.arc] = laid_in.sum(axis=1) > 0.5
        laid = np.full(instance.nodes, instance.periods)
        laid[self.head[used[self.arc]]] = laid_in[used[self.arc]].argmax(axis=1)
        chosen = values[self.w]
        node_period = np.full(instance.nodes, NONE)
        there = chosen.sum(axis=1) > 0.5
        node_period[self.terminals[there]] = chosen[there].argmax(axis=1)
        early = None if instance.carry_over else laid
        return forest_of(instance, entering_of(instance, used), node_period, early)

    def values(self, forest: Forest) -> FloatArray:
        """The columns that stand for a design."""
        values = np.zeros(len(self.model.cost))
        column = np.full(2 * len(self.instance.edges), NONE)
        column[self.arc] = np.arange(len(self.arc))
        at = column[forest.arc]
        values[self.x[at, np.minimum(forest.pipe_class, self.classes - 1), forest.period]] = 1.0
        values[self.f[at]] = forest.flow / self.flow
        period = forest.node_period[self.terminals]
        there = np.flatnonzero(period != NONE)
        values[self.w[there, period[there]]] = 1.0
        return values
