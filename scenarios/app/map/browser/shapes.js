// Symbols of the map and of its legend: one definition for both.
import { leaflet as L } from "nicegui-leaflet";

const HALO = "#ffffff";
const RING_PX = 2.6;

// SVG path of a symbol around (x, y); r in px.
export function outline(shape, x, y, r) {
  if (shape === "square") return `M${x - r},${y - r}h${2 * r}v${2 * r}h${-2 * r}z`;
  if (shape === "diamond") return `M${x},${y - r}l${r},${r}l${-r},${r}l${-r},${-r}z`;
  if (shape === "triangle") return `M${x},${y - r}l${r},${1.8 * r}h${-2 * r}z`;
  if (shape === "cross") {
    return `M${x - r},${y - r}l${2 * r},${2 * r}M${x + r},${y - r}l${-2 * r},${2 * r}`;
  }
  return `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0z`;
}

// A circle marker that knows more shapes than circles.
export const Symbol = L.CircleMarker.extend({
  _updatePath() {
    if (!this._renderer._setPath) return;
    const { x, y } = this._point;
    const r = Math.max(this._radius, 0.1);
    this._renderer._setPath(this, outline(this.options.shape, x, y, r));
  },
});

// Path options of a look; `hatch` turns a colour into a fill of stripes.
export function pathOf(look, hatch) {
  const dashArray = look.dashed ? "3,2.5" : null;
  const common = { opacity: 1, fill: true, fillOpacity: 1, dashArray };
  if (look.shape === "line") {
    return { color: look.colour, opacity: 0.85, fill: false, dashArray: look.dashed ? "6,4" : null };
  }
  if (look.shape === "cross") return { ...common, color: look.colour, weight: 2.4, fillOpacity: 0 };
  if (look.shape === "ring") return { ...common, color: look.colour, weight: RING_PX, fillOpacity: 0 };
  if (look.shape === "diamond") {
    return { ...common, color: look.colour, weight: 1.8, fillColor: HALO, fillOpacity: 0.9 };
  }
  if (look.dashed) return { ...common, color: look.colour, weight: 1.6, fillColor: hatch(look.colour) };
  return { ...common, color: HALO, weight: 0.9, fillColor: look.colour, fillOpacity: 0.88 };
}

// The same as attributes of an SVG path, for the legend.
export function attributesOf(look, hatch) {
  const path = pathOf(look, hatch);
  return {
    stroke: path.color,
    "stroke-width": look.shape === "line" ? 3 : path.weight,
    "stroke-dasharray": path.dashArray,
    fill: path.fill && path.fillOpacity > 0 ? path.fillColor : "none",
    "fill-opacity": path.fillOpacity,
  };
}

export const hatchId = (colour) => `plan-map-hatch-${colour.replace("#", "")}`;
