// One product on the studio's table, square: the shop's picture of it.
import { beamOf, drawBeams, drawPool, drawTable, drawWall, fade } from "./set.js";

export function drawStill(g, size, product, art) {
  const horizon = size * 0.635;
  g.imageSmoothingQuality = "high";
  drawWall(g, size, size, product.wall, product.glow, size * 0.4, size * 0.4, size * 0.62);
  // A moon of light, the window's echo.
  g.save();
  g.beginPath();
  g.rect(0, 0, size, horizon);
  g.clip();
  g.filter = `blur(${size / 160}px)`;
  g.fillStyle = fade(product.glow, 0.55);
  g.beginPath();
  g.arc(size * 0.5, size * 0.44, size * 0.36, 0, Math.PI * 2);
  g.fill();
  g.restore();
  drawBeams(g, beamOf(size, size), 5, 0.55);
  drawTable(g, size, size, horizon);
  const shade = g.createLinearGradient(0, horizon - size * 0.035, 0, horizon);
  shade.addColorStop(0, "rgba(60,40,25,0)");
  shade.addColorStop(1, "rgba(60,40,25,.16)");
  g.fillStyle = shade;
  g.fillRect(0, horizon - size * 0.035, size, size * 0.035);
  drawPool(g, size * 0.46, size * 0.79, size * 0.5, size * 0.15, "#fff3d8", 0.6);
  // The artwork's base line is at 0.8 of its height.
  const side = size * product.zoom;
  g.drawImage(art, (size - side) / 2, size * (product.base ?? 0.775) - side * 0.8, side, side);
}
