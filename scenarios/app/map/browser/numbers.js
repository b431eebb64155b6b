// Numbers as the rest of the desk writes them: thin spaces in thousands, the language's decimal sign.
export function said(value, digits, decimal) {
  if (value === null || value === undefined) return "–";
  if (typeof value === "string") return value;
  const [whole, rest] = Math.abs(value).toFixed(digits).split(".");
  const sign = value < 0 && Number(value.toFixed(digits)) !== 0 ? "\u2212" : "";
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
  return sign + grouped + (rest ? decimal + rest : "");
}

// The value of a step, of a series by step or of one value for all steps.
export const at = (values, step) => (values.length === 1 ? values[0] : values[step]);
