/**
 * Every frame of the room's socket.
 *
 * Generated from the server's own definitions by `make api`; do not edit.
 *
 * Times are integer milliseconds since 1970 (UTC), money is integer minor units.
 */

/** The version of the protocol that these types are of. */
export const PROTOCOL = 1;

/** Codes with which the server closes a socket. */
export const CLOSE = { slow_down: 1008, restarting: 1012, later: 1013, ticket: 4401, no_room: 4404, version: 4406, too_slow: 4408 } as const;

/** What one visitor may do; see the server's answers for the rest. */
export const LIMITS = { frame_bytes: 4096, text_characters: 200, say_at_once: 5, likes_per_frame: 30 } as const;

export type Role = "staff" | "viewer";

export type ShowState = "closed" | "on_air" | "ready";

/** An amount in minor units of `currency` (ISO 4217). */
export interface Money {
  amount: number;
  currency: string;
}

/** The show that the room belongs to. */
export interface ShowInfo {
  id: string;
  slug: string;
  title: string;
  host_name: string;
  state: ShowState;
}

/** Where the picture is, when there is one. */
export interface Playback {
  state: "live" | "offline";
  hls_url: string | null;
  whep_url: string | null;
}

/** What is bought: one value of each option of its product, in their order. */
export interface VariantCard {
  id: string;
  values: string[];
  price: Money;
  available: number;
  compare_at: Money | null;
  picture_url: string | null;
}

/**
 * A product as the tray shows it; `price` is the lowest of its variants.
 *
 * `stock_version` orders what is said about `available`: higher is newer, 0 is unknown and loses
 * against every known version. It must grow with each change of the product's stock. What
 * `is_archived` is not sold any more.
 */
export interface ProductCard {
  id: string;
  title: string;
  description: string;
  price: Money;
  compare_at: Money | null;
  compare_basis: string;
  picture_url: string | null;
  available: number;
  stock_version: number;
  options: string[];
  variants: VariantCard[];
  limit_per_buyer: number | null;
  return_class: string;
  compare_kind: string;
  is_archived: boolean;
}

/**
 * A flash deal: its price holds from `starts_at` to `ends_at` by the server's clock.
 *
 * `variant_id` is null when it is for all variants of the product. `compare_at` is what may be
 * struck through, by variant, in minor units. `version` orders what is said about a deal.
 */
export interface Deal {
  id: string;
  product_id: string;
  variant_id: string | null;
  price: Money;
  compare_at: Record<string, number>;
  total: number;
  left: number;
  buyer_limit: number | null;
  announced_at: number;
  starts_at: number;
  ends_at: number;
  version: number;
}

/** A product held up by the host since `pinned_at`. */
export interface Pin {
  product_id: string;
  pinned_at: number;
}

/** The product that the host explains since `since`. */
export interface Explaining {
  product_id: string;
  since: number;
}

/** A line of talk that the crew holds up for all, since `pinned_at`; `id` is the line's. */
export interface Announcement {
  id: string;
  name: string;
  text: string;
  role: Role;
  pinned_at: number;
}

/**
 * All that a newcomer needs; pins are newest first, products in the order of the tray.
 *
 * `deals` are those that are counted down or running, in the order they were announced. `hidden`
 * names the lines of talk that nobody is to see, the latest of them; oldest first.
 */
export interface RoomSnapshot {
  show: ShowInfo;
  playback: Playback;
  products: ProductCard[];
  pins: Pin[];
  likes: number;
  watching: number;
  deals: Deal[];
  explaining: Explaining | null;
  hidden: string[];
  announcement: Announcement | null;
}

/** A product is held up; its card comes along and replaces what was known of it. */
export interface Pinned {
  k: "pinned";
  pin: Pin;
  card: ProductCard;
}

/** A product is put back. */
export interface Unpinned {
  k: "unpinned";
  product_id: string;
}

/** The host explains another product, or (null) none any more. */
export interface ExplainingChanged {
  k: "explaining";
  explaining: Explaining | null;
}

/** These lines of talk are hidden now, and no others: one was hidden, or brought back. */
export interface HiddenChanged {
  k: "hidden";
  hidden: string[];
}

