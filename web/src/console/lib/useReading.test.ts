import { describe, expect, it } from "vitest";
import { ref } from "vue";
import { nearest, useReading } from "./useReading";

const moments = Array.from({ length: 31 }, (_, at) => 1000 + at * 100);
const axis = () => ({ moments, from: 1000, to: 4000 });
const key = (name: string, shiftKey = false) => {
  const pressed = { key: name, shiftKey, prevented: false, preventDefault: () => (pressed.prevented = true) };
  return pressed;
};
const at = (clientX: number) => ({ clientX, currentTarget: { getBoundingClientRect: () => ({ left: 100, width: 300 }) } }) as unknown as PointerEvent;

describe("reading a chart", () => {
  it("begins at its rest: the first moment, or the newest", () => {
    expect(useReading(ref(null), axis, "first").index.value).toBe(0);
    expect(useReading(ref(null), axis, "last").index.value).toBe(30);
    expect(useReading(ref(null), () => ({ moments: [], from: 0, to: 0 }), "last").index.value).toBe(-1);
  });

  it("goes to the moment under the pointer, and no further than the ends", () => {
    const reading = useReading(ref(null), axis, "first");
    for (const [x, index] of [[100, 0], [206, 11], [400, 30], [900, 30], [-5, 0]] as const) {
      reading.on.pointermove(at(x));
      expect(reading.index.value).toBe(index);
    }
  });

  it("is walked by the keys, and says where it stands", () => {
    const reading = useReading(ref(null), axis, "first");
    const walk: [string, boolean, number][] = [
      ["ArrowRight", false, 1],
      ["ArrowUp", true, 11],
      ["PageUp", false, 21],
      ["PageUp", false, 30],
      ["ArrowRight", false, 30],
      ["PageDown", false, 20],
      ["ArrowLeft", true, 10],
      ["ArrowDown", false, 9],
      ["Home", false, 0],
      ["End", false, 30],
    ];
    for (const [name, shift, index] of walk) {
      const pressed = key(name, shift);
      reading.on.keydown(pressed as unknown as KeyboardEvent);
      expect([name, reading.index.value, pressed.prevented]).toEqual([name, index, true]);
    }
    expect([reading.now.value, reading.last.value]).toEqual([30, 30]);
    const other = key("a");
    reading.on.keydown(other as unknown as KeyboardEvent);
    expect(other.prevented).toBe(false);
  });

  it("follows the newest again after End, where it grows", () => {
    const cursor = ref<number | null>(1500);
    useReading(cursor, axis, "last").on.keydown(key("End") as unknown as KeyboardEvent);
    expect(cursor.value).toBeNull();
  });

  it("finds the nearest of moments with gaps", () => {
    expect([nearest([0, 10, 100], 40), nearest([0, 10, 100], 60), nearest([], 5)]).toEqual([1, 2, -1]);
  });
});
