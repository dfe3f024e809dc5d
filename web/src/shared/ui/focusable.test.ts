// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { TAKES_FOCUS } from "./focusable";

const taking = (html: string) => {
  document.body.innerHTML = html;
  return [...document.body.querySelectorAll(TAKES_FOCUS)].map((item) => item.id);
};

it("is taken by links that lead somewhere, by controls that are on, and by what has a place in the order", () => {
  const controls = '<button id="b"></button><input id="i"><select id="s"></select><textarea id="t"></textarea>';
  expect(taking(`<a id="none"></a><a id="a" href="/"></a>${controls}<p id="p"></p><div id="d" tabindex="-1"></div>`)).toEqual(["a", "b", "i", "s", "t", "d"]);
  expect(taking('<button disabled tabindex="0"></button><input disabled>')).toEqual([]);
});

it("is taken by the summary of what can be opened", () => {
  expect(taking('<details><summary id="s"></summary><p></p></details>')).toEqual(["s"]);
});
