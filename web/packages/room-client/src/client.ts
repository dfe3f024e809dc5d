/**
 * A live room for whoever shows it. Everything is told by events; what is true now can also be read at any time.
 *
 * Invariants
 * - `state` is whole: a greeting and all numbered events since. After a gap it stands still until the next greeting.
 * - `talk` holds no line twice.
 * - Every line that is said ends in exactly one `Said`.
 */
import { ServerClock } from "./clock";
import { Connection, type ConnectionOptions, type Link } from "./connection";
import { Emitter } from "./emitter";
import { Outbox, type Said, type Waiting } from "./outbox";
import { type Danmaku, type Hello, LIMITS, type RoomEvent, type SequencedEvent, type ServerFrame, type Tick, type You } from "./protocol";
import { type RoomState, applyEvent, applyTick, fromHello, standing } from "./reducer";
import { newOf, withNew, withRecent, without } from "./talk";

export interface RoomClientOptions extends ConnectionOptions {
  /** How many lines of talk to keep; older ones fall off. 200 when not told. */
  keep?: number;
  /** Leave lines in `talk` that the crew has hidden, for a page that marks them. */
  withHidden?: boolean;
}

export interface RoomEvents {
  link: Link;
  /** The state has changed; it is a new object each time, and what did not change in it is the same as before. */
  state: RoomState;
  /** Whom the server takes this client for. */
  you: You;
  /** What happened, after the state has changed by it. */
  event: RoomEvent;
  /** All the talk that is kept. */
  talk: readonly Danmaku[];
  /** Lines that were just said, one's own among them. */
  lines: readonly Danmaku[];
  /** One's own lines whose end is not known yet. */
  waiting: readonly Waiting[];
}

/** Milliseconds. */
const LIKES_EVERY = 600;
const TRY_AGAIN = 250;
const RESYNC_WITHIN = 15_000;

