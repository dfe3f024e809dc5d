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

it("is the description of its word for those who do not see it", () => {
  const id = word.getAttribute("aria-describedby") ?? "";
  expect(document.getElementById(id)?.textContent).toBe("What it is. How it is counted.");
});
