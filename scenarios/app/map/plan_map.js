import { L, Drawing, attributesOf, edited, hatchId, outline, said } from "aumaq-map";
import { loadResource } from "../../static/utils/resources.js";

const FRAME_MS = 700; // a year of the played sequence
const PRINTED_PX = 330; // the map's height on paper, so that its legend shares the page
const SETTLED_MS = 250; // a year chosen for so long is told to the rest of the desk

export default {
  template: `
  <div class="plan-map">
    <svg width="0" height="0" class="plan-map-defs" aria-hidden="true"><defs>
      <pattern v-for="colour in hatched" :key="colour" :id="hatchId(colour)" width="4" height="4"
        patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="4" height="4" fill="#fff" fill-opacity="0.75"/>
        <line x1="0" y1="0" x2="0" y2="4" :stroke="colour" stroke-width="2.2"/>
      </pattern>
    </defs></svg>
    <div class="plan-map-bar" v-if="listed.length">
      <fieldset class="plan-map-which"><legend>{{ words.plan }}</legend>
        <label v-for="each in ['documented', 'both', 'optimised']" :key="each">
          <input type="radio" :name="'which-' + uid" :value="each" v-model="which"
            @change="tellWhich" :data-testid="'which-' + each">
          {{ each === 'both' ? words.both : (data ? data.plans[each] : each) }}
        </label>
      </fieldset>
      <label class="plan-map-find">{{ words.find }}
        <select v-model="found" @change="go" data-testid="map-find">
          <option value="">{{ words.choose }}</option>
          <option v-for="place in listed" :key="place.id" :value="place.id">{{ place.name }}</option>
        </select>
      </label>
      <span class="plan-map-views" v-if="data && data.views.length > 1">
        <button v-for="view in data.views" :key="view.name" type="button" @click="look(view)">
          {{ view.name }}</button>
      </span>
    </div>
    <div ref="map" class="plan-map-ground" role="application" :aria-label="data ? data.title : ''"
      data-testid="map"></div>
    <div class="plan-map-bar plan-map-time" v-if="data && data.steps.length > 1">
      <button type="button" @click="toggle" :aria-pressed="String(playing)" data-testid="play">
        {{ playing ? words.pause : words.play }}</button>
      <input type="range" min="0" :max="data.steps.length - 1" step="1" v-model.number="step"
        @input="pause(); settle()" :aria-label="words.year" :aria-valuetext="String(year)" data-testid="year">
      <output class="plan-map-year" data-testid="year-shown">{{ year }}</output>
    </div>
    <div class="plan-map-legend" v-if="data" data-testid="map-legend">
      <div v-if="data.shade"><div>{{ data.shade.title }}</div>
        <span v-for="(colour, n) in data.shade.colours" :key="n" class="plan-map-swatch">
          <i :style="{ background: colour }"></i>{{ range(n) }}</span>
      </div>
      <div v-if="data.ages"><div>{{ data.ages.title }}</div>
        <span v-for="(label, n) in data.ages.labels" :key="label" class="plan-map-swatch">
          <svg :width="which === 'both' ? 34 : 16" height="16" aria-hidden="true">
            <path v-for="plan in shownPlans" :key="plan" v-bind="age(plan, n)"/>
          </svg>{{ label }}</span>
      </div>
      <div v-if="data.sizes"><div>{{ data.sizes.title }}</div>
        <span v-for="(amount, n) in data.sizes.amounts" :key="n" class="plan-map-size">
          <svg :width="2 * data.sizes.radius[n] + 2" :height="2 * data.sizes.radius[n] + 2"
            aria-hidden="true"><circle :cx="data.sizes.radius[n] + 1" :cy="data.sizes.radius[n] + 1"
            :r="data.sizes.radius[n]" fill="none" stroke="#1d252c"/></svg>{{ number(amount) }}</span>
      </div>
      <div v-if="keys.length" class="plan-map-keys">
        <div v-for="key in keys" :key="key.said" class="plan-map-key">
          <svg width="26" height="16" aria-hidden="true"><path v-bind="symbol(key.look)"/></svg>
          {{ key.said }}</div>
      </div>
    </div>
    <p v-if="data && data.one_plan && which === 'both'" class="plan-map-small">{{ data.one_plan }}</p>
    <p v-for="note in (data ? data.notes : [])" :key="note" class="plan-map-small">{{ note }}</p>
  </div>`,
  props: { layers: String, words: Object, initial: Object, tiles: Object, resourcePath: String },
  data: () => ({
    data: null,
    step: 0,
    which: "both",
    found: "",
    wished: {},
    playing: false,
    uid: Math.random().toString(36).slice(2),
  }),
  computed: {
    year() {
      return this.data ? this.data.steps[this.step] : "";
    },
    shownPlans() {
      return ["documented", "optimised"].filter((p) => this.which === "both" || this.which === p);
    },
    listed() {
      return this.data ? this.data.listed : [];
    },
    keys() {
      const kinds = Object.values(this.wished);
      const own = [
        { look: { shape: "square", colour: "#1d252c" }, said: this.words.fixed, wish: "fixed" },
        { look: { shape: "cross", colour: "#1d252c" }, said: this.words.forbidden, wish: "forbidden" },
      ].filter((key) => kinds.includes(key.wish));
      const seen = (key) => !key.plan || this.which === "both" || key.plan === this.which;
      return [...this.data.keys.filter(seen), ...own];
    },
    hatched() {
      if (!this.data) return [];
      const looks = [...this.data.marks.map((m) => m.look), ...this.data.keys.map((k) => k.look)];
      return [...new Set(looks.filter((l) => l.dashed && l.shape !== "line").map((l) => l.colour))];
    },
  },
  watch: {
    layers() {
      this.draw();
    },
    step() {
      this.show();
    },
    which() {
      this.show();
    },
  },
  async mounted() {
    await this.$nextTick();
    await loadResource(window.path_prefix + `${this.resourcePath}/leaflet/leaflet.css`);
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = L.map(this.$refs.map, {
      attributionControl: false,
      zoomControl: false,
      zoomSnap: 0.25,
      zoomDelta: 0.5,
      minZoom: 3,
      maxZoom: 15,
      center: [48, 67],
      zoom: 4,
      scrollWheelZoom: false,
      zoomAnimation: !calm,
      fadeAnimation: !calm,
    });
    // The wheel scrolls the page until a person has taken hold of the map.
    this.map.on("focus", () => this.map.scrollWheelZoom.enable());
    this.map.on("blur", () => this.map.scrollWheelZoom.disable());
    L.control
      .zoom({ zoomInTitle: this.words.zoom_in, zoomOutTitle: this.words.zoom_out })
      .addTo(this.map);
    if (this.tiles) {
      L.control.attribution({ prefix: false }).addTo(this.map);
      const owner = L.DomUtil.create("span");
      owner.textContent = this.tiles.attribution;
      L.tileLayer(this.tiles.url, { attribution: owner.innerHTML }).addTo(this.map);
    }
    this.map.on("dragstart zoomstart", () => {
      if (!this.looking) this.view = "own";
    });
    this.resized = new ResizeObserver(() => this.fit());
    this.resized.observe(this.$refs.map);
    addEventListener("beforeprint", this.hold);
    addEventListener("afterprint", this.release);
    Object.assign(this, { which: this.initial.which, wished: this.initial.wishes });
    this.wantedYear = this.initial.year;
    this.draw();
  },
  unmounted() {
    clearInterval(this.timer);
    clearTimeout(this.settling);
    this.resized?.disconnect();
    removeEventListener("beforeprint", this.hold);
    removeEventListener("afterprint", this.release);
    this.map?.remove();
  },
  methods: {
    hatchId,
    draw() {
      if (!this.map || !this.layers) return;
      const data = JSON.parse(this.layers);
      const shown = this.year || this.wantedYear || data.start;
      data.listed = [...data.places].sort((a, b) => a.name.localeCompare(b.name));
      const same = this.data && String(this.data.views[0].bounds) === String(data.views[0].bounds);
      this.drawing?.remove();
      this.answered = this.data = Object.freeze(data);
      this.step = this.stepOf(shown);
      const hatch = (colour) => `url(#${hatchId(colour)})`;
      this.drawing = new Drawing(this.map, data, {
        words: this.words,
        tiles: this.tiles,
        hatch,
        choose: this.choose,
      });
      this.show();
      this.drawing.wish(this.wished);
      this.set_place(this.found);
      if (!same) this.view = null;
      if (!same) this.fit();
      this.$emit("drawn", { steps: data.steps.length });
    },
    // Draw a plan made by hand in the place of the optimised one; without it, that one again.
    set_edit(edit) {
      if (!this.answered) return;
      this.data = Object.freeze(edited(this.answered, edit && JSON.parse(edit)));
      this.drawing.change(this.data);
      this.drawing.wish(this.wished);
      if (this.card?.isConnected) this.renew();
    },
    show() {
      this.drawing?.show(this.step, this.which);
      if (this.card?.isConnected) this.renew();
    },
    // What the open popup says follows year and plan.
    renew() {
      if (!this.drawing.places.has(this.told)) return this.map.closePopup();
      const card = this.drawing.card(this.told);
      this.card.replaceWith(card);
      this.card = card;
    },
    stepOf(year) {
      return Math.max(0, this.data.steps.findLastIndex((at) => at <= year));
    },
    // On paper the map is what it was on the screen, as large as fits.
    hold() {
      const { clientWidth: width, clientHeight: height, style } = this.$refs.map;
      const zoom = Math.min(1, PRINTED_PX / height);
      Object.assign(style, { width: `${width}px`, height: `${height}px`, zoom });
    },
    release() {
      Object.assign(this.$refs.map.style, { width: "", height: "", zoom: "" });
    },
    // Keep the whole question in sight until a person has moved the map.
    fit() {
      if (!this.map || !this.data || !this.$refs.map.clientWidth) return;
      this.map.invalidateSize({ pan: false });
      if (this.view) return;
      this.look(this.data.views[0], false);
    },
    look(view, own = true) {
      const [south, west, north, east] = view.bounds;
      this.looking = true; // what it moves by itself is no person's move
      this.map.fitBounds([[south, west], [north, east]], { animate: false });
      this.looking = false;
      if (own) this.view = view.name;
    },
    toggle() {
      if (this.playing) return this.pause();
      this.playing = true;
      if (this.step === this.data.steps.length - 1) this.step = 0;
      this.timer = setInterval(() => {
        if (this.step < this.data.steps.length - 1) this.step += 1;
        else this.pause();
      }, FRAME_MS);
    },
    pause() {
      clearInterval(this.timer);
      if (this.playing) this.settle();
      this.playing = false;
    },
    settle() {
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.$emit("year", { year: this.year }), SETTLED_MS);
    },
    tellWhich() {
      this.$emit("which", { which: this.which });
    },
    go() {
      if (!this.bring(this.found)) return;
      const place = this.drawing.point(this.found);
      this.choose(place.id, [place.lat, place.lon]);
    },
    // Move the map so far that a place is seen; false where the map has no such place.
    bring(id) {
      const place = this.drawing?.point(id);
      if (!place) return false;
      if (!this.map.getBounds().pad(-0.05).contains([place.lat, place.lon])) {
        this.view = "own";
        this.map.panTo([place.lat, place.lon], { animate: false });
      }
      return true;
    },
    choose(id, latlng) {
      this.found = this.told = id;
      const place = this.drawing.point(id);
      this.$emit("pick", { place: id });
      const box = L.DomUtil.create("div");
      this.card = this.drawing.card(id);
      box.append(this.card);
      const buttons = L.DomUtil.create("div", "plan-map-actions", box);
      const standing = this.wished[id] || "free";
      const wishes = place.wishes ? ["fixed", "forbidden", "free"] : [];
      for (const wish of [...wishes, ...(place.reasons ? ["why"] : [])]) {
        const button = L.DomUtil.create("button", "", buttons);
        Object.assign(button, { type: "button", textContent: this.words["do_" + wish] });
        button.dataset.testid = "do-" + wish;
        if (wish !== "why") button.setAttribute("aria-pressed", String(wish === standing));
        button.addEventListener("click", () => this.act(id, wish));
      }
      L.popup({ minWidth: 270, maxWidth: 380, className: "plan-map-popup" })
        .setLatLng(latlng)
        .setContent(box)
        .openOn(this.map);
      buttons.lastChild?.focus({ preventScroll: true });
    },
    act(id, wish) {
      this.map.closePopup();
      this.$refs.map.focus({ preventScroll: true });
      if (wish === "why") this.$emit("why", { place: id });
      else this.$emit("wish", { place: id, wish });
    },
    set_year(year) {
      if (this.data) this.step = this.stepOf(year);
    },
    set_place(id) {
      this.found = id || "";
      if (!this.bring(id)) this.drawing?.point(null);
    },
    set_which(which) {
      this.which = which;
    },
    set_wishes(wishes) {
      this.wished = wishes;
      this.drawing?.wish(wishes);
    },
    number(value) {
      return said(value, 0, this.words.decimal);
    },
    range(n) {
      const { bounds, colours } = this.data.shade;
      const low = this.number(bounds[n]);
      return n === colours.length - 1 ? `${low}+` : `${low}–${this.number(bounds[n + 1])}`;
    },
    symbol(look) {
      const path = look.shape === "line" ? "M1,8h24" : outline(look.shape, 13, 8, 6);
      return { d: path, ...attributesOf(look, (colour) => `url(#${hatchId(colour)})`) };
    },
    age(plan, n) {
      const look = { shape: plan === "documented" ? "ring" : "disc", colour: this.data.ages[plan][n] };
      const x = plan === "documented" || this.which !== "both" ? 8 : 26;
      return { d: outline(look.shape, x, 8, 6), ...attributesOf(look, (colour) => colour) };
    },
  },
};