export class RoomClient {
  readonly #emitter = new Emitter<RoomEvents>();
  readonly #connection: Connection;
  readonly #outbox: Outbox;
  readonly #clock = new ServerClock();
  readonly #keep: number;
  readonly #withHidden: boolean;
  #state: RoomState | null = null;
  #you: You | null = null;
  /** All the talk; what is hidden may come back. */
  #said: readonly Danmaku[] = [];
  #talk: readonly Danmaku[] = [];
  #waiting: readonly Waiting[] = [];
  #likes = 0;
  #likesTimer: ReturnType<typeof setTimeout> | undefined;
  #sayTimer: ReturnType<typeof setTimeout> | undefined;
  /** Set from a gap to the next greeting. */
  #resync: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RoomClientOptions) {
    this.#keep = options.keep ?? 200;
    this.#withHidden = options.withHidden ?? false;
    this.#outbox = new Outbox(
      // Before the greeting nobody has been let in yet.
      (frame) => this.link === "joined" && this.#connection.send(frame),
      () => this.now(),
      (waiting) => {
        this.#waiting = waiting;
        this.#emitter.emit("waiting", waiting);
      },
    );
    this.#connection = new Connection(options, {
      link: (link) => {
        if (this.#connection.ended) this.#outbox.stop();
        this.#emitter.emit("link", link);
      },
      frame: (frame) => this.#receive(frame),
      lost: () => {
        this.#inStep();
        this.#outbox.lost();
      },
      others: () => this.#state?.snapshot.watching ?? 0,
    });
  }

  get link(): Link {
    return this.#connection.link;
  }

  /** Null before the first greeting. */
  get state(): RoomState | null {
    return this.#state;
  }

  get you(): You | null {
    return this.#you;
  }

  get talk(): readonly Danmaku[] {
    return this.#talk;
  }

  get waiting(): readonly Waiting[] {
    return this.#waiting;
  }

  /** Now by the server's clock, in milliseconds since 1970. */
  now(): number {
    return this.#clock.now();
  }

  /** Calls `listener` from now on; call what is returned to stop that. */
  on<K extends keyof RoomEvents>(kind: K, listener: (value: RoomEvents[K]) => void): () => void {
    return this.#emitter.on(kind, listener);
  }

  start(): void {
    this.#connection.start();
  }

  stop(): void {
    clearTimeout(this.#likesTimer);
    clearTimeout(this.#sayTimer);
    this.#likesTimer = this.#sayTimer = undefined;
    this.#connection.stop();
  }

  /** Joins anew with a new ticket, which says who one is: after a change of name. */
  rejoin(): void {
    this.#connection.rejoin();
  }

  /** Says at once whether the picture plays, as when it begins to; every 15 s that is said anyway. */
  ping(): void {
    this.#connection.ping();
  }

  /**
   * Says a line; while the room is away, as soon as it is back. At most five wait, for a minute at most. The
   * promise never fails: it tells what became of the line.
   */
  say(text: string): Promise<Said> {
    if (this.#connection.ended) return Promise.resolve({ text, outcome: "unsent", why: "stopped" });
    const said = this.#outbox.say(text);
    this.#flush();
    return said;
  }

  /** Likes, gathered and sent together. Beyond what the server takes they are joy, not data. */
  like(count = 1): void {
    this.#likes = Math.min(this.#likes + count, LIMITS.likes_per_frame);
    this.#likesTimer ??= setTimeout(() => this.#sendLikes(), LIKES_EVERY);
  }

  #sendLikes(): void {
    this.#likesTimer = undefined;
    if (this.#likes === 0 || this.link !== "joined") return;
    if (this.#connection.send({ t: "like", n: this.#likes })) this.#likes = 0;
    else this.#likesTimer = setTimeout(() => this.#sendLikes(), LIKES_EVERY);
  }

  #flush(): void {
    clearTimeout(this.#sayTimer);
    if (this.link === "joined" && !this.#outbox.flush()) this.#sayTimer = setTimeout(() => this.#flush(), TRY_AGAIN);
  }

  #receive(frame: ServerFrame): void {
    switch (frame.t) {
      case "hello":
        this.#greeted(frame);
        break;
      case "ev":
        this.#happened(frame);
        break;
      case "tick":
        this.#ticked(frame);
        break;
      case "ack": {
        const own = this.#you && this.#outbox.acked(frame.id, frame.danmaku_id, this.#you);
        if (own) this.#hear([own]);
        break;
      }
      case "refused":
        this.#outbox.refused(frame.id, frame.code, frame.message);
        break;
      default:
        // Pongs, and what a newer server may say.
    }
  }

  #greeted(frame: Hello): void {
    this.#inStep();
    this.#you = frame.you;
    this.#emitter.emit("you", frame.you);
    this.#become(fromHello(frame));
    this.#outbox.greeted(frame.recent, frame.you);
    this.#show(withRecent(this.#said, frame.recent, this.#keep));
    this.#connection.joined();
    this.#flush();
    this.#sendLikes();
  }

  #happened(frame: SequencedEvent): void {
    if (!this.#state || this.#resync !== undefined) return;
    switch (standing(this.#state, frame)) {
      case "apply":
        this.#become(applyEvent(this.#state, frame));
        this.#emitter.emit("event", frame.e);
        break;
      case "resync":
        this.#connection.send({ t: "resync" });
        this.#resync = setTimeout(() => this.#connection.again(), RESYNC_WITHIN);
        break;
      case "ignore":
    }
  }

  #ticked(frame: Tick): void {
    this.#clock.hear(frame.at);
    if (this.#state && this.#resync === undefined) this.#become(applyTick(this.#state, frame));
    if (frame.danmaku) this.#hear(frame.danmaku);
  }

  #hear(lines: readonly Danmaku[]): void {
    if (this.#you) this.#outbox.heard(lines, this.#you);
    const fresh = newOf(this.#said, lines);
    if (fresh.length === 0) return;
    this.#show(withNew(this.#said, fresh, this.#keep));
    this.#emitter.emit("lines", fresh);
  }

  #become(state: RoomState): void {
    if (state === this.#state) return;
    const before = this.#state?.snapshot.hidden;
    this.#state = state;
    this.#emitter.emit("state", state);
    if (state.snapshot.hidden !== before) this.#show(this.#said);
  }

  #show(said: readonly Danmaku[]): void {
    this.#said = said;
    const talk = this.#withHidden ? said : without(said, this.#state?.snapshot.hidden);
    if (talk === this.#talk) return;
    this.#talk = talk;
    this.#emitter.emit("talk", talk);
  }

  #inStep(): void {
    clearTimeout(this.#resync);
    this.#resync = undefined;
  }
}
