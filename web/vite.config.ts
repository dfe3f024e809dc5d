import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import vue from "@vitejs/plugin-vue";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { firstChunks } from "./build/firstChunks.ts";
import { serviceWorker } from "./build/serviceWorker.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const core = process.env["KAIBO_DEV_CORE"] ?? "http://127.0.0.1:8000";

/** In development, sends page paths to their entry the way the core process does. */
function pageRoutes(): Plugin {
  return {
    name: "kaibo-page-routes",
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const url = request.url ?? "/";
        const page = url.split("?")[0] ?? "/";
        if (/^\/(s|orders)\/|^\/(orders|account)?$/.test(page)) request.url = "/shop.html";
        else if (/^\/console(\/|$)/.test(page)) request.url = "/console.html";
        else if (page.startsWith("/sandbox/pay/")) request.url = "/sandbox.html";
        next();
      });
    },
  };
}

const LEAST_TO_COMPRESS = 1000;

/** Writes each asset compressed beside itself, as small as can be, so that the server need not. */
function compressed(): Plugin {
  return {
    name: "kaibo-compressed",
    apply: "build",
    writeBundle(options, bundle) {
      for (const name of Object.keys(bundle)) {
        if (!name.startsWith("assets/") || !/\.(js|css|svg)$/.test(name)) continue;
        const file = join(options.dir ?? "", name);
        const content = readFileSync(file);
        if (content.length < LEAST_TO_COMPRESS) continue;
        const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
        writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
        writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  base: "/",
  plugins: [vue(), pageRoutes(), serviceWorker(path("./src/shop/sw.js")), compressed()],
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  resolve: { alias: { "@shared": path("./src/shared"), "@kaibo/room-client": path("./packages/room-client/src/index.ts") } },
  build: {
    outDir: path("../src/kaibo/apps/api/pages"),
    emptyOutDir: true,
    assetsDir: "assets",
    target: "es2022",
    rolldownOptions: {
      input: {
        shop: path("./shop.html"),
        console: path("./console.html"),
        sandbox: path("./sandbox.html"),
      },
      output: { codeSplitting: { groups: firstChunks(path("./src")) } },
    },
  },
  server: {
    port: 5173,
    proxy: {
      "/api": core,
      "/files": core,
      "/share": core,
      "/manifest.webmanifest": core,
      "/sandbox/api": core,
      "/ws": { target: core, ws: true },
    },
  },
  test: {
    environment: "node",
    setupFiles: ["./src/shared/testSetup.ts"],
    include: ["src/**/*.test.ts", "build/*.test.ts", "packages/*/tests/**/*.test.ts"],
    // It keeps a component as it was compiled though a type of its props changed in another file.
    fsModuleCache: false,
  },
});
