// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from "vitest";
import { type App, createApp, h, nextTick } from "vue";
import TermTip from "./TermTip.vue";

let app: App;
let word: HTMLElement;
const shown = () => document.body.querySelector(".tip")?.textContent ?? null;

beforeEach(() => {
  const place = document.createElement("div");
  document.body.append(place);
  app = createApp({ render: () => h(TermTip, { lines: ["What it is.", "How it is counted."] }, () => "GPM") });
  app.mount(place);
  word = place.querySelector("button") as HTMLElement;
});
afterEach(() => app.unmount());

async function after(type: string, at: EventTarget = word): Promise<string | null> {
  at.dispatchEvent(type === "keydown" ? new KeyboardEvent(type, { key: "Escape", cancelable: true }) : new Event(type));
  await nextTick();
  return shown();
}

it("shows what a word means to a pointer, to the keyboard and to a tap", async () => {
  for (const [come, go] of [["pointerenter", "pointerleave"], ["focus", "blur"]] as const) {
    expect(await after(come)).toBe("What it is.How it is counted.");
    expect(await after(go)).toBeNull();
  }
  // A finger leaves before it has tapped.
  await after("pointerleave");
  expect(await after("click")).not.toBeNull();
  expect(await after("pointerdown", document.body)).toBeNull();
});

it("goes with Escape and stays when it is scrolled to", async () => {
  await after("focus");
  expect(await after("scroll", document)).not.toBeNull();
  expect(await after("keydown")).toBeNull();
});

it("goes with Escape also when a pointer has shown it and the focus is elsewhere, and takes the key only then", async () => {
  await after("pointerenter");
  const pressed = () => {
    const event = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(pressed()).toBe(true);
  await nextTick();
  expect(shown()).toBeNull();
  expect(pressed()).toBe(false);
});

it("stays while the pointer is on it, and goes when that leaves for elsewhere", async () => {
  await after("pointerenter");
  const tip = document.body.querySelector(".tip");
  if (!tip) throw new Error("nothing is shown");
  const goes = async (from: Element, to: Element) => {
    from.dispatchEvent(new PointerEvent("pointerleave", { relatedTarget: to }));
    to.dispatchEvent(new PointerEvent("pointerenter", { relatedTarget: from }));
    await nextTick();
    return shown();
  };
  expect(await goes(word, tip)).not.toBeNull();
  expect(await after("pointerdown", tip)).not.toBeNull();
  expect(await goes(tip, word)).not.toBeNull();
  expect(await goes(word, tip)).not.toBeNull();
  expect(await goes(tip, document.body)).toBeNull();
});

it("stays with the focus when the pointer leaves, and with the pointer when the focus does", async () => {
  await after("focus");
  await after("pointerenter");
  expect(await after("pointerleave")).not.toBeNull();
  await after("pointerenter");
  expect(await after("blur")).not.toBeNull();
  expect(await after("pointerleave")).toBeNull();
});

it("is the description of its word for those who do not see it", () => {
  const id = word.getAttribute("aria-describedby") ?? "";
  expect(document.getElementById(id)?.textContent).toBe("What it is. How it is counted.");
});
