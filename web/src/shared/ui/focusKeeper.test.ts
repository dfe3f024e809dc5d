// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import { keepFocus } from "./focusKeeper";

const nextFrame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
const button = () => document.querySelector("button")!;
const active = () => document.activeElement?.id;

beforeEach(() => {
  document.body.innerHTML = '<main id="page" tabindex="-1"><section><button id="act">Act</button></section></main>';
  keepFocus();
  button().focus();
});

it("gives the focus to what is around, when what had it is taken away", async () => {
  button().addEventListener("click", () => button().remove());
  button().click();
  await nextFrame();
  expect(active()).toBe("page");
});

it("gives it to what is around a button that can no longer be pressed", async () => {
  button().disabled = true;
  await nextFrame();
  expect(active()).toBe("page");
});

it("leaves alone who has pressed on empty ground meanwhile", async () => {
  button().blur();
  document.body.click();
  button().remove();
  await nextFrame();
  expect(document.activeElement).toBe(document.body);
});
