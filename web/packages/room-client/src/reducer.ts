/**
 * The state of a room as a pure function of its frames.
 *
 * Invariant: after any run of frames without a gap, the snapshot here equals the one a fresh join would receive
 * (danmaku and the `order` event are ephemeral and not part of it).
 */
import type { Hello, ProductCard, RoomEvent, RoomSnapshot, SequencedEvent, Tick } from "./protocol";

export interface RoomState {
  epoch: string;
  seq: number;
  snapshot: RoomSnapshot;
}

export function fromHello(frame: Hello): RoomState {
  return { epoch: frame.epoch, seq: frame.seq, snapshot: frame.snapshot };
}

/** "apply" the next event, "ignore" one already seen, or "resync" after a gap or another epoch. */
export function standing(state: RoomState, frame: SequencedEvent): "apply" | "ignore" | "resync" {
  if (frame.epoch !== state.epoch) return "resync";
  if (frame.seq <= state.seq) return "ignore";
  return frame.seq === state.seq + 1 ? "apply" : "resync";
}

export function applyEvent(state: RoomState, frame: SequencedEvent): RoomState {
  return { ...state, seq: frame.seq, snapshot: reduce(state.snapshot, frame.e) };
}

export function applyTick(state: RoomState, tick: Tick): RoomState {
  if (tick.likes === undefined && tick.watching === undefined) return state;
  const { likes, watching } = state.snapshot;
  return {
    ...state,
    snapshot: { ...state.snapshot, likes: tick.likes ?? likes, watching: tick.watching ?? watching },
  };
}

export function reduce(snapshot: RoomSnapshot, event: RoomEvent): RoomSnapshot {
  switch (event.k) {
    case "pinned": {
      const others = snapshot.pins.filter((pin) => pin.product_id !== event.pin.product_id);
      return { ...snapshot, pins: [event.pin, ...others], products: withCard(snapshot.products, event.card) };
    }
    case "unpinned":
      return { ...snapshot, pins: snapshot.pins.filter((pin) => pin.product_id !== event.product_id) };
    case "stock":
      return {
        ...snapshot,
        products: snapshot.products.map((card) =>
          card.id === event.product_id
            ? {
                ...card,
                available: event.available,
                stock_version: event.version,
                variants: card.variants.map((variant) => ({
                  ...variant,
                  available: event.variants[variant.id] ?? variant.available,
                })),
              }
            : card,
        ),
      };
    case "product":
      // New in the tray, or changed.
      return { ...snapshot, products: withCard(snapshot.products, event.card) };
    case "products": {
      const ids = new Set(event.cards.map((card) => card.id));
      return {
        ...snapshot,
        products: event.cards,
        pins: snapshot.pins.filter((pin) => ids.has(pin.product_id)),
        explaining: snapshot.explaining && ids.has(snapshot.explaining.product_id) ? snapshot.explaining : null,
      };
    }
    case "explaining":
      return { ...snapshot, explaining: event.explaining };
    case "hidden":
      return { ...snapshot, hidden: event.hidden };
    case "announcement":
      return { ...snapshot, announcement: event.announcement };
    case "show":
      return {
        ...snapshot,
        show: {
          ...snapshot.show,
          state: event.state,
          title: event.title ?? snapshot.show.title,
          host_name: event.host_name ?? snapshot.show.host_name,
        },
      };
    case "playback":
      return { ...snapshot, playback: event.playback };
    case "deal": {
      const known = snapshot.deals.some((deal) => deal.id === event.deal.id);
      const deals = known
        ? snapshot.deals.map((deal) => (deal.id === event.deal.id ? event.deal : deal))
        : [...snapshot.deals, event.deal];
      return { ...snapshot, deals };
    }
    case "deal_over":
      return { ...snapshot, deals: snapshot.deals.filter((deal) => deal.id !== event.deal_id) };
    case "order":
      return snapshot;
    default:
      // A newer server may send kinds this page does not know yet.
      return snapshot;
  }
}

function withCard(cards: ProductCard[], card: ProductCard): ProductCard[] {
  return cards.some((other) => other.id === card.id)
    ? cards.map((other) => (other.id === card.id ? card : other))
    : [...cards, card];
}
