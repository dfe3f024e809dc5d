/**
 * What the visitor says, from the press of a key to its certain end: shown, refused, or not sent. Nothing is said
 * twice: a line that was on its way when the socket broke is looked for in the room, never sent again.
 */
import { type Danmaku, LIMITS, type Say, type You } from "./protocol";

/** How a line ended. "lost": it was on its way when the socket broke, and did not appear. */
export type Said = { text: string } & (
  | { outcome: "shown"; danmaku: Danmaku }
  | { outcome: "refused"; code: string; message: string }
  | { outcome: "unsent"; why: "full" | "late" | "lost" | "stopped" }
);

/** A line whose end is not known yet. */
export interface Waiting {
  id: string;
  text: string;
}

interface Entry extends Waiting {
  /** "new": not sent; "sent": no answer yet; "doubt": the socket broke before the answer came. */
  stage: "new" | "sent" | "doubt";
  end: (said: Said) => void;
  timer: ReturnType<typeof setTimeout>;
}

/** Most lines without an answer; the server takes as many at once. */
const MOST = LIMITS.say_at_once;
/** Milliseconds after which a line has missed its moment. */
const LATE = 60_000;
/** Milliseconds after a greeting in which a line in doubt may still come by a tick. */
const DOUBT = 2_000;
const REMEMBERED = 200;

export class Outbox {
  #entries: Entry[] = [];
  /** Ids of one's own lines that are accounted for. */
  #known = new Set<string>();
  #count = 0;
  #doubts: ReturnType<typeof setTimeout> | undefined;
  /** Makes ids differ between tabs and visits, so that an answer is never taken for another's. */
  readonly #prefix = Math.random().toString(36).slice(2, 8);

  /**
   * `send` gives the frame to the network, if it takes it; `now` is the server's clock; `changed` hears of every change
   * of what waits.
   */
  constructor(
    private readonly send: (frame: Say) => boolean,
    private readonly now: () => number,
    private readonly changed: (waiting: readonly Waiting[]) => void,
  ) {}

  say(text: string): Promise<Said> {
    if (this.#entries.length >= MOST) return Promise.resolve({ text, outcome: "unsent", why: "full" });
    this.#count += 1;
    const id = `${this.#prefix}-${this.#count}`;
    return new Promise((end) => {
      const timer = setTimeout(() => this.#late(id), LATE);
      this.#entries.push({ id, text, stage: "new", end, timer });
      this.flush();
      this.#tell();
    });
  }

  /** Sends what has not been sent, in its order, as far as the network takes it; tells whether all is out. */
  flush(): boolean {
    for (const entry of this.#entries) {
      if (entry.stage !== "new") continue;
      if (!this.send({ t: "danmaku", id: entry.id, text: entry.text })) return false;
      entry.stage = "sent";
    }
    return true;
  }

  /** The server took line `id`: gives it as it looks in the room, or null when it was accounted for already. */
  acked(id: string, danmakuId: string, you: You): Danmaku | null {
    const entry = this.#entries.find((one) => one.id === id);
    this.#know(danmakuId);
    if (!entry) return null;
    const { text } = entry;
    const danmaku = { id: danmakuId, viewer_id: you.id, name: you.name, text, at: this.now(), role: you.role };
    this.#end(entry, { text, outcome: "shown", danmaku });
    return danmaku;
  }

  refused(id: string | undefined, code: string, message: string): void {
    const entry = this.#entries.find((one) => one.id === id);
    if (entry) this.#end(entry, { text: entry.text, outcome: "refused", code, message });
  }

  /** The socket is gone. */
  lost(): void {
    for (const entry of this.#entries) if (entry.stage === "sent") entry.stage = "doubt";
    clearTimeout(this.#doubts);
  }

  /** A greeting came: lines in doubt are among `recent`, or come within a moment, or were lost. */
  greeted(recent: readonly Danmaku[], you: You): void {
    this.heard(recent, you);
    this.#doubts = setTimeout(() => {
      for (const entry of this.#entries.filter((one) => one.stage === "doubt")) this.#unsent(entry, "lost");
    }, DOUBT);
  }

  /** These lines were said in the room. */
  heard(lines: readonly Danmaku[], you: You): void {
    for (const line of lines) {
      if (line.viewer_id !== you.id || line.role !== you.role || this.#known.has(line.id)) continue;
      this.#know(line.id);
      // Also one whose answer is still on its way: it may come after the tick, or not at all.
      const entry = this.#entries.find((one) => one.stage !== "new" && same(one.text, line.text));
      if (entry) this.#end(entry, { text: entry.text, outcome: "shown", danmaku: line });
    }
  }

  stop(): void {
    clearTimeout(this.#doubts);
    for (const entry of [...this.#entries]) this.#unsent(entry, "stopped");
  }

  #late(id: string): void {
    const entry = this.#entries.find((one) => one.id === id);
    if (entry) this.#unsent(entry, entry.stage === "new" ? "late" : "lost");
  }

  #unsent(entry: Entry, why: "late" | "lost" | "stopped"): void {
    this.#end(entry, { text: entry.text, outcome: "unsent", why });
  }

  #end(entry: Entry, said: Said): void {
    clearTimeout(entry.timer);
    this.#entries = this.#entries.filter((one) => one !== entry);
    entry.end(said);
    this.#tell();
  }

  #know(id: string): void {
    this.#known.add(id);
    const [oldest] = this.#known;
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
  }

  #tell(): void {
    this.changed(this.#entries.map(({ id, text }) => ({ id, text })));
  }
}

/** Whether the room's line may be this text: the server tidies white space and invisible characters. */
const same = (text: string, line: string): boolean => tidy(text) === tidy(line);
const tidy = (text: string): string => text.replace(/[\s\p{C}]+/gu, "");
