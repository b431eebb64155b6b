// A plan as bars by place and year. Dragged with a pointer, or moved with the arrow keys.
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
  props: { rows: Array, columns: Array, marks: Array, focus: String, texts: Object },
  emits: ["move", "remove", "choose", "undo", "redo"],
  data() {
    return { held: null, current: null, wanted: null };
  },
  watch: {
    rows() {
      const keys = this.rows.flatMap((row) => row.bars.map((bar) => bar.key));
      if (!keys.includes(this.current)) this.current = keys[0] ?? null;
      // after a move the server says which bar it has become: its size may have changed
      const wanted = [this.focus, this.wanted].find((key) => key && keys.includes(key));
      const asked = this.wanted !== null;
      this.wanted = null;
      if (!asked || !wanted) return;
      this.current = wanted;
      this.$nextTick(() => this.element(wanted)?.focus({ preventScroll: false }));
    },
  },
  mounted() {
    this.current = this.rows[0]?.bars[0]?.key ?? null;
  },
  methods: {
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
    placed(bar) {
      const start = this.column(bar.start);
      const span = Math.min(bar.span, this.columns.length - start);
      const moved = this.held && this.held.key === bar.key ? this.held.by : 0;
      return { ...this.cell(start + moved, span), top: bar.lane * 19 + 2 + "px" };
    },
    hint(bar) {
      return bar.kind === "fixed" ? this.texts.fixed : this.texts.keys;
    },
    grab(event, bar) {
      if (bar.kind === "fixed" || event.button !== 0) return;
      event.target.setPointerCapture(event.pointerId);
      const width = event.target.parentElement.clientWidth / this.columns.length;
      this.held = { key: bar.key, start: this.column(bar.start), x: event.clientX, width, by: 0 };
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
      const year = this.columns[column].year;
      this.wanted = key.replace(/[^|]*$/, String(year));
      this.$emit("move", { key, year, one });
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
      const row = this.rows.find((r) => r.bars.some((b) => b.key === key));
      const bar = row.bars.find((b) => b.key === key);
      const all = this.rows.flatMap((r) => r.bars);
      const at = all.findIndex((b) => b.key === key);
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const turn = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (turn) {
        event.preventDefault();
        const next = all[at + turn];
        if (next) this.element(next.key).focus();
      } else if (step && bar.kind !== "fixed") {
        event.preventDefault();
        const column = this.column(bar.start) + step;
        if (column >= 0 && column < this.columns.length) this.move(key, column, event.shiftKey);
      } else if ((event.key === "Delete" || event.key === "Backspace") && bar.kind !== "fixed") {
        event.preventDefault();
        this.wanted = (all[at + 1] ?? all[at - 1])?.key ?? "";
        this.$emit("remove", { key, one: event.shiftKey });
      }
    },
  },
};
