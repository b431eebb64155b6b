// Put what a field means beside the column, where nothing cuts it off, at the height of the field.
(event) => {
  const column = event.currentTarget;
  const field = document.activeElement?.closest(".field, .assumption");
  const help = column.contains(field) ? field.querySelector(":scope > .field-help") : null;
  if (!help) return;
  const { right } = column.getBoundingClientRect();
  const beside = right + 10 + help.offsetWidth < innerWidth;
  const { top, bottom } = field.getBoundingClientRect();
  help.style.left = beside ? `${right + 10}px` : "0";
  const highest = Math.max(8, innerHeight - help.offsetHeight - 8);
  help.style.top = `${Math.min(Math.max(8, beside ? top : bottom + 4), highest)}px`;
}
