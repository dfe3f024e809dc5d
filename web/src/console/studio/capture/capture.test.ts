// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { FIRST_CHOICE, recallChoice, rememberChoice, sizeOf } from "./choice";
import { arrange, contain, cover, isMisshapen } from "./layout";
import { SILENCE, partOf, peakOf } from "./meter";
import { obstacle, reasonOf } from "./problems";

const failure = (name: string) => Object.assign(new Error("x"), { name });

describe("what stands in the way of a camera", () => {
  it("is told apart", () => {
    expect(reasonOf(failure("NotAllowedError"), "camera")).toBe("denied");
    expect(reasonOf(failure("NotAllowedError"), "screen")).toBe("screen_denied");
    expect(reasonOf(failure("NotFoundError"), "camera")).toBe("none_camera");
    expect(reasonOf(failure("NotFoundError"), "microphone")).toBe("none_microphone");
    expect(reasonOf(failure("NotReadableError"), "camera")).toBe("in_use");
    expect(reasonOf(failure("OverconstrainedError"), "camera")).toBe("gone");
    expect(reasonOf("?", "camera")).toBe("unknown");
  });

  it("is an insecure page before anything else", () => {
    expect(obstacle({ isSecureContext: false, navigator: {} })).toBe("insecure");
    expect(obstacle({ isSecureContext: true, navigator: {} })).toBe("unsupported");
    expect(obstacle({ isSecureContext: true, navigator: { mediaDevices: {} } })).toBeNull();
  });
});

describe("the choice of what to send", () => {
  beforeEach(() => localStorage.clear());

  it("is kept on the device, and nonsense is not", () => {
    expect(recallChoice()).toEqual(FIRST_CHOICE);
    rememberChoice({ ...FIRST_CHOICE, kind: "both", lines: 1080, kbps: 6000, sound: false });
    expect(recallChoice()).toMatchObject({ kind: "both", lines: 1080, kbps: 6000, sound: false });
    localStorage.setItem("kaibo.console.broadcast", JSON.stringify({ kind: "toaster", lines: 12, kbps: -1 }));
    expect(recallChoice()).toEqual(FIRST_CHOICE);
  });

  it("gives the size of the picture", () => {
    expect(sizeOf({ orientation: "portrait", lines: 720 })).toEqual({ width: 720, height: 1280 });
    expect(sizeOf({ orientation: "landscape", lines: 1080 })).toEqual({ width: 1920, height: 1080 });
  });
});

describe("a frame that is put together", () => {
  const wide = { width: 1280, height: 720 };
  const tall = { width: 720, height: 1280 };

  it("cuts off evenly what does not fit, or shows it whole", () => {
    const to = { x: 0, y: 0, ...tall };
    expect(cover(wide, to).from).toMatchObject({ y: 0, width: 405, height: 720, x: 437.5 });
    expect(contain(wide, to).to).toEqual({ x: 0, y: 437.5, width: 720, height: 405 });
  });

  it("has the camera in the corner of a wide screen, and below it in a tall frame", () => {
    const corner = arrange(wide, { width: 1920, height: 1080 }, wide).camera?.to;
    expect((corner?.x ?? 0) + (corner?.width ?? 0)).toBeLessThan(1280);
    expect(corner?.y).toBeGreaterThan(360);
    expect(arrange(tall, wide, wide).camera?.to).toEqual({ x: 0, y: 576, width: 720, height: 704 });
    expect(arrange(wide, null, null)).toEqual({});
  });

  it("is needed only for another shape", () => {
    expect(isMisshapen(wide, { width: 1920, height: 1080 })).toBe(false);
    expect(isMisshapen(wide, tall)).toBe(true);
  });
});

describe("the level of the sound", () => {
  it("is the peak in decibels", () => {
    expect(peakOf([0.1, -1, 0.5])).toBe(0);
    expect(peakOf([0, 0])).toBe(SILENCE);
    expect(Math.round(peakOf([0.5]))).toBe(-6);
    expect([partOf(0), partOf(SILENCE), partOf(-30)]).toEqual([1, 0, 0.5]);
  });
});
