// The sample programme, a frame at a time: 720 x 1280, one product after another in the studio.
//
// Safe areas of a phone's viewer page: the host chip covers the top 110 px and talk, product card
// and bar the bottom 40 %; a narrow phone also crops up to 70 px at each side.
import { PRODUCTS } from "./products.js";
import { LOOP, TAU, beamOf, clamp, drawBeams, drawMark, drawPool, drawTable, drawWall, ease, fade, layer, mix, seeded, wave } from "./set.js";

export const W = 720;
export const H = 1280;
const TURN = LOOP / PRODUCTS.length;
const CROSS = 1.1; // seconds that one product takes to give way to the next
const LEAD = 1; // the clip begins with its first product in place
const HORIZON = 604;
const MOON = { x: 360, y: 458, r: 218 };
const BASE = 672; // where the products stand

/** How far product i is on: 0 away, 1 fully there; and whether it is coming or going. */
function presence(i, t) {
  const at = (((t + LEAD - i * TURN) % LOOP) + LOOP) % LOOP;
  if (at > LOOP - CROSS / 2) return { k: ease((at - LOOP + CROSS / 2) / CROSS), side: 1 };
  if (at < CROSS / 2) return { k: ease((at + CROSS / 2) / CROSS), side: 1 };
  if (at < TURN - CROSS / 2) return { k: 1, side: 0 };
  if (at < TURN + CROSS / 2) return { k: 1 - ease((at - TURN + CROSS / 2) / CROSS), side: -1 };
  return { k: 0, side: 0 };
}

/** The set's colours now, blended while products change. */
function palette(t) {
  let [wall, glow, cloth] = ["#000000", "#000000", "#000000"];
  let sum = 0;
  PRODUCTS.forEach((p, i) => {
    const { k } = presence(i, t);
    if (k === 0) return;
    sum += k;
    wall = mix(wall, p.wall, k / sum);
    glow = mix(glow, p.glow, k / sum);
    cloth = mix(cloth, p.cloth, k / sum);
  });
  return { wall, glow, cloth };
}

function ridge(g, y, height, colour, seed, w) {
  const next = seeded(seed);
  const bumps = Array.from({ length: 5 }, () => [next(), 0.5 + next(), next()]);
  g.fillStyle = colour;
  g.beginPath();
  g.moveTo(0, H);
  for (let x = 0; x <= w; x += 6) {
    const rise = bumps.reduce((s, [p, a, c]) => s + a * Math.exp(-(((x / w - c) * 6) ** 2)) * (0.8 + 0.2 * Math.sin(x / 23 + p * 9)), 0);
    g.lineTo(x, y - height * rise * 0.62);
  }
  g.lineTo(w, H);
  g.fill();
}

function bambooLeaf(g, x, y, length, angle, colour) {
  g.save();
  g.translate(x, y);
  g.rotate(angle);
  g.fillStyle = colour;
  g.beginPath();
  g.moveTo(0, 0);
  g.quadraticCurveTo(length * 0.35, -length * 0.13, length, 0);
  g.quadraticCurveTo(length * 0.4, length * 0.1, 0, 0);
  g.fill();
  g.restore();
}

function bamboo(g, x, lean, t, colour, seed, phase) {
  const next = seeded(seed);
  const sway = 0.014 * wave(t, 6, phase) + 0.008 * wave(t, 10, phase * 2);
  g.save();
  g.translate(x, MOON.y + MOON.r + 20);
  g.rotate(lean + sway);
  g.strokeStyle = colour;
  for (let node = 0; node < 6; node += 1) {
    g.lineWidth = 9 - node;
    g.beginPath();
    g.moveTo(0, -node * 92);
    g.lineTo(0, -node * 92 - 87);
    g.stroke();
    if (node < 2) continue;
    for (let leaf = 0; leaf < 4; leaf += 1) {
      const way = leaf % 2 ? 1 : -1;
      const droop = 0.35 + 0.5 * next() + 0.05 * wave(t, 8, next());
      bambooLeaf(g, 0, -node * 92 - 6, 52 + 40 * next(), way > 0 ? droop - 0.2 : Math.PI - droop + 0.2, colour);
    }
  }
  g.restore();
}

