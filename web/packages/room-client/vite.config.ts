import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** One ES module, for pages that are not built with ours. */
export default defineConfig({
  root: path("."),
  build: {
    outDir: path("./dist"),
    target: "es2022",
    lib: { entry: path("./src/index.ts"), formats: ["es"], fileName: "room-client" },
    // Vite leaves a library's white space for the bundler that comes after it; here none does.
    rolldownOptions: { output: { minify: true } },
  },
});
