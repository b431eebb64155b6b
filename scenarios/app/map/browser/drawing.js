// An answer on a Leaflet map: drawn once, then switched between years and plans.
import { leaflet as L } from "nicegui-leaflet";
import { Symbol, pathOf } from "./shapes.js";
import { at, said } from "./numbers.js";

const LAND = { color: "#c3c9cf", weight: 0.8, fillColor: "#eef0f2", fillOpacity: 1 };
const BORDER = { color: "#8d969e", weight: 0.8, fill: false, interactive: false };
const INK = "#1d252c";
const WISH_PX = 6;
const NEAR_DEG = 0.02; // a name stands clear of the marks of its place
const POINTER = { radius: 15, color: INK, weight: 2.5, dashArray: "7,4", fill: false, interactive: false };

export class Drawing {
  // `hatch(colour)` gives a fill of stripes; `choose(place, latlng)` is told of clicks.
  constructor(map, data, { words, tiles, hatch, choose }) {
    Object.assign(this, { map, data, words, hatch, choose });
    this.group = L.layerGroup().addTo(map);
    this.places = new Map(data.places.map((place) => [place.id, place]));
    const land = { ...LAND, fillOpacity: tiles ? 0 : 1 };
    this._add(L.geoJSON(data.land, { interactive: false, style: () => land }));
    this.areas = data.areas.map((area) => this._area(area, tiles ? 0.55 : 1));
    this._add(L.geoJSON(data.land, { interactive: false, style: () => BORDER }));
    this.lines = data.lines.map((line) => this._line(line));
    this.marks = [...data.marks].sort(smallerLast).map((mark) => this._mark(mark));
    this.wishes = L.layerGroup().addTo(map);
    this.pointer = L.circleMarker([0, 0], POINTER);
    this.labels = data.labels.map((label) => this._label(label));
    this.spread = () => this._spread();
    map.on("zoomend moveend resize", this.spread);
    this._spread();
  }

  // Other figures for the same places: only marks that are another object are drawn anew.
  change(data) {
    this.data = data;
    this.places = new Map(data.places.map((place) => [place.id, place]));
    const areas = new Map(data.areas.map((area) => [area.place, area]));
    for (const each of this.areas) each.area = areas.get(each.area.place);
    const wanted = new Set(data.marks);
    for (const { mark, layer } of this.marks) if (!wanted.has(mark)) this.group.removeLayer(layer);
    const kept = this.marks.filter(({ mark }) => wanted.has(mark));
    const drawn = new Set(kept.map(({ mark }) => mark));
    const own = data.marks.filter((mark) => !drawn.has(mark)).map((mark) => this._mark(mark));
    this.marks = [...kept, ...own].sort((a, b) => smallerLast(a.mark, b.mark));
    for (const { layer } of this.marks) layer.bringToFront();
    this.show(this.step, this.which);
  }

  remove() {
    this.map.off("zoomend moveend resize", this.spread);
    this.group.remove();
    this.wishes.remove();
    this.pointer.remove();
  }

  // Ring the chosen place; without one, none. Gives the place.
  point(id) {
    const place = this.places.get(id);
    if (place) this.pointer.setLatLng([place.lat, place.lon]).addTo(this.map);
    else this.pointer.remove();
    return place;
  }

  // Show a step under `documented`, `optimised` or `both`.
  show(step, which) {
    Object.assign(this, { step, which });
    const shaded = which === "documented" ? "documented" : "optimised";
    for (const { area, layer } of this.areas) {
      layer.setStyle({ fillColor: this.data.shade.colours[area[shaded][step]] });
    }
    const seen = (plan) => !plan || which === "both" || which === plan;
    for (const { mark, layer } of this.marks) {
      const radius = seen(mark.plan) ? mark.radius[step] : 0;
      if (radius > 0) layer.setRadius(radius);
      reveal(layer, radius > 0);
    }
    for (const { line, layer } of this.lines) {
      const width = !line.plan || line.plan === shaded ? line.width[step] : 0;
      if (width > 0) layer.setStyle({ weight: width });
      reveal(layer, width > 0);
    }
  }

  // Mark the places where something is fixed or forbidden.
  wish(wishes) {
    this.wishes.clearLayers();
    for (const [id, wish] of Object.entries(wishes)) {
      const place = this.places.get(id);
      if (!place) continue;
      const fixed = wish === "fixed";
      const look = { shape: fixed ? "square" : "cross", colour: INK, dashed: false };
      const options = { ...pathOf(look, this.hatch), shape: look.shape, radius: WISH_PX };
      const layer = new Symbol([place.lat, place.lon], { ...options, fillOpacity: fixed ? 1 : 0 });
      this._speak(layer, id).addTo(this.wishes);
    }
  }

