// The tea studio that everything is drawn in: plaster wall, moon window, table, light, steam.
// All motion is a function of time that repeats after LOOP seconds, so the clip has no seam.

export const LOOP = 48;
export const TAU = Math.PI * 2;

/** A wave that completes `turns` whole turns a loop. */
export const wave = (t, turns, phase = 0) => Math.sin(TAU * (turns * (t / LOOP) + phase));

export const clamp = (x) => Math.min(1, Math.max(0, x));
export const ease = (x) => { const c = clamp(x); return c * c * (3 - 2 * c); };

/** Numbers in 0..1 that are the same at every run. */
export function seeded(seed) {
  let s = seed >>> 0;
  return () => {
    s = (s + 0x6d2b79f5) >>> 0;
    let r = Math.imul(s ^ (s >>> 15), 1 | s);
    r = (r + Math.imul(r ^ (r >>> 7), 61 | r)) ^ r;
    return ((r ^ (r >>> 14)) >>> 0) / 4294967296;
  };
}

const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
export function mix(a, b, k) {
  const [x, y] = [rgb(a), rgb(b)];
  return "#" + x.map((v, i) => Math.round(v + (y[i] - v) * k).toString(16).padStart(2, "0")).join("");
}
export const fade = (hex, alpha) => `rgba(${rgb(hex).join(",")},${alpha})`;

export function layer(w, h, draw) {
  const canvas = new OffscreenCanvas(w, h);
  draw(canvas.getContext("2d"), w, h);
  return canvas;
}

/** Plaster: a lit wall with a glow where the window's light falls. */
export function drawWall(g, w, h, wall, glow, gx, gy, reach) {
  const base = g.createLinearGradient(0, 0, w * 0.5, h);
  base.addColorStop(0, mix(wall, "#ffffff", 0.22));
  base.addColorStop(0.55, wall);
  base.addColorStop(1, mix(wall, "#4a3f38", 0.25));
  g.fillStyle = base;
  g.fillRect(0, 0, w, h);
  const light = g.createRadialGradient(gx, gy, 0, gx, gy, reach);
  light.addColorStop(0, fade(glow, 0.95));
  light.addColorStop(0.45, fade(glow, 0.5));
  light.addColorStop(1, fade(glow, 0));
  g.fillStyle = light;
  g.fillRect(0, 0, w, h);
}

/** The table's top from `horizon` down, in oak, darker towards the viewer. */
export function drawTable(g, w, h, horizon) {
  const oak = g.createLinearGradient(0, horizon, 0, h);
  oak.addColorStop(0, "#dfc4a1");
  oak.addColorStop(0.25, "#cfae87");
  oak.addColorStop(0.7, "#a98260");
  oak.addColorStop(1, "#7d5b42");
  g.fillStyle = oak;
  g.fillRect(0, horizon, w, h - horizon);
  const next = seeded(7);
  g.save();
  g.beginPath();
  g.rect(0, horizon, w, h - horizon);
  g.clip();
  g.filter = `blur(${w / 500}px)`;
  // Long quiet grain, closer together the further away.
  for (let i = 0; i < 46; i += 1) {
    const depth = next() ** 1.7;
    const y = horizon + depth * (h - horizon) * 1.05;
    const bend = (6 + 30 * depth) * (next() - 0.5);
    g.strokeStyle = next() > 0.45 ? `rgba(92,58,32,${0.05 + 0.06 * next()})` : `rgba(255,236,206,${0.05 + 0.07 * next()})`;
    g.lineWidth = (1 + next() * 5) * (0.4 + depth);
    g.beginPath();
    g.moveTo(-20, y);
    g.bezierCurveTo(w * 0.3, y + bend, w * 0.65, y - bend, w + 20, y + bend * 0.6);
    g.stroke();
  }
  g.filter = "none";
  const edge = g.createLinearGradient(0, horizon, 0, horizon + w / 40);
  edge.addColorStop(0, "rgba(255,246,226,.75)");
  edge.addColorStop(1, "rgba(255,246,226,0)");
  g.fillStyle = edge;
  g.fillRect(0, horizon, w, w / 40);
  g.restore();
}

/** A pool of light on the table where the product stands. */
export function drawPool(g, cx, cy, rx, ry, colour, alpha) {
  g.save();
  g.translate(cx, cy);
  g.scale(1, ry / rx);
  const pool = g.createRadialGradient(0, 0, 0, 0, 0, rx);
  pool.addColorStop(0, fade(colour, alpha));
  pool.addColorStop(0.5, fade(colour, alpha * 0.45));
  pool.addColorStop(1, fade(colour, 0));
  g.fillStyle = pool;
  g.fillRect(-rx, -rx, rx * 2, rx * 2);
  g.restore();
}

/** One beam of light from the upper left, blurred once, for drawBeams to place. */
export function beamOf(w, h) {
  return layer(w, Math.ceil(h * 0.7), (g) => {
    g.filter = `blur(${w / 24}px)`;
    g.fillStyle = "rgb(255,247,224)";
    g.beginPath();
    g.moveTo(w * 0.1, -60);
    g.lineTo(w * 0.24, -60);
    g.lineTo(w * 0.86, h * 0.62);
    g.lineTo(w * 0.62, h * 0.62);
    g.fill();
  });
}

/** Beams that drift across the wall. */
export function drawBeams(g, beam, t, alpha) {
  const w = beam.width;
  g.save();
  g.globalCompositeOperation = "soft-light";
  for (const [at, width, turns, phase] of [[-0.1, 1.1, 1, 0], [0.22, 0.8, 2, 0.3], [0.36, 1.3, 1, 0.55]]) {
    g.globalAlpha = alpha * (0.75 + 0.25 * wave(t, turns + 1, phase));
    g.drawImage(beam, (at + 0.05 * wave(t, turns, phase)) * w, 0, w * width, beam.height);
  }
  g.restore();
}

/** The brand's mark: three runs of mist, `size` wide, in the colour set as strokeStyle. */
export function drawMark(g, x, y, size) {
  g.save();
  g.translate(x, y);
  g.scale(size / 100, size / 100);
  g.lineWidth = 7;
  g.lineCap = "round";
  for (const path of ["M8 34C28 20 44 46 64 34S88 28 94 32", "M0 54C26 38 46 66 70 52S96 46 100 50", "M22 74C40 62 54 84 74 72"]) {
    g.stroke(new Path2D(path));
  }
  g.restore();
}