/** The view through the moon window, drawn in its own clip. */
function drawView(g, t, colours, { far, near, puff, stage: scratch }) {
  g.save();
  g.beginPath();
  g.arc(MOON.x, MOON.y, MOON.r, 0, TAU);
  g.clip();
  const sky = g.createLinearGradient(0, MOON.y - MOON.r, 0, MOON.y + MOON.r);
  sky.addColorStop(0, mix(colours.wall, "#dfe9ea", 0.72));
  sky.addColorStop(0.6, mix(colours.glow, "#fff8ea", 0.6));
  sky.addColorStop(1, mix(colours.glow, "#ffffff", 0.5));
  g.fillStyle = sky;
  g.fillRect(MOON.x - MOON.r, MOON.y - MOON.r, MOON.r * 2, MOON.r * 2);
  g.fillStyle = "rgba(226,132,92,.75)";
  g.beginPath();
  g.arc(MOON.x + 92 + 6 * wave(t, 1), MOON.y - 112, 30, 0, TAU);
  g.fill();
  g.drawImage(far, MOON.x - 320 + 7 * wave(t, 1), 0);
  mist(g, t, puff, [[0.1, 10, 1, 0.55], [0.6, 44, 1, 0.5]]);
  g.drawImage(near, MOON.x - 320 + 14 * wave(t, 1), 0);
  mist(g, t, puff, [[0.35, 92, 2, 0.6], [0.85, 120, 1, 0.7]]);
  const leaf = mix(colours.cloth, "#2c3f35", 0.6);
  for (const [dx, lean, seed, phase, alpha] of [[-196, 0.05, 3, 0.1, 0.45], [-150, -0.07, 11, 0.45, 0.75], [206, -0.05, 23, 0.7, 0.6]]) {
    // Each plant is flattened before it is made translucent, so that leaves do not darken stems.
    const s = scratch.getContext("2d");
    s.globalCompositeOperation = "source-over";
    s.clearRect(0, 0, W, H);
    bamboo(s, MOON.x + dx, lean, t, leaf, seed, phase);
    g.globalAlpha = alpha;
    g.drawImage(scratch, 0, 0);
  }
  g.globalAlpha = 1;
  g.restore();
}

/** Banks of mist that cross the window once or twice a loop. */
function mist(g, t, puff, banks) {
  for (const [phase, dy, turns, alpha] of banks) {
    const along = (phase + (turns * t) / LOOP) % 1;
    g.globalAlpha = alpha * Math.sin(Math.PI * along);
    g.drawImage(puff, MOON.x - 520 + along * 640, MOON.y + dy - 60, 420, 120);
  }
  g.globalAlpha = 1;
}

function drawFrameRing(g, colours) {
  g.save();
  g.lineWidth = 15;
  const wood = g.createLinearGradient(MOON.x - MOON.r, MOON.y - MOON.r, MOON.x + MOON.r, MOON.y + MOON.r);
  wood.addColorStop(0, "#c79a6b");
  wood.addColorStop(0.4, "#8d623f");
  wood.addColorStop(1, "#5b3c27");
  g.shadowColor = fade(mix(colours.wall, "#33261c", 0.8), 0.45);
  g.shadowBlur = 26;
  g.shadowOffsetX = 12;
  g.shadowOffsetY = 14;
  g.strokeStyle = wood;
  g.beginPath();
  g.arc(MOON.x, MOON.y, MOON.r, 0, TAU);
  g.stroke();
  g.shadowColor = "transparent";
  g.lineWidth = 2;
  const gleam = g.createLinearGradient(MOON.x - MOON.r, MOON.y - MOON.r, MOON.x + 80, MOON.y + 80);
  gleam.addColorStop(0, "rgba(255,232,196,.75)");
  gleam.addColorStop(0.6, "rgba(255,232,196,.3)");
  gleam.addColorStop(1, "rgba(255,232,196,0)");
  g.strokeStyle = gleam;
  g.beginPath();
  g.arc(MOON.x, MOON.y, MOON.r + 6, 0, TAU);
  g.stroke();
  g.restore();
}

