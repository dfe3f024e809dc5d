/**
 * The socket of one room: takes a ticket, opens, notices when the other end has gone, and comes back by itself after
 * anything but a missing room or another protocol. What the frames mean is the client's affair (client.ts).
 */
import { backoff } from "./backoff";
import { CLOSE, type ClientFrame, PROTOCOL, type ServerFrame } from "./protocol";

/**
 * "joining" for the first time, "joined", "away" until it comes back; for good: "missing" (no such room), "outdated"
 * (the server speaks another protocol), "stopped" (by the page).
 */
export type Link = "joining" | "joined" | "away" | "missing" | "outdated" | "stopped";

/** `path` is the socket's address with its ticket, whole or from `base`. */
export interface Ticket {
  path: string;
}

/** Takes a new ticket. An error with `status` 404 means that there is no such room; after any other it is asked again. */
export type TakeTicket = (signal: AbortSignal) => Promise<Ticket>;

export interface ConnectionOptions {
  ticket: TakeTicket;
  /** What tickets' paths begin from; the page's address when not told. */
  base?: string | URL;
  /** Whether the picture plays before the visitor's eyes: told with each ping, for the show's watch time. */
  watching?: () => boolean;
}

/** Whom the connection tells. */
export interface Heard {
  link(link: Link): void;
  frame(frame: ServerFrame): void;
  /** The socket is gone: what was sent may not have arrived. */
  lost(): void;
  /** How many are in the room, as it was last told: they may have lost it together. */
  others(): number;
}

/** Milliseconds. */
const PING_EVERY = 15_000;
const ANSWER_WITHIN = 10_000;
const ANSWER_AWAKE_WITHIN = 4_000;
const GREETED_WITHIN = 15_000;
const STEADY_AFTER = 10_000;
/** Bytes that wait for the network, from which on nothing more is added. */
const CROWDED = 16 * 1024;
/** After a restart everybody comes, whatever was told of the room: the first try is spread over this many doublings. */
const SPREAD = 3;

type Timer = ReturnType<typeof setTimeout>;

export class Connection {
  #socket: WebSocket | null = null;
  #link: Link = "stopped";
  #everJoined = false;
  #attempt = 0;
  #refusals = 0;
  /** The server's end closed the last socket: the others in the room may have lost theirs in the same moment. */
  #together = false;
  /** Which try this is: what an older one still brings is void. */
  #turn = 0;
  #abort: AbortController | null = null;
  #retry: Timer | undefined;
  #pulse: ReturnType<typeof setInterval> | undefined;
  #answer: Timer | undefined;
  #steady: Timer | undefined;

  constructor(
    private readonly options: ConnectionOptions,
    private readonly heard: Heard,
  ) {}

  get link(): Link {
    return this.#link;
  }

  /** Whether it neither is open nor will be by itself. */
  get ended(): boolean {
    return this.#link === "missing" || this.#link === "outdated" || this.#link === "stopped";
  }

