// @ts-check
import js from "@eslint/js";

// All that the scripts take from the browser. Every global would let `name`, `status` or `find`
// pass where an import is missing.
const FROM_THE_BROWSER = [
  "HTMLButtonElement",
  "HTMLCanvasElement",
  "HTMLElement",
  "HTMLTableElement",
  "ResizeObserver",
  "TextDecoder",
  "URL",
  "document",
  "getComputedStyle",
  "navigator",
  "setTimeout",
  "window",
];

/** @type {import("eslint").Linter.Config[]} */
export default [
  { ignores: [".venv/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "complexity": ["error", 8],
      "eqeqeq": "error",
      "max-len": ["error", 100],
      "max-lines": ["error", 300],
      "no-shadow": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["components/**/*.js"],
    languageOptions: {
      globals: Object.fromEntries(FROM_THE_BROWSER.map((name) => [name, "readonly"])),
    },
  },
  {
    files: ["tests/**/*.js"],
    languageOptions: { globals: { TextEncoder: "readonly" } },
  },
];
