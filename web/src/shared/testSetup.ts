/**
 * Before each test file. Most need no page, only the address that requests go to; a whole page takes longer to make
 * than their tests to run. Those that need one say so: `// @vitest-environment happy-dom`.
 */
if (!("location" in globalThis)) Object.assign(globalThis, { location: new URL("http://localhost:3000/") });