/** Warm vapour: soft puffs that rise, widen, sway and fade. */
function drawSteam(g, t, x, y, puff, alpha) {
  const count = 14;
  for (let i = 0; i < count; i += 1) {
    const life = (i / count + t / 4.8) % 1; // 4.8 s, ten whole lives a loop
    const sway = Math.sin(TAU * (life * 0.9 + i * 0.37)) * (6 + 26 * life);
    const size = 22 + 74 * life;
    g.globalAlpha = alpha * Math.sin(Math.PI * life) ** 1.4 * 0.5;
    g.drawImage(puff, x + sway - size / 2, y - life * 190 - size / 2, size, size * 1.3);
  }
  g.globalAlpha = 1;
}

function drawRunner(g, colours, texture) {
  g.save();
  g.beginPath();
  g.moveTo(196, HORIZON + 30);
  g.lineTo(524, HORIZON + 30);
  g.lineTo(700, H + 10);
  g.lineTo(20, H + 10);
  g.closePath();
  g.shadowColor = "rgba(50,30,15,.35)";
  g.shadowBlur = 14;
  g.shadowOffsetY = 4;
  const linen = g.createLinearGradient(0, HORIZON, 0, H);
  linen.addColorStop(0, mix(colours.cloth, "#ffffff", 0.34));
  linen.addColorStop(0.45, mix(colours.cloth, "#ffffff", 0.08));
  linen.addColorStop(1, mix(colours.cloth, "#1d1611", 0.5));
  g.fillStyle = linen;
  g.fill();
  g.shadowColor = "transparent";
  g.clip();
  g.globalAlpha = 0.35;
  g.drawImage(texture, 0, HORIZON + 30);
  g.globalAlpha = 1;
  g.strokeStyle = "rgba(255,250,238,.35)";
  g.lineWidth = 2.5;
  for (const inset of [18, 26]) {
    g.beginPath();
    g.moveTo(196 + inset * 0.55, HORIZON + 30);
    g.lineTo(20 + inset, H + 10);
    g.moveTo(524 - inset * 0.55, HORIZON + 30);
    g.lineTo(700 - inset, H + 10);
    g.stroke();
  }
  g.restore();
}

/** The near table: a dish of leaves a little out of focus, and the mark woven in the cloth. */
function drawNearTable(g, dish) {
  g.save();
  g.strokeStyle = "rgba(255,250,238,.2)";
  drawMark(g, 318, 1060, 104);
  g.restore();
  g.drawImage(dish, 18, 812);
}

/** Leaves out of focus, close to the camera. */
function drawForeground(g, t, bokeh) {
  g.save();
  g.globalAlpha = 0.85;
  g.translate(20 * wave(t, 1, 0.2), 10 * wave(t, 2));
  g.translate(690, 1190);
  g.rotate(0.05 * wave(t, 4, 0.3));
  g.drawImage(bokeh, -400, -380);
  g.restore();
}

