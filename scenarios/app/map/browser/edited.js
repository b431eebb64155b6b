// The layers of an answer under a plan made by hand. What it does not touch stays the same object,
// by which the drawing knows what to draw anew.
export function edited(layers, edit) {
  if (!edit) return layers;
  const own = edit.places;
  const places = layers.places.map((place) => {
    if (!own[place.id]) return place;
    const values = [...own[place.id].facts];
    const renewed = (fact) => (fact.documented.length ? { ...fact, optimised: values.shift() } : fact);
    return { ...place, facts: place.facts.map(renewed) };
  });
  const areas = layers.areas.map((area) =>
    own[area.place] ? { ...area, optimised: own[area.place].classes } : area,
  );
  const kept = layers.marks.filter((mark) => mark.plan !== "optimised" || !own[mark.place]);
  const marks = [...kept, ...Object.values(own).flatMap(({ mark }) => (mark ? [mark] : []))];
  const { plans, one_plan, keys } = edit;
  return { ...layers, plans, one_plan, keys, places, areas, marks };
}
