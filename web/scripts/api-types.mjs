/**
 * Writes src/shared/api/schema.d.ts from openapi.json, or with --check fails when the two are out of step.
 * openapi.json itself is exported by the backend; a check there holds it in step with the routes.
 */
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const source = new URL("../openapi.json", import.meta.url);
const target = new URL("../src/shared/api/schema.d.ts", import.meta.url);
const head = "/** Generated from openapi.json by `npm run api:generate`. Do not edit. */\n\n";

const text = head + astToString(await openapiTS(source, { alphabetize: true }));
if (process.argv.includes("--check")) {
  const current = await readFile(target, "utf8").catch(() => "");
  if (current !== text) {
    console.error("src/shared/api/schema.d.ts is out of step with openapi.json: run `npm run api:generate`.");
    process.exit(1);
  }
  console.log("API types are in step.");
} else {
  await writeFile(target, text);
  console.log("Wrote src/shared/api/schema.d.ts");
}