export class Scene {
  constructor(art) {
    this.art = art;
    this.puff = layer(128, 128, (g) => {
      const soft = g.createRadialGradient(64, 64, 0, 64, 64, 64);
      soft.addColorStop(0, "rgba(255,255,255,.95)");
      soft.addColorStop(0.5, "rgba(255,255,255,.36)");
      soft.addColorStop(1, "rgba(255,255,255,0)");
      g.fillStyle = soft;
      g.fillRect(0, 0, 128, 128);
    });
    this.far = layer(640, H, (g) => { g.filter = "blur(2px)"; ridge(g, MOON.y + 70, 150, "rgba(137,163,160,.55)", 5, 640); });
    this.near = layer(640, H, (g) => { g.filter = "blur(1px)"; ridge(g, MOON.y + 130, 130, "rgba(96,128,122,.75)", 9, 640); });
    this.table = layer(W + 60, H + 40, (g, w, h) => drawTable(g, w, h, HORIZON));
    this.linen = layer(W, H - HORIZON, (g, w, h) => {
      const next = seeded(3);
      for (let y = 0; y < h; y += 5) { g.fillStyle = `rgba(255,255,255,${0.04 + 0.06 * next()})`; g.fillRect(0, y, w, 2); }
    });
    this.bokeh = layer(560, 560, (g) => {
      g.translate(100, 50);
      g.filter = "blur(9px)";
      const next = seeded(31);
      for (let i = 0; i < 11; i += 1) bambooLeaf(g, 330 - 20 * i, 400 - 26 * i * next(), 150 + 60 * next(), Math.PI + 0.25 + next() * 1.1, i % 2 ? "rgba(48,74,58,.85)" : "rgba(88,118,86,.8)");
    });
    this.dish = layer(340, 220, (g) => {
      g.filter = "blur(1.6px)";
      g.drawImage(art.dish, 0, 0, 340, 210);
    });
    this.beam = beamOf(W, H);
    this.stage = layer(W, H, () => {});
  }

  /** Draw the picture at t seconds. `dressed` adds the near table, captions, clock and label. */
  draw(g, t, dressed = true) {
    const colours = palette(t);
    g.save();
    g.imageSmoothingQuality = "high";
    // The camera breathes: nearer layers move more.
    const [cx, cy, zoom] = [wave(t, 1, 0.1), wave(t, 2, 0.4), 1.03 + 0.012 * wave(t, 1, 0.35)];
    const plane = (depth, draw) => {
      g.save();
      g.translate(W / 2 + 9 * cx * depth, 560 + 5 * cy * depth);
      g.scale(1 + (zoom - 1) * depth, 1 + (zoom - 1) * depth);
      g.translate(-W / 2, -560);
      draw();
      g.restore();
    };
    drawWall(g, W, H, colours.wall, colours.glow, 300 + 26 * wave(t, 1), 380, 620);
    plane(0.8, () => {
      drawView(g, t, colours, this);
      drawFrameRing(g, colours);
    });
    drawBeams(g, this.beam, t, 0.75);
    plane(1, () => {
      g.drawImage(this.table, -30, 0);
      drawRunner(g, colours, this.linen);
      if (dressed) drawNearTable(g, this.dish);
      drawPool(g, 330 + 24 * wave(t, 1, 0.25), BASE + 6, 330, 74, "#fff2d2", 0.62);
      PRODUCTS.forEach((p, i) => this.product(g, t, p, presence(i, t)));
    });
    const dusk = g.createLinearGradient(0, 760, 0, H);
    dusk.addColorStop(0, "rgba(36,24,16,0)");
    dusk.addColorStop(1, "rgba(36,24,16,.5)");
    g.fillStyle = dusk;
    g.fillRect(0, 760, W, H - 760);
    plane(1.9, () => drawForeground(g, t, this.bokeh));
    const veil = g.createLinearGradient(0, 0, 0, 150);
    veil.addColorStop(0, "rgba(40,32,26,.3)");
    veil.addColorStop(1, "rgba(40,32,26,0)");
    g.fillStyle = veil;
    g.fillRect(0, 0, W, 150);
    g.restore();
    if (dressed) {
      PRODUCTS.forEach((p, i) => this.caption(g, p, presence(i, t), i));
      this.clock(g, t);
    }
  }