  /** Whether more waits for the network than it takes. */
  get crowded(): boolean {
    return (this.#socket?.bufferedAmount ?? 0) > CROWDED;
  }

  start(): void {
    if (!this.ended) return;
    this.#watch("add");
    this.#attempt = this.#refusals = 0;
    this.#together = false;
    void this.#open();
  }

  stop(): void {
    this.#end("stopped");
  }

  /** Joins anew with a new ticket, which says who one is: after a change of name. */
  rejoin(): void {
    if (this.ended) return;
    this.#drop();
    this.#together = false;
    void this.#open();
  }

  /** Lets go of a socket that does not answer, and comes back. Others find that out at other times. */
  again(): void {
    this.#drop();
    this.#together = false;
    this.#later();
  }

  /** False when there is no open socket, or one that is crowded: the caller keeps what it wanted to send. */
  send(frame: ClientFrame): boolean {
    if (this.#socket?.readyState !== OPEN || this.crowded) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Asks for an answer, and says whether the picture plays. */
  ping(): void {
    this.send(this.options.watching?.() ? { t: "ping", watching: true } : { t: "ping" });
  }

  /** The client was greeted. */
  joined(): void {
    if (this.#link === "joined") return;
    this.#everJoined = true;
    this.#refusals = 0;
    this.#pulse = setInterval(() => this.#ask(ANSWER_WITHIN), PING_EVERY);
    // Who is thrown out at once after each greeting must not come back ever faster.
    this.#steady = setTimeout(() => (this.#attempt = 0), STEADY_AFTER);
    this.#tell("joined");
  }

  async #open(): Promise<void> {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#tell(this.#everJoined ? "away" : "joining");
    this.#turn += 1;
    const turn = this.#turn;
    let path: string;
    try {
      ({ path } = await this.#takeTicket());
    } catch (error) {
      if (turn !== this.#turn) return;
      const status = (error as { status?: unknown } | null)?.status;
      if (status === 404) this.#end("missing");
      // A server that refuses has trouble with everybody; a network that is still away is one's own.
      else this.#later(0, this.#together || Boolean(status));
      return;
    }
    if (turn !== this.#turn) return;
    try {
      this.#listen(new WebSocket(this.#address(path)));
    } catch {
      this.#later();
    }
  }

  #takeTicket(): Promise<Ticket> {
    const abort = new AbortController();
    this.#abort = abort;
    const late = setTimeout(() => abort.abort(), GREETED_WITHIN);
    const given = new Promise<never>((_, reject) => {
      abort.signal.addEventListener("abort", () => reject(new Error("no ticket in time")));
    });
    return Promise.race([this.options.ticket(abort.signal), given]).finally(() => clearTimeout(late));
  }

  #address(path: string): URL {
    const url = new URL(path, this.options.base ?? page()?.location.href);
    url.protocol = url.protocol.replace("http", "ws");
    url.searchParams.set("v", String(PROTOCOL));
    return url;
  }

  #listen(socket: WebSocket): void {
    this.#socket = socket;
    this.#answer = setTimeout(() => this.again(), GREETED_WITHIN);
    socket.onmessage = (message: MessageEvent<string>) => {
      if (this.#socket !== socket) return;
      clearTimeout(this.#answer);
      this.#answer = undefined;
      const frame = parsed(message.data);
      if (frame) this.heard.frame(frame);
    };
    socket.onclose = (event) => {
      if (this.#socket === socket) this.#closed(event.code);
    };
  }

  #closed(code: number): void {
    this.#drop();
    this.#together = true;
    if (code === CLOSE.no_room) this.#end("missing");
    else if (code === CLOSE.version) this.#end("outdated");
    else if (code === CLOSE.ticket && this.#refusals++ === 0) void this.#open();
    else this.#later(code === CLOSE.restarting || code === CLOSE.later ? SPREAD : 0);
  }

  #later(least = 0, together = this.#together): void {
    this.#tell(this.#everJoined ? "away" : "joining");
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#open(), backoff(Math.max(this.#attempt, least), together ? this.heard.others() : 0));
    this.#attempt += 1;
  }

  /** Asks whether anybody is there. A socket that lost its network without a word would stay open for minutes. */
  #ask(within: number): void {
    if (this.#answer !== undefined) return;
    this.#answer = setTimeout(() => this.again(), within);
    this.ping();
  }

  /** A page that comes back to the front must not wait out a long back-off, nor trust a socket that slept. */
  readonly #wake = (): void => {
    if (page()?.hidden) return;
    if (this.#socket) {
      this.#ask(ANSWER_AWAKE_WITHIN);
    } else if (this.#retry !== undefined) {
      this.#attempt = 0;
      void this.#open();
    }
  };

  /** The device has lost its network: the socket would take words for a while yet, and nobody would hear them. */
  readonly #cut = (): void => {
    if (this.#socket) this.again();
  };

  #drop(): void {
    this.#turn += 1;
    this.#abort?.abort();
    clearTimeout(this.#retry);
    clearInterval(this.#pulse);
    clearTimeout(this.#answer);
    clearTimeout(this.#steady);
    this.#retry = this.#answer = undefined;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
    this.heard.lost();
  }

  #end(link: "missing" | "outdated" | "stopped"): void {
    this.#drop();
    this.#watch("remove");
    this.#everJoined = false;
    this.#tell(link);
  }

  #tell(link: Link): void {
    if (link === this.#link) return;
    this.#link = link;
    this.heard.link(link);
  }

  #watch(act: "add" | "remove"): void {
    const change = `${act}EventListener` as const;
    page()?.[change]("visibilitychange", this.#wake);
    // Node has no page, and tells nobody of its network.
    if (!page()) return;
    globalThis[change]("online", this.#wake);
    globalThis[change]("offline", this.#cut);
  }
}

const page = (): Document | undefined => globalThis.document;

/** `WebSocket.OPEN`, also where a test stands in for it. */
const OPEN = 1;

/** A frame of any kind; null for what is none. */
function parsed(data: string): ServerFrame | null {
  try {
    const frame: unknown = JSON.parse(data);
    return typeof frame === "object" && frame !== null && "t" in frame ? (frame as ServerFrame) : null;
  } catch {
    return null;
  }
}
