export { leaflet as L } from "nicegui-leaflet";
export { Drawing } from "./drawing.js";
export { edited } from "./edited.js";
export { attributesOf, hatchId, outline } from "./shapes.js";
export { said } from "./numbers.js";
