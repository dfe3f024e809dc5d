/// <reference types="vite/client" />

// The light build has the same interface without subtitles, alternate audio and DRM, and no types of its own.
declare module "hls.js/light" {
  export * from "hls.js";
  export { default } from "hls.js";
}

// For tools that read TypeScript only (the linter); vue-tsc finds the real types of components first.
declare module "*.vue" {
  import type { DefineComponent } from "vue";

  const component: DefineComponent;
  export default component;
}
