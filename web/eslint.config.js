import js from "@eslint/js";
import vue from "eslint-plugin-vue";
import a11y from "eslint-plugin-vuejs-accessibility";
import globals from "globals";
import ts from "typescript-eslint";

// Signs, names and an address are the same in every language.
const NOT_WORDS = [..."().,&+-=*/#%!?:[]{}<>·•–—−|×…", "Kaibo", "Python", "https://…/live.m3u8"];
const SAID_BY_ATTRIBUTES = [
  "title", "label", "hint", "heading", "text", "empty", "alt", "placeholder",
  "aria-label", "aria-placeholder", "aria-roledescription", "aria-valuetext",
];

export default ts.config(
  { ignores: ["src/shop/sw.js", "node_modules/", "packages/*/dist/", "src/shared/api/schema.d.ts"] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...ts.configs.stylisticTypeChecked,
  ...vue.configs["flat/recommended"],
  ...a11y.configs["flat/recommended"],
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: {
        parser: ts.parser,
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: [".vue"],
      },
    },
    rules: {
      // Numbers in template strings are what template strings are for.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // An arrow that only calls something reads better without braces.
      // vue-i18n's functions are bound, though its types do not say so.
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/dot-notation": "off", // tsc's index signatures want brackets
      // Layout is a matter of the formatter in the editor, not of the linter.
      "vue/max-attributes-per-line": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/html-self-closing": "off",
      "vue/html-indent": "off",
      "vue/html-closing-bracket-newline": "off",
      "vue/multiline-html-element-content-newline": "off",
      "vue/attributes-order": "error",
      "vue/block-lang": ["error", { script: { lang: "ts" } }],
      "vue/component-api-style": ["error", ["script-setup"]],
      "vue/no-unused-refs": "error",
      // Words come from the catalogs; also those that the pieces in shared/ui take as attributes.
      "vue/no-bare-strings-in-template": ["error", { allowlist: NOT_WORDS, attributes: { "/.+/": SAID_BY_ATTRIBUTES } }],
      "vue/no-v-html": "error",
      // exactOptionalPropertyTypes makes an absent prop a type of its own; defaults are given where they matter.
      "vue/require-default-prop": "off",
      "vue/multi-word-component-names": ["error", { ignores: ["App"] }],
      // Controls are labelled by `for` (KField); nesting as well would be twice.
      "vuejs-accessibility/label-has-for": ["error", { required: { some: ["nesting", "id"] } }],
      "max-lines": ["error", { max: 400 }],
    },
  },
  {
    files: ["**/*.vue"],
    rules: {
      // The types of other components are known to vue-tsc only; it does these checks there.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  {
    // The label stands beside the control and names it by `for`.
    files: ["src/shared/ui/KField.vue"],
    rules: { "vuejs-accessibility/form-control-has-label": "off" },
  },
  {
    files: ["**/*.test.ts"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off" },
  },
  {
    files: ["scripts/**/*.mjs", "packages/*/tests/*.mjs", "*.js"],
    ...ts.configs.disableTypeChecked,
    languageOptions: { globals: globals.node, parserOptions: { projectService: false } },
  },
);
