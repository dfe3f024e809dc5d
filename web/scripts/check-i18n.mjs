/**
 * Holds the catalogs in step. For every entry (and the shared part) it fails when
 *  - the three languages differ in keys or in the placeholders of a text,
 *  - code asks for a key that no catalog has, or
 *  - a catalog has a key that no code asks for.
 *
 * A key is used by its literal ("shop.buy"), or by a template literal whose fixed beginning ends in "." or "_"
 * (`shop.state_${state}`).
 */
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../src/", import.meta.url));
const LANGUAGES = ["en", "zh-CN", "zh-TW"];
const ENTRIES = ["shop", "console", "sandbox"];
const faults = [];

function flatten(node, path = "", into = new Map()) {
  for (const [key, value] of Object.entries(node)) {
    const full = path ? `${path}.${key}` : key;
    if (typeof value === "string") into.set(full, value);
    else flatten(value, full, into);
  }
  return into;
}

// Each once: English says them again in its plural.
const placeholders = (text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort().join(",");

/** The texts of a language: in one file, or in a folder of files by area, each with sections of its own. */
async function textsOf(folder, language) {
  const whole = join(folder, `${language}.json`);
  const parts = await readdir(join(root, folder, language)).catch(() => null);
  const names = parts ? parts.sort().map((part) => join(folder, language, part)) : [whole];
  const homes = new Map();
  const texts = new Map();
  for (const name of names) {
    const sections = JSON.parse(await readFile(join(root, name), "utf8"));
    for (const section of Object.keys(sections)) {
      if (homes.has(section)) faults.push(`${name}: "${section}" stands in ${homes.get(section)}, too`);
      homes.set(section, name);
    }
    flatten(sections, "", texts);
  }
  return { texts, homes };
}

async function catalog(folder) {
  const texts = {};
  const homes = {};
  for (const language of LANGUAGES) ({ texts: texts[language], homes: homes[language] } = await textsOf(folder, language));
  for (const language of LANGUAGES) {
    for (const [section, home] of homes[language]) {
      const english = homes.en.get(section);
      if (english && english.replace(`${folder}/en`, `${folder}/${language}`) !== home)
        faults.push(`${home}: "${section}" stands elsewhere in English`);
    }
  }
  const keys = new Set(LANGUAGES.flatMap((language) => [...texts[language].keys()]));
  for (const key of keys) {
    for (const language of LANGUAGES) {
      const text = texts[language].get(key);
      if (!text) faults.push(`${folder}, ${language}: "${key}" is missing`);
      else if (placeholders(text) !== placeholders(texts.en.get(key) ?? text))
        faults.push(`${folder}, ${language}: "${key}" has other placeholders than English`);
    }
  }
  return keys;
}

async function sources(folder) {
  const names = await readdir(join(root, folder), { recursive: true });
  const code = names.filter((name) => /\.(ts|vue)$/.test(name) && !/\.(test|d)\.ts$/.test(name));
  return Promise.all(
    code.map(async (name) => ({ name: `${folder}/${name}`, text: await readFile(join(root, folder, name), "utf8") })),
  );
}

/** Every string that looks like a key of these catalogs; those directly inside t() or translate() must exist. */
function uses(files, keys) {
  const sections = new Set([...keys].map((key) => key.split(".")[0]));
  const used = new Set();
  const prefixes = [];
  for (const { name, text } of files) {
    for (const match of text.matchAll(/["'`]([a-z][\w]*(?:\.[\w]+)+)["'`]/g)) {
      if (keys.has(match[1])) used.add(match[1]);
    }
    for (const match of text.matchAll(/\b(?:t|te|translate)\(\s*["'`]([\w.-]+)["'`]/g)) {
      if (!keys.has(match[1])) faults.push(`${name}: "${match[1]}" is in no catalog`);
    }
    for (const match of text.matchAll(/`([a-z]\w*\.[\w.]*)\$\{/g)) {
      if (sections.has(match[1].split(".")[0])) prefixes.push(match[1]);
    }
    for (const match of text.matchAll(/keypath="([\w.]+)"/g)) {
      if (keys.has(match[1])) used.add(match[1]);
      else faults.push(`${name}: "${match[1]}" is in no catalog`);
    }
  }
  return (key) => used.has(key) || prefixes.some((prefix) => key.startsWith(prefix));
}

const shared = await catalog("shared/i18n/messages");
const sharedFiles = await sources("shared");
const allFiles = [...sharedFiles];
for (const entry of ENTRIES) {
  const own = await catalog(`${entry}/messages`);
  for (const key of own) if (shared.has(key)) faults.push(`${entry}: "${key}" hides a shared text`);
  const files = await sources(entry);
  allFiles.push(...files);
  const isUsed = uses(files, new Set([...own, ...shared]));
  for (const key of own) if (!isUsed(key)) faults.push(`${entry}: "${key}" is used nowhere`);
}
const before = faults.length;
uses(sharedFiles, shared);
const sharedFaults = faults.slice(before);
faults.length = before;
const isUsed = uses(allFiles, shared);
faults.length = before;
faults.push(...sharedFaults);
for (const key of shared) if (!isUsed(key)) faults.push(`shared: "${key}" is used nowhere`);

if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`Texts are in step in ${LANGUAGES.join(", ")}.`);
