import { expect, it } from "vitest";
import { createI18n } from "vue-i18n";
import { compileText } from "./compiler";

const { t } = createI18n({
  legacy: false,
  locale: "en",
  messageCompiler: compileText,
  messages: {
    en: { plain: "Cart", filled: "{n} in stock", several: "one piece | {n} pieces", literal: "a{'@'}b", linked: "@:plain" },
  },
}).global;

it.each([
  ["plain", t("plain"), "Cart"],
  ["filled", t("filled", { n: 3 }), "3 in stock"],
  ["several", t("several", { n: 4 }, 4), "4 pieces"],
  ["literal", t("literal"), "a@b"],
  ["linked", t("linked"), "Cart"],
])("shows a text that is %s as vue-i18n's own compiler does", (_, shown, wanted) => {
  expect(shown).toBe(wanted);
});
