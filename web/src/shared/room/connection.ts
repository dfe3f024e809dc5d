/**
 * The socket of one room: takes a ticket, joins by snapshot and sequence, asks for a resync on a gap, and comes back
 * by itself after anything but a missing room. Knows nothing of Vue; see useRoom.ts for that.
 */
import { ApiProblem } from "../api/client";
import type { RoomTicket } from "../api/types";
import { backoff } from "./backoff";
import {
  CLOSE_NO_ROOM,
  CLOSE_TICKET,
  type ClientFrame,
  type Danmaku,
  type RoomEvent,
  type Self,
  type ServerFrame,
} from "./protocol";
import { type RoomState, applyEvent, applyTick, fromHello, standing } from "./reducer";

export type Link = "joining" | "joined" | "away" | "missing";

export interface RoomListener {
  link(link: Link): void;
  state(state: RoomState): void;
  you(self: Self): void;
  /** `fresh` is true for the history that comes with a join: it replaces what was shown. */
  danmaku(items: Danmaku[], fresh: boolean): void;
  event(event: RoomEvent): void;
  /** The server took message `id`; the room knows it as `danmakuId`. */
  ack(id: string, danmakuId: string): void;
  refused(id: string | undefined, code: string, message: string): void;
  /** A frame that the server sent at this moment, in milliseconds since the epoch, has just come. */
  sentAt(at: number): void;
}

/** Watch time is counted from what they say, and never more than 30 s from one to the next. */
const PING_EVERY = 15_000;
const SILENCE_LIMIT = 45_000;

export class RoomConnection {
  #socket: WebSocket | null = null;
  #state: RoomState | null = null;
  #stopped = false;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #pulse: ReturnType<typeof setInterval> | undefined;
  #heardAt = 0;
  #resyncing = false;

  constructor(
    private readonly takeTicket: () => Promise<RoomTicket>,
    private readonly listener: RoomListener,
    /** Whether the picture plays here now. */
    private readonly watching: () => boolean = () => false,
  ) {}

  start(): void {
    document.addEventListener("visibilitychange", this.#wake);
    addEventListener("online", this.#wake);
    addEventListener("offline", this.#cut);
    void this.#open();
  }

  stop(): void {
    this.#stopped = true;
    document.removeEventListener("visibilitychange", this.#wake);
    removeEventListener("online", this.#wake);
    removeEventListener("offline", this.#cut);
    clearTimeout(this.#retry);
    this.#drop();
  }

  /** Joins anew with a new ticket, which says who one is: after a change of name. */
  rejoin(): void {
    if (this.#stopped || !this.#socket) return;
    this.#drop();
    void this.#open();
  }

  /** False when there is no open socket: the caller keeps what it wanted to send. */
  send(frame: ClientFrame): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** A page that comes back to the front must not wait out a long back-off, nor trust a socket that slept. */
  readonly #wake = (): void => {
    if (document.hidden || this.#stopped) return;
    if (!this.#socket) {
      clearTimeout(this.#retry);
      this.#attempt = 0;
      void this.#open();
    } else if (Date.now() - this.#heardAt > SILENCE_LIMIT) {
      this.#again();
    } else {
      this.ping();
    }
  };

  /** The device has lost its network: the socket would take words for a while yet, and nobody would hear them. */
  readonly #cut = (): void => {
    if (this.#socket) this.#again();
  };

  async #open(): Promise<void> {
    this.listener.link(this.#state ? "away" : "joining");
    let ticket: RoomTicket;
    try {
      ticket = await this.takeTicket();
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.status === 404) this.#missing();
      else this.#later();
      return;
    }
    if (this.#stopped || this.#socket) return;
    const url = new URL(ticket.path, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    this.#socket = socket;
    this.#heardAt = Date.now();
    socket.onmessage = (message: MessageEvent<string>) => {
      this.#heardAt = Date.now();
      this.#receive(JSON.parse(message.data) as ServerFrame);
    };
    socket.onclose = (event) => {
      if (this.#socket === socket) this.#closed(event.code);
    };
    this.#pulse = setInterval(() => this.#beat(), PING_EVERY);
  }

  #beat(): void {
    if (Date.now() - this.#heardAt > SILENCE_LIMIT) this.#again();
    else this.ping();
  }

  /** Says that the room is listened to, and whether the picture plays: also at the moment it begins to. */
  ping(): void {
    this.send(this.watching() ? { t: "ping", watching: true } : { t: "ping" });
  }

  #receive(frame: ServerFrame): void {
    switch (frame.t) {
      case "hello":
        this.#attempt = 0;
        this.#resyncing = false;
        this.#keep(fromHello(frame));
        this.listener.you(frame.you);
        this.listener.danmaku(frame.recent, true);
        this.listener.link("joined");
        break;
      case "ev":
        if (!this.#state || this.#resyncing) break;
        switch (standing(this.#state, frame)) {
          case "apply":
            this.#keep(applyEvent(this.#state, frame));
            this.listener.event(frame.e);
            break;
          case "resync":
            this.#resyncing = true;
            this.send({ t: "resync" });
            break;
          case "ignore":
        }
        break;
      case "tick":
        this.listener.sentAt(frame.at);
        if (this.#state) this.#keep(applyTick(this.#state, frame));
        if (frame.danmaku?.length) this.listener.danmaku(frame.danmaku, false);
        break;
      case "ack":
        this.listener.ack(frame.id, frame.danmaku_id);
        break;
      case "refused":
        this.listener.refused(frame.id, frame.code, frame.message);
        break;
      case "pong":
    }
  }

  #keep(state: RoomState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.listener.state(state);
  }

  #closed(code: number): void {
    this.#drop();
    if (this.#stopped) return;
    if (code === CLOSE_NO_ROOM) this.#missing();
    else if (code === CLOSE_TICKET && this.#attempt === 0) {
      this.#attempt = 1;
      void this.#open();
    } else this.#later();
  }

  #again(): void {
    this.#drop();
    this.#later();
  }

  #drop(): void {
    clearInterval(this.#pulse);
    const socket = this.#socket;
    this.#socket = null;
    this.#resyncing = false;
    socket?.close();
  }

  #later(): void {
    if (this.#stopped) return;
    this.listener.link(this.#state ? "away" : "joining");
    this.#retry = setTimeout(() => void this.#open(), backoff(this.#attempt));
    this.#attempt += 1;
  }

  #missing(): void {
    this.listener.link("missing");
  }
}
