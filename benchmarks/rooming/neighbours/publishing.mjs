// How a server in JavaScript is told to publish; the same as `publishing.py`, which explains it.
//
//     node SERVER.mjs COUNTER BEFORE AFTER
//
// BEFORE and AFTER are the text of a message around the 16 digits of its time.

import { openSync, readSync } from "node:fs";
import { createInterface } from "node:readline";
import { setImmediate, setTimeout } from "node:timers/promises";

const [counter, before, after] = process.argv.slice(2);
const file = openSync(counter, "r");
const number = new BigUint64Array(1);

/** Bun's clock begins with the process; the crowd's is the machine's. */
const offset = await clockOffset();

async function clockOffset() {
  if (!process.versions.bun) return 0n;
  const { dlopen, ptr } = await import("bun:ffi");
  const time = new BigInt64Array(2);
  const libc = dlopen("libc.so.6", {
    clock_gettime: { args: ["i32", "ptr"], returns: "i32" },
  });
  const own = process.hrtime.bigint();
  libc.symbols.clock_gettime(1, ptr(time));
  return time[0] * 1_000_000_000n + time[1] - own;
}

const now = () => process.hrtime.bigint() + offset;

function delivered() {
  readSync(file, number, 0, 8, 0);
  return Number(number[0]);
}

const text = (at) => before + at.toString(16).padStart(16, "0") + after;

async function flood(publish, messages, seconds, window, subscribers) {
  const until = now() + BigInt(Math.round(seconds * 1e9));
  const base = delivered();
  let published = 0;
  while (published < messages && now() < until) {
    const read = Math.floor((delivered() - base) / subscribers);
    const credit = Math.min(window - (published - read), messages - published);
    if (credit < Math.max(1, Math.floor(window / 2)) && credit < messages - published) {
      await setTimeout(1);
      continue;
    }
    for (let each = 0; each < credit; each++) publish(text(now()));
    published += credit;
    await setImmediate();
  }
  return published;
}

async function pace(publish, seconds, perSecond) {
  const begun = now();
  const count = Math.floor(seconds * perSecond);
  const until = begun + BigInt(Math.round((2 * seconds + 1) * 1e9));
  for (let each = 0; each < count; each++) {
    const due = begun + BigInt(Math.round((each * 1e9) / perSecond));
    const wait = Number(due - now());
    if (now() > until) return each;
    if (wait > 0) await setTimeout(wait / 1e6);
    publish(text(due));
    await setImmediate();
  }
  return count;
}

const tell = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);

/** Tell the port, and obey until the orders end; `publish` sends one text to everyone. */
export async function takeOrders(port, publish) {
  tell({ port });
  for await (const line of createInterface({ input: process.stdin })) {
    const [order, ...words] = line.split(" ");
    const numbers = words.map(Number);
    if (order === "flood") tell({ published: await flood(publish, ...numbers) });
    else if (order === "pace") tell({ published: await pace(publish, ...numbers) });
    else throw new Error(`an order that nobody knows: ${line}`);
  }
  process.exit(0);
}
