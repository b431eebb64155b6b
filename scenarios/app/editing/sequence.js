// A plan as bars by place and year. Dragged with a pointer, or moved with the arrow keys.
const PATIENCE_MS = 10000;
let serial = Date.now(); // names a wish; never again, also when the bars are built anew

export default {
  template: `
    <div class="seq" role="group" :aria-label="texts.title" @keydown="pressed">
      <div class="seq-head">
        <div class="seq-name"></div>
        <div class="seq-track">
          <span v-for="(c, i) in columns" :key="c.year" class="seq-year"
            :class="{ 'seq-over': c.over }" :style="cell(i, 1)" :title="c.over || ''">{{ c.label }}</span>
        </div>
      </div>
      <div v-for="row in rows" :key="row.place" class="seq-row" :class="{ 'seq-first': row.first }">
        <div class="seq-name" :title="row.over">{{ row.name }}</div>
        <div class="seq-track" :style="{ height: row.lanes * 19 + 3 + 'px' }">
          <i v-for="i in marks" :key="i" class="seq-mark" :style="cell(i, 1)"></i>
          <button v-for="bar in row.bars" :key="bar.key" type="button" class="seq-bar"
            :class="['seq-' + bar.kind, { 'seq-held': held && held.key === bar.key }]"
            :style="placed(bar)" :title="bar.said" :aria-label="bar.said + '. ' + hint(bar)"
            :data-key="bar.key" :tabindex="bar.key === current ? 0 : -1"
            @focus="current = bar.key" @click="$emit('choose', { key: bar.key })"
            @pointerdown="grab($event, bar)" @pointermove="drag" @pointerup="drop"
            @pointercancel="held = null">{{ bar.text }}</button>
        </div>
      </div>
    </div>`,
  props: { rows: Array, columns: Array, marks: Array, became: Object, texts: Object },
  emits: ["move", "remove", "choose", "undo", "redo"],
  data() {
    // flights: wishes that the server has not answered, at most one a bar; what is pressed
    // meanwhile waits in it, as only the answer says what the bar has become
    return { held: null, current: null, inside: false, flights: [] };
  },
  watch: { rows: "redrawn", became: "redrawn" },
  mounted() {
    this.current = this.bars()[0]?.key ?? null;
    document.addEventListener("focusin", this.noticed);
    document.addEventListener("pointerdown", this.noticed);
  },
  unmounted() {
    document.removeEventListener("focusin", this.noticed);
    document.removeEventListener("pointerdown", this.noticed);
  },
  methods: {
    bars() {
      return this.rows.flatMap((row) => row.bars);
    },
    noticed(event) {
      // a bar that is redrawn elsewhere loses the focus to nobody, which is not heard here
      this.inside = this.$el.contains(event.target);
    },
    redrawn() {
      const bars = this.bars();
      const now = new Map(bars.map((bar) => [bar.key, bar]));
      const answered = this.flights.filter((f) => f.n in this.became || !now.size);
      this.flights = this.flights.filter((f) => !answered.includes(f));
      for (const flight of answered) {
        const key = this.became[flight.n] ?? "";
        if (this.current === flight.key) this.current = now.has(key) ? key : flight.next;
        if (!now.has(key)) continue;
        if (flight.leaves) this.remove(key, flight.leaves.one);
        else if (flight.more) {
          this.move(key, this.column(now.get(key).start) + flight.more, flight.one);
        }
      }
      if (!now.has(this.current)) this.current = bars[0]?.key ?? null;
      if (this.inside) this.$nextTick(this.refocused);
    },
    refocused() {
      const at = document.activeElement;
      const lost = !at || at === document.body || this.$el.contains(at);
      if (lost && this.current !== null && at?.dataset.key !== this.current) {
        this.element(this.current)?.focus();
      }
    },
    element(key) {
      return this.$el.querySelector(`[data-key="${CSS.escape(key)}"]`);
    },
    cell(column, span) {
      const n = this.columns.length;
      return { left: (100 * column) / n + "%", width: (100 * span) / n + "%" };
    },
    column(year) {
      return this.columns.findIndex((c) => c.year === year);
    },
    flight(key) {
      const flight = this.flights.find((f) => f.key === key);
      // an answer that was lost on its way must not keep the bar for ever
      return flight && performance.now() - flight.at < PATIENCE_MS ? flight : undefined;
    },
    wanted(bar) {
      const flight = this.flight(bar.key);
      return flight ? flight.column + flight.more : this.column(bar.start);
    },
    placed(bar) {
      const start = this.column(bar.start);
      const shown = this.flight(bar.key)?.one ? start : this.wanted(bar);
      const span = Math.min(bar.span, this.columns.length - start);
      const moved = this.held && this.held.key === bar.key ? this.held.by : 0;
      return { ...this.cell(shown + moved, span), top: bar.lane * 19 + 2 + "px" };
    },
    hint(bar) {
      return bar.kind === "fixed" ? this.texts.fixed : this.texts.keys;
    },
    grab(event, bar) {
      if (bar.kind === "fixed" || event.button !== 0) return;
      event.target.setPointerCapture(event.pointerId);
      const width = event.target.parentElement.clientWidth / this.columns.length;
      this.held = { key: bar.key, start: this.wanted(bar), x: event.clientX, width, by: 0 };
    },
    drag(event) {
      if (!this.held) return;
      const by = Math.round((event.clientX - this.held.x) / this.held.width);
      const last = this.columns.length - 1;
      this.held.by = Math.max(-this.held.start, Math.min(last - this.held.start, by));
    },
    drop(event) {
      if (!this.held) return;
      const { key, start, by } = this.held;
      this.held = null;
      if (by !== 0) this.move(key, start + by, event.shiftKey);
    },
    move(key, column, one) {
      const to = Math.max(0, Math.min(this.columns.length - 1, column));
      const flight = this.flight(key);
      if (flight) flight.more = flight.removed ? 0 : to - flight.column;
      else this.wish("move", { key, year: this.columns[to].year, one }, { column: to });
    },
    remove(key, one) {
      const flight = this.flight(key);
      if (flight) {
        flight.leaves = { one };
        return;
      }
      const all = this.bars();
      const at = all.findIndex((b) => b.key === key);
      const next = (all[at + 1] ?? all[at - 1])?.key ?? null;
      this.wish("remove", { key, one }, { column: this.column(all[at].start), next, removed: true });
    },
    wish(name, asked, flight) {
      const n = String(serial++);
      const started = { more: 0, leaves: null, removed: false, next: null, ...flight };
      this.flights = this.flights.filter((f) => f.key !== asked.key);
      this.flights.push({ n, key: asked.key, one: asked.one, at: performance.now(), ...started });
      this.$emit(name, { ...asked, n });
    },
    pressed(event) {
      const undo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
      const redo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "y";
      if (undo || redo) {
        event.preventDefault();
        this.$emit(redo || event.shiftKey ? "redo" : "undo");
        return;
      }
      const key = event.target.dataset?.key;
      if (!key) return;
      const all = this.bars();
      const at = all.findIndex((b) => b.key === key);
      const bar = all[at];
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const turn = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (turn) {
        event.preventDefault();
        const next = all[at + turn];
        if (next) this.element(next.key).focus();
      } else if (step && bar.kind !== "fixed") {
        event.preventDefault();
        const column = this.wanted(bar) + step;
        if (column >= 0 && column < this.columns.length) this.move(key, column, event.shiftKey);
      } else if ((event.key === "Delete" || event.key === "Backspace") && bar.kind !== "fixed") {
        event.preventDefault();
        this.remove(key, event.shiftKey);
      }
    },
  },
};
