import { describe, expect, it } from "vitest";

import { InStep, MOST_BEHIND } from "./inStep";

const T = 1_700_000_000_000;
const pin = (product_id: string, pinned_at: number) => ({ product_id, pinned_at });
const ids = (pins: readonly { product_id: string }[]) => pins.map((item) => item.product_id).join();

function joined() {
  const pins = new InStep();
  pins.take([], T);
  return pins;
}

describe("pins in step with the picture", () => {
  it("are there at once for somebody who joins", () => {
    const pins = new InStep();
    pins.take([pin("a", T - 100)], T);
    expect(ids(pins.shown(T - 5000, T))).toBe("a");
    expect(pins.behind).toBe(false);
  });

  it("wait until the picture on screen is as old as the pin", () => {
    const pins = joined();
    pins.take([pin("a", T)], T + 80);
    expect(ids(pins.shown(T - 1400, T + 80))).toBe("");
    expect(ids(pins.shown(T - 1, T + 1480))).toBe("");
    expect(pins.behind).toBe(true);
    expect(ids(pins.shown(T, T + 1481))).toBe("a");
    expect(pins.behind).toBe(false);
  });

  it("go in step as well", () => {
    const pins = new InStep();
    pins.take([pin("a", T - 60_000)], T - 50_000);
    pins.take([], T);
    expect(ids(pins.shown(T - 1400, T + 10))).toBe("a");
    expect(ids(pins.shown(T + 10, T + 1410))).toBe("");
  });

  it("keep their order when several changes wait", () => {
    const pins = joined();
    pins.take([pin("a", T)], T + 50);
    pins.take([pin("b", T + 1000), pin("a", T)], T + 1050);
    pins.take([pin("b", T + 1000)], T + 2000);
    expect(ids(pins.shown(T + 10, T + 2010))).toBe("a");
    expect(ids(pins.shown(T + 1000, T + 3000))).toBe("b,a");
    expect(ids(pins.shown(T + 2000, T + 4000))).toBe("b");
  });

  it("show only the last of what the picture has passed", () => {
    const pins = joined();
    pins.take([pin("a", T)], T);
    pins.take([], T + 500);
    expect(ids(pins.shown(T + 5000, T + 6000))).toBe("");
  });

  it("do not wait when the picture does not know its time, or stands still", () => {
    const pins = joined();
    pins.take([pin("a", T)], T);
    expect(ids(pins.shown(null, T))).toBe("a");
  });

  it("do not wait for a picture whose clock is wrong", () => {
    const pins = joined();
    pins.take([pin("a", T)], T);
    expect(ids(pins.shown(T - MOST_BEHIND - 1, T))).toBe("a");
  });

  it("wait twenty seconds at most", () => {
    const pins = joined();
    pins.take([pin("a", T)], T);
    const stuck = T - 15_000;
    expect(ids(pins.shown(stuck, T + 3000))).toBe("");
    expect(ids(pins.shown(T - 1, T + MOST_BEHIND))).toBe("a");
  });

  it("take a snapshot that repeats what is known for no change", () => {
    const pins = joined();
    pins.take([pin("a", T)], T);
    pins.take([pin("a", T)], T + 900);
    expect(ids(pins.shown(T, T + 1400))).toBe("a");
    expect(pins.behind).toBe(false);
  });
});