  // What is said of a place in the shown year, as elements: text never becomes markup.
  card(id) {
    const place = this.places.get(id);
    const box = L.DomUtil.create("div", "plan-map-card");
    L.DomUtil.create("strong", "", box).textContent = place.name;
    if (place.within) L.DomUtil.create("div", "plan-map-within", box).textContent = place.within;
    if (place.schematic) {
      L.DomUtil.create("div", "plan-map-within", box).textContent = this.words.schematic;
    }
    const table = L.DomUtil.create("table", "", box);
    const head = table.insertRow();
    const year = String(this.data.steps[this.step]);
    const plans = ["documented", "optimised"].filter((p) => this.which === "both" || this.which === p);
    for (const text of [year, ...plans.map((plan) => this.data.plans[plan])]) {
      L.DomUtil.create("th", "", head).textContent = text;
    }
    for (const fact of place.facts) this._fact(table.insertRow(), fact, plans);
    return box;
  }

  _fact(row, fact, plans) {
    row.insertCell().textContent = fact.label;
    const write = (values) => {
      const cell = row.insertCell();
      cell.textContent = values.length ? said(at(values, this.step), fact.digits, this.words.decimal) : "–";
      return cell;
    };
    if (fact.common.length) write(fact.common).colSpan = plans.length;
    else for (const plan of plans) write(fact[plan]);
  }

  _add(layer) {
    return layer.addTo(this.group);
  }

  _speak(layer, id) {
    layer.bindTooltip(() => this.card(id), { sticky: true, opacity: 1, className: "plan-map-tip" });
    layer.on("click", (event) => {
      L.DomEvent.stopPropagation(event);
      layer.closeTooltip();
      this.choose(id, event.latlng);
    });
    return layer;
  }

  _area(area, fillOpacity) {
    const style = { color: "#ffffff", weight: 0.6, fillOpacity, className: "plan-area" };
    const layer = this._add(L.geoJSON(area.geometry, { style: () => style }));
    this._speak(layer, area.place);
    return { area, layer };
  }

  _line(line) {
    const layer = this._add(L.polyline(line.ends, { ...pathOf(line.look), className: "plan-line" }));
    if (line.place) this._speak(layer, line.place);
    else if (line.said) {
      const text = L.DomUtil.create("span");
      text.textContent = line.said;
      layer.bindTooltip(text, { sticky: true, opacity: 1, className: "plan-map-tip" });
    }
    return { line, layer };
  }

  _mark(mark) {
    const place = this.places.get(mark.place);
    const { shape } = mark.look;
    const className = `plan-mark plan-mark-${mark.plan || "both"}`;
    const options = { ...pathOf(mark.look, this.hatch), shape, className, radius: 1 };
    const layer = this._add(new Symbol([place.lat, place.lon], options));
    return { mark, layer: this._speak(layer, mark.place) };
  }

  _label(label) {
    const icon = L.divIcon({ className: "plan-map-label", iconSize: null });
    const layer = this._add(
      L.marker([label.lat, label.lon], { icon, interactive: false, keyboard: false }),
    );
    const text = document.createElement("span");
    text.textContent = label.name;
    layer.getElement().append(text);
    const near = (place) =>
      Math.abs(place.lat - label.lat) < NEAR_DEG && Math.abs(place.lon - label.lon) < NEAR_DEG;
    const own = this.data.marks.filter((mark) => near(this.places.get(mark.place)));
    const lift = 18 + Math.max(5, ...own.flatMap((mark) => mark.radius));
    text.style.transform = `translate(-50%, ${-lift}px)`;
    return { label, layer, text, lift };
  }

  // Show the names that have room, in their order.
  _spread() {
    const taken = [];
    for (const { label, layer, text, lift } of this.labels) {
      const { x, y } = this.map.latLngToContainerPoint([label.lat, label.lon]);
      const box = { x: x - text.offsetWidth / 2, y: y - lift, w: text.offsetWidth, h: 16 };
      const free = taken.every(
        (b) => box.x > b.x + b.w || b.x > box.x + box.w || box.y > b.y + b.h || b.y > box.y + box.h,
      );
      layer.getElement().style.visibility = free ? "" : "hidden";
      if (free) taken.push(box);
    }
  }
}

const largest = (mark) => Math.max(...mark.radius);
const smallerLast = (a, b) => largest(b) - largest(a);

function reveal(layer, seen) {
  const element = layer.getElement();
  if (element) element.style.display = seen ? "" : "none";
}
