/**
 * What a viewer does here, told to the shop in batches: a product shown, opened, put into the cart, taken to the
 * checkout, the show shared. What is lost is lost: nothing waits for it, and nothing is shown of it.
 */
import { api, settle } from "@shared/api/client";

export type ActKind = "shown" | "opened" | "carted" | "checkout" | "shared";
interface Act {
  kind: ActKind;
  product_id: string;
}

/** Milliseconds in which acts gather, and the most of one report. */
const GATHER = 4000;
const MOST = 50;

let show = "";
const waiting: Act[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
/** A card counts as shown once a visit; how often it slid past says nothing. */
const shown = new Set<string>();

function send(): void {
  clearTimeout(timer);
  timer = undefined;
  if (!show || waiting.length === 0) return;
  const acts = waiting.splice(0, MOST);
  // Kept alive, because the last acts are told while the page goes.
  void settle(api.POST("/api/v1/shows/{show}/acts", { params: { path: { show } }, body: { acts }, keepalive: true })).catch(() => undefined);
}

/** From now on acts are of this show. */
export function actsOf(next: string): void {
  if (next === show) return;
  send();
  show = next;
  shown.clear();
}

export function act(kind: ActKind, product = ""): void {
  if (kind === "shown") {
    if (shown.has(product)) return;
    shown.add(product);
  }
  waiting.push({ kind, product_id: product });
  if (waiting.length >= MOST) send();
  else timer ??= setTimeout(send, GATHER);
}

/** The sheet before a viewer, with its product; a checkout without one is the cart's. */
export interface Place {
  view: string | null;
  product: string | null;
}

/**
 * Coming to a product is opening it, by its sheet or by *Buy* on a card, which leads to the checkout at once; what is
 * between that product's sheet and its checkout is not opened again.
 */
export function cameTo(now: Place, before: Place | null): void {
  const at = ({ view, product }: Place) => (view === "product" || view === "checkout" ? product : null);
  const opened = at(now);
  if (opened && (!before || at(before) !== opened)) act("opened", opened);
  if (now.view === "checkout") act("checkout", now.product ?? "");
}

document.addEventListener("visibilitychange", () => document.hidden && send());