  product(g, t, p, { k, side }) {
    if (k === 0) return;
    const width = 470 * p.zoom;
    const scale = width / 800;
    const x = 360 - width / 2 + side * (1 - k) * 90;
    const y = BASE - (p.lift ?? 0) - width * 0.8;
    // A band of light passes over the glaze, kept inside the product by its own alpha.
    const s = this.stage.getContext("2d");
    s.globalCompositeOperation = "source-over";
    s.clearRect(0, 0, W, H);
    s.imageSmoothingQuality = "high";
    s.drawImage(this.art[p.art], x, y, width, width);
    s.globalCompositeOperation = "source-atop";
    const at = x + width * (0.5 + 0.42 * wave(t, 6, 0.1));
    const band = s.createLinearGradient(at - 120, 0, at + 120, 40);
    band.addColorStop(0, "rgba(255,250,235,0)");
    band.addColorStop(0.5, "rgba(255,250,235,.2)");
    band.addColorStop(1, "rgba(255,250,235,0)");
    s.fillStyle = band;
    s.fillRect(x, y, width, width);
    g.globalAlpha = k;
    g.drawImage(this.stage, 0, 0);
    g.globalAlpha = 1;
    if (p.steam) drawSteam(g, t, x + p.steam[0] * scale, y + p.steam[1] * scale, this.puff, k);
  }

  caption(g, p, { k, side }, i) {
    if (k === 0) return;
    const shown = clamp(k * 2 - 1);
    g.save();
    g.globalAlpha = shown;
    g.translate(0, side * (1 - shown) * 14);
    g.textAlign = "center";
    g.shadowColor = "rgba(34,20,10,.55)";
    g.shadowBlur = 14;
    g.fillStyle = "#fffdf7";
    g.font = '600 36px "Noto Serif CJK TC", serif';
    g.letterSpacing = "4px";
    g.fillText(p.zh, 362, 738);
    g.font = '400 19px "Noto Sans CJK TC", sans-serif';
    g.letterSpacing = "1.4px";
    g.fillText(p.en, 361, 768);
    g.restore();
  }

  /** The show's cover: the set with the teapot, and the studio's name. */
  cover(g) {
    this.draw(g, 3.2, false);
    g.save();
    g.textAlign = "center";
    g.shadowColor = "rgba(30,18,10,.5)";
    g.shadowBlur = 22;
    g.strokeStyle = g.fillStyle = "#fffdf7";
    drawMark(g, 324, 786, 72);
    g.font = '600 84px "Noto Serif CJK TC", serif';
    g.letterSpacing = "18px";
    g.fillText("霧窯", 369, 944);
    g.font = '500 24px "Noto Sans CJK TC", sans-serif';
    g.letterSpacing = "11px";
    g.fillText("MISTKILN", 365, 994);
    g.restore();
  }

  clock(g, t) {
    const frame = Math.round(t * 30);
    const whole = Math.floor(frame / 30);
    const two = (n) => String(n).padStart(2, "0");
    const text = `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}.${Math.floor((frame % 30) / 3)}`;
    g.save();
    // A phone's page lays the seller's line and the test store's over what is higher up.
    g.translate(0, 62);
    g.fillStyle = "rgba(30,26,22,.62)";
    g.beginPath();
    g.roundRect(236, 138, 248, 60, 16);
    g.fill();
    g.fillStyle = "#ffffff";
    g.textAlign = "left";
    g.font = '700 37px "DejaVu Sans Mono", monospace';
    g.fillText(text, 249, 177);
    // The bar fills once a second, a step a frame.
    g.fillStyle = "rgba(255,255,255,.25)";
    g.fillRect(252, 187, 216, 4);
    g.fillStyle = "#ffcf8a";
    g.fillRect(252, 187, (216 * ((frame % 30) + 1)) / 30, 4);
    g.textAlign = "center";
    g.fillStyle = "rgba(40,33,27,.72)";
    g.font = '500 15px "Noto Sans CJK TC", sans-serif';
    g.letterSpacing = "2.2px";
    g.fillText("SAMPLE PROGRAMME  示範節目", 361, 126);
    g.restore();
  }
}
