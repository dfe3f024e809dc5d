// The six products in the order of the programme: artwork, captions, and the colours of their set.
// zoom evens out how large they look, lift raises what reaches below the base line; wall/glow tint the plaster and its lit part, cloth the runner on the table.
export const PRODUCTS = [
  { art: "teapot", zoom: 1.0, zh: "霧青提梁壺", en: "Mist celadon teapot", wall: "#c9cfbc", glow: "#f3f0dc", cloth: "#7f9686", steam: [118, 372] },
  { art: "gaiwan", zoom: 1.14, zh: "月白蓋碗", en: "Moon-white gaiwan", wall: "#b4c0c9", glow: "#eaeeee", cloth: "#61758a", steam: [400, 300] },
  { art: "cups", zoom: 1.12, zh: "晨光對杯", en: "Dawn-glaze cups, a pair", wall: "#dbbfae", glow: "#f9e9d8", cloth: "#a9685a", steam: [300, 420] },
  { art: "pitcher", zoom: 1.08, zh: "手工玻璃茶海", en: "Hand-blown tea pitcher", wall: "#ccc3a4", glow: "#f6eed3", cloth: "#8a7a4d", steam: [390, 300] },
  { art: "oolong", zoom: 1.02, lift: 18, zh: "高山烏龍茶", en: "High-mountain oolong, 75 g", wall: "#b6c0a6", glow: "#eef0d8", cloth: "#4d6b58", steam: null },
  { art: "caddy", zoom: 1.12, zh: "窯變茶倉", en: "Kiln-changed tea caddy", wall: "#b3adba", glow: "#ebe2e0", cloth: "#4b4a6b", steam: null },
];
