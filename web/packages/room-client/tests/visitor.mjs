/**
 * A visitor in Node, for tests with a real server: `node visitor.mjs MODULE ORIGIN SHOW TOKEN`. Prints what it hears as
 * JSON lines, what its sockets were closed with, and says what it reads.
 */
import { createInterface } from "node:readline";

const [module, origin, show, token] = process.argv.slice(2);
const { RoomClient, httpTicket } = await import(module);
const print = (told) => console.log(JSON.stringify(told));
globalThis.WebSocket = class extends WebSocket {
  constructor(...address) {
    super(...address);
    this.addEventListener("close", ({ code }) => print({ closed: code }));
  }
};
const room = new RoomClient({ ticket: httpTicket({ origin, show, headers: () => ({ authorization: `Bearer ${token}` }) }) });
room.on("state", ({ seq, snapshot }) => print({ seq, snapshot }));
room.on("link", (link) => print({ link }));
room.on("lines", (lines) => print({ lines }));
room.start();
createInterface({ input: process.stdin })
  .on("line", async (text) => print({ said: await room.say(text) }))
  .on("close", () => room.stop());