/** Another line is held up for all, or (null) none any more. */
export interface AnnouncementChanged {
  k: "announcement";
  announcement: Announcement | null;
}

/**
 * `available` pieces are left; `version` as `ProductCard.stock_version`.
 *
 * `variants` tells the same for each variant.
 */
export interface Stock {
  k: "stock";
  product_id: string;
  available: number;
  version: number;
  variants: Record<string, number>;
}

/** A product is new in the tray (then it comes last) or has changed. */
export interface ProductChanged {
  k: "product";
  card: ProductCard;
}

/** The whole tray, in order; what is no longer in it is neither pinned nor explained. */
export interface ProductsChanged {
  k: "products";
  cards: ProductCard[];
}

/** The show went on air or ended, or is called otherwise; what is left out stays. */
export interface ShowChanged {
  k: "show";
  state: ShowState;
  title?: string;
  host_name?: string;
}

/** The picture came, went or moved. */
export interface PlaybackChanged {
  k: "playback";
  playback: Playback;
}

/** A deal was announced, or has changed; it replaces what was known of it. */
export interface DealChanged {
  k: "deal";
  deal: Deal;
}

/** A deal is over. */
export interface DealOver {
  k: "deal_over";
  deal_id: string;
}

/** Somebody bought; `buyer` is masked by whoever publishes this. Changes no state. */
export interface OrderPaid {
  k: "order";
  buyer: string;
  product_id: string;
  quantity: number;
}

/** A line of talk that flies over the picture. */
export interface Danmaku {
  id: string;
  viewer_id: string;
  name: string;
  text: string;
  at: number;
  role: Role;
}

/** Whom the server takes the client for. */
export interface You {
  id: string;
  name: string;
  role: Role;
}

/** The start of a conversation, and the answer to `Resync`: the whole truth at `seq`. */
export interface Hello {
  t: "hello";
  epoch: string;
  seq: number;
  you: You;
  snapshot: RoomSnapshot;
  recent: Danmaku[];
}

/** Event number `seq` of `epoch`; a client that misses a number sends `Resync`. */
export interface SequencedEvent {
  t: "ev";
  epoch: string;
  seq: number;
  e: RoomEvent;
}

/** What happened lately and may be missed; absent keys have not changed. */
export interface Tick {
  t: "tick";
  at: number;
  danmaku?: Danmaku[];
  likes?: number;
  watching?: number;
}

/**
 * The danmaku that the client calls `id` was taken; the room calls it `danmaku_id`.
 *
 * The sender shows it from here on; the room may leave it out of its ticks (see `danmaku`).
 */
export interface Ack {
  t: "ack";
  id: string;
  danmaku_id: string;
}

/** The danmaku `id` was not taken; `message` is in the language of the ticket. */
export interface Refused {
  t: "refused";
  code: string;
  message: string;
  id?: string;
}

/** The answer to `Ping`. */
export interface Pong {
  t: "pong";
}

/** Say `text`; `id` is the client's own name for it, returned in the answer. */
export interface Say {
  t: "danmaku";
  id: string;
  text: string;
}

/** `n` likes since the last frame. */
export interface Like {
  t: "like";
  n: number;
}

/**
 * Ask whether the room still listens; scripts cannot send WebSocket pings.
 *
 * `watching`: the picture plays before the visitor's eyes. Said every 10 to 20 s, it is what watch
 * time is counted from.
 */
export interface Ping {
  t: "ping";
  watching?: boolean;
}

/** Ask for a fresh `Hello`, after a gap. */
export interface Resync {
  t: "resync";
}

export type RoomEvent =
  | Pinned
  | Unpinned
  | ExplainingChanged
  | HiddenChanged
  | AnnouncementChanged
  | Stock
  | ProductChanged
  | ProductsChanged
  | ShowChanged
  | PlaybackChanged
  | DealChanged
  | DealOver
  | OrderPaid;

export type ServerFrame =
  | Hello
  | SequencedEvent
  | Tick
  | Ack
  | Refused
  | Pong;

export type ClientFrame =
  | Say
  | Like
  | Ping
  | Resync;
