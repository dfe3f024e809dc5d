// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from "vitest";
import { type App, createApp, h, nextTick, ref } from "vue";
import { createI18n } from "vue-i18n";
import KStepper from "./KStepper.vue";

const max = ref(25);
const pieces = ref(1);
let app: App;
let field: HTMLInputElement;

beforeEach(() => {
  max.value = 25;
  pieces.value = 1;
  const place = document.createElement("div");
  app = createApp({
    render: () =>
      h(KStepper, { label: "Pieces", max: max.value, modelValue: pieces.value, "onUpdate:modelValue": (now: number) => (pieces.value = now) }),
  });
  app.use(createI18n({ legacy: false, locale: "en", missingWarn: false, fallbackWarn: false, messages: { en: {} } }));
  app.mount(place);
  field = place.querySelector("input")!;
});
afterEach(() => app.unmount());

const more = () => field.nextElementSibling as HTMLButtonElement;

function type(text: string): void {
  field.value = text;
  field.dispatchEvent(new Event("input"));
}

it("keeps what is being typed when the most that can be had changes", async () => {
  type("3");
  max.value = 4;
  await nextTick();
  expect(field.value).toBe("3");
  field.dispatchEvent(new Event("change"));
  await nextTick();
  expect(pieces.value).toBe(3);
});

it("shows what is wanted once the field is left as it was, which a browser calls no change", async () => {
  pieces.value = 3;
  await nextTick();
  type("3");
  field.dispatchEvent(new Event("blur"));
  pieces.value = 1;
  await nextTick();
  expect(field.value).toBe("1");
});

it("shows what its buttons make of it while something is being typed", async () => {
  type("1");
  more().click();
  await nextTick();
  expect([pieces.value, field.value]).toEqual([2, "2"]);
});

it("keeps what was typed within its bounds", async () => {
  type("30");
  field.dispatchEvent(new Event("change"));
  await nextTick();
  expect(pieces.value).toBe(25);
  expect(field.value).toBe("25");
});
