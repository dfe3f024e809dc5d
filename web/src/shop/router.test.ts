// @vitest-environment happy-dom
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { followPlainLinks, router } from "./router";

vi.mock("./pages/RoomPage.vue", () => ({ default: {} }));
const push = vi.spyOn(router, "push").mockResolvedValue(undefined);

beforeAll(followPlainLinks);
afterEach(() => {
  push.mockClear();
  document.body.replaceChildren();
});

/** Whether the browser was left to follow it. */
function followed(href: string): boolean {
  history.replaceState(null, "", "/orders/ord_1?from=mail");
  const link = document.createElement("a");
  link.href = href;
  document.body.append(link);
  const click = new MouseEvent("click", { bubbles: true, cancelable: true });
  let left = false;
  // After the one that is tested; the page of a test goes nowhere.
  const last = (event: Event) => {
    left = !event.defaultPrevented;
    event.preventDefault();
  };
  document.addEventListener("click", last, { once: true });
  link.dispatchEvent(click);
  return left;
}

it("turns the page for plain links to our own pages", () => {
  expect(followed("/orders?page=2#last")).toBe(false);
  expect(push).toHaveBeenCalledWith("/orders?page=2#last");
});

it("leaves places on the same page to the browser, which scrolls there and takes the focus along", () => {
  expect(followed("#seller")).toBe(true);
  expect(followed("/orders/ord_1?from=mail#content")).toBe(true);
  expect(push).not.toHaveBeenCalled();
  expect(followed("/orders/ord_1#content")).toBe(false);
  expect(push).toHaveBeenCalledWith("/orders/ord_1#content");
});
