import { ApiProblem, api, idempotent, unwrap } from "@shared/api/client";
import { explain } from "@shared/api/explain";
import type { Money, Order, OrderRequest, ProductCard, VariantCard } from "@shared/api/types";
import { money, times } from "@shared/format";
import { currentLanguage } from "@shared/i18n";
import { toast } from "@shared/ui";
import { computed, nextTick, reactive, ref, shallowRef, watch } from "vue";
import { useI18n } from "vue-i18n";
import { useRouter } from "vue-router";
import { useOffers } from "../offer/useOffers";
import { ensureViewer } from "../viewer";
import { type FormFaults, cleaned, faultsOf, guessCountry } from "./address";
import { Attempt, isSameWish } from "./attempt";
import { goToPayment } from "./payment";
import { type Remedy, type SentLine, remedyOf } from "./refusal";
import { keepForm, recallForm } from "./remembered";

export interface Wanted {
  card: ProductCard;
  variant: VariantCard;
  quantity: number;
}

export interface Intent {
  show: string;
  currency: string;
  wanted: () => readonly Wanted[];
  /** Changes how many of a variant are wanted. */
  setQuantity: (variantId: string, quantity: number) => void;
  fromCart: boolean;
}

/** A press this soon after the price rose, or the pieces became fewer, was meant for what stood there before; milliseconds. */
const TOO_SOON = 1200;

/** The state of one checkout: the form outlives every refusal. */
export function useCheckout(intent: Intent) {
  const { t } = useI18n();
  const router = useRouter();
  const offers = useOffers();
  const form = reactive(recallForm(guessCountry(intent.currency, currentLanguage())));
  const writes = ref(false);
  const keep = ref(true);
  const consent = ref(false);
  const mustConsent = ref(false);
  const busy = ref(false);
  const trouble = ref("");
  /** The buyer's order that holds what a limit refuses. */
  const holder = shallowRef<Order | null>(null);
  const touched = reactive(new Set<string>());
  const told = reactive<FormFaults>({});
  /** Prices that the server told in a refusal, by variant; they hold until the room tells others. */
  const toldPrices = reactive(new Map<string, number>());
  const blocked = reactive(new Set<string>());
  const attempt = new Attempt<OrderRequest>();
  /** An order was sent, and its answer was lost: it may stand. */
  const isUnknown = ref(false);
  let changedAt = 0;
  let isPlaced = false;
  /** What is said of a line that left the checkout. */
  let goneText = "";
  let dealsKnown = offers.known();
  /** The order as it was sent, and its lines. */
  const asked = shallowRef<{ body: OrderRequest; lines: readonly SentLine[] } | null>(null);

  /** The order as the buyer wrote it; what must be agreed to follows from its lines. */
  function written(lines: OrderRequest["lines"]): OrderRequest {
    const wanted = cleaned(form);
    const contact = { ...wanted.contact, email: wanted.contact.email || null };
    return { show: intent.show, lines, ...wanted, contact, accepts_no_return: false, from_cart: intent.fromCart };
  }

  /** What may have been ordered is still what the buyer wants, and the next press asks for the same. */
  const isAgain = computed(() => {
    if (!isUnknown.value || !asked.value) return false;
    return isSameWish(asked.value.body, written(intent.wanted().map(({ variant, quantity }) => ({ variant_id: variant.id, quantity, unit_price: 0 }))));
  });

  const lines = computed(() =>
    intent.wanted().map((line) => {
      const offer = offers.due(line.card, line.variant);
      // What is asked for again goes as it was sent, so that is its price here, too.
      const again = isAgain.value ? asked.value?.lines.find((each) => each.variantId === line.variant.id) : undefined;
      const amount = again?.price ?? toldPrices.get(line.variant.id);
      const price: Money = amount === undefined ? offer.price : { amount, currency: offer.price.currency };
      return {
        ...line,
        offer,
        price,
        // At a told price the deal does not bound the number any more.
        most: Math.max(1, amount === undefined ? offer.most : Math.min(99, line.variant.available)),
        soldOut: line.variant.available <= 0 || blocked.has(line.variant.id),
      };
    }),
  );
  const total = computed<Money>(() => ({
    amount: lines.value.reduce((sum, line) => sum + times(line.price, line.quantity).amount, 0),
    currency: intent.currency,
  }));
  // What may have been ordered can be asked for again, though its pieces are taken.
  const soldOut = computed(() => !isUnknown.value && (lines.value.length === 0 || lines.value.some((line) => line.soldOut)));
  /** What must be agreed to: the strictest of the lines. */
  const returnRule = computed(() => {
    const classes = lines.value.map((line) => line.card.return_class);
    if (classes.includes("excluded")) return "excluded";
    return classes.includes("conditional") || mustConsent.value ? "conditional" : null;
  });

  watch(
    () => intent.wanted().map(({ card, variant }) => `${variant.id} ${offers.due(card, variant).price.amount}`),
    (now, before) => {
      // What the room says is newer than what an order was told.
      for (const entry of now) if (!before.includes(entry)) toldPrices.delete(entry.split(" ")[0] ?? "");
    },
  );
  watch(
    () => intent.wanted().map(({ variant }) => variant.available).join(" "),
    // Stock that moved may have come back.
    () => blocked.clear(),
  );
  const standing = computed(() =>
    lines.value.map((line) => ({
      id: line.variant.id,
      title: line.card.title,
      price: line.price.amount,
      most: line.most,
      quantity: line.quantity,
    })),
  );
  /** Says what changed, unless something else is being said. */
  const say = (text: string) => (trouble.value ||= text);
  /** What stood there when it was last compared. */
  let before = standing.value;
  watch([standing, busy, isUnknown], ([now, isBusy]) => {
    // The order's own pieces are taken too: what was sent stays until it is answered, and that is no news once it stands.
    if (isPlaced || isBusy || isUnknown.value) return;
    const known = before;
    before = now;
    const fewer = now.filter((line) => line.quantity > line.most);
    for (const line of fewer) intent.setQuantity(line.id, line.most);
    // A page that was opened at the checkout learns the deals last: that is no change of price.
    const compares = dealsKnown;
    dealsKnown = offers.known();
    if (fewer.length > 0) changedAt = Date.now();
    for (const line of fewer) say(t("checkout.now_fewer", { n: line.most }));
    if (!compares) return;
    const [gone] = known.filter((old) => !now.some((line) => line.id === old.id));
    const prices = now.map((line) => ({ now: line.price, before: known.find((old) => old.id === line.id)?.price ?? line.price }));
    if (gone || prices.some((price) => price.before < price.now)) changedAt = Date.now();
    if (now.length > known.length && trouble.value === goneText) trouble.value = "";
    if (gone) say((goneText = t("checkout.line_gone", { title: gone.title })));
    if (prices.some((price) => price.before !== price.now)) say(t("checkout.price_now_differs"));
  });

  watch(isAgain, (isSame) => {
    if (isSame || !isUnknown.value) return;
    // What the buyer changed by hand is a new order, at the prices of now.
    const rose = lines.value.some((line) => asked.value?.lines.some((old) => old.variantId === line.variant.id && old.price < line.price.amount));
    const text = t("checkout.price_now_differs");
    if (!rose) return;
    changedAt = Date.now();
    if (!trouble.value.endsWith(text)) trouble.value = [trouble.value, text].filter(Boolean).join(" ");
  });

  /** The message to show at a field now, if any. */
  function fault(path: string, label: string): string | undefined {
    if (told[path]) return told[path];
    const key = touched.has(path) ? faultsOf(form)[path] : undefined;
    return key ? t(key, { field: label }) : undefined;
  }
  const consentMissing = computed(() => touched.has("consent") && returnRule.value !== null && !consent.value);

  function touch(path: string): void {
    touched.add(path);
    Reflect.deleteProperty(told, path);
  }

  async function focusFirstFault(): Promise<void> {
    await nextTick();
    document.querySelector<HTMLElement>("[data-checkout] [aria-invalid=true]")?.focus();
  }

  function putRight(remedy: Remedy): void {
    const price = money({ amount: remedy.price, currency: intent.currency });
    trouble.value = t(`checkout.refused_${remedy.text}`, { n: remedy.n, limit: remedy.limit, price });
    for (const id of remedy.variantIds) {
      const line = lines.value.find((each) => each.variant.id === id);
      if (remedy.newPrice !== null) toldPrices.set(id, remedy.newPrice);
      else if (remedy.text === "deal_limit" && line) toldPrices.set(id, line.variant.price.amount);
      if (remedy.newQuantity !== null) intent.setQuantity(id, remedy.newQuantity);
      if (remedy.blocked) blocked.add(id);
    }
  }

  /** Finds the newest order of this buyer that holds one of these products. */
  async function findHolder(productIds: ReadonlySet<string>): Promise<void> {
    try {
      const mine = await unwrap(api.GET("/api/v1/orders/mine", { params: { query: { limit: 50 } } }));
      const holds = (order: Order) => order.state !== "cancelled" && order.lines.some((line) => productIds.has(line.product_id));
      holder.value = mine.items.find(holds) ?? null;
    } catch {
      // The refusal stands without it.
    }
  }

  function refused(error: unknown): void {
    isUnknown.value = attempt.failed(error);
    trouble.value = explain(error);
    if (!(error instanceof ApiProblem)) return;
    for (const item of error.errors) told[item.field] = item.message;
    if (error.code === "orders.limit_reached") void findHolder(new Set(lines.value.map((line) => line.card.id)));
    const remedy = remedyOf(error, asked.value?.lines ?? []);
    if (remedy) putRight(remedy);
    if (error.code === "orders.not_returnable") {
      mustConsent.value = true;
      touched.add("consent");
    }
    void focusFirstFault();
  }

  const sent = () =>
    lines.value.map((line) => ({
      variantId: line.variant.id,
      productId: line.card.id,
      quantity: line.quantity,
      price: line.price.amount,
    }));

  async function submit(): Promise<void> {
    if (Date.now() - changedAt < TOO_SOON) return;
    const faults = faultsOf(form);
    for (const path of [...Object.keys(faults), "consent"]) touched.add(path);
    if (Object.keys(faults).length > 0 || consentMissing.value) {
      trouble.value = "";
      await focusFirstFault();
      return;
    }
    busy.value = true;
    isPlaced = false;
    trouble.value = "";
    holder.value = null;
    try {
      const order = await place();
      isPlaced = true;
      isUnknown.value = false;
      keepForm(cleaned(form), keep.value);
      await pay(order);
    } catch (error) {
      refused(error);
    } finally {
      busy.value = false;
    }
  }

  async function place(): Promise<Order> {
    // Before anything is waited for: what is sent is what stood there when it was pressed.
    const now = sent();
    const asLines = now.map((line) => ({ variant_id: line.variantId, quantity: line.quantity, unit_price: line.price }));
    const next: OrderRequest = { ...written(asLines), accepts_no_return: returnRule.value !== null && consent.value };
    await ensureViewer();
    const isSame = (before: OrderRequest) => (isUnknown.value ? isSameWish(before, next) : JSON.stringify(before) === JSON.stringify(next));
    const { key, body } = attempt.ask(next, isSame);
    if (body === next) asked.value = { body, lines: now };
    return unwrap(api.POST("/api/v1/orders", { body, headers: idempotent(key) }));
  }

  /** The order stands even when the payment page cannot be opened now; its own page offers to pay again. */
  async function pay(order: Order): Promise<void> {
    try {
      await goToPayment(order.id);
    } catch (error) {
      toast(explain(error), { kind: "warn" });
      await router.push({ name: "order", params: { order: order.id } });
    }
  }

  // The form stands without it: an address is a wish, not a need.
  void ensureViewer()
    .then(() => unwrap(api.GET("/api/v1/viewers/me/account")))
    .then(
      (account) => {
        writes.value = account.mail !== "none";
        form.contact.email ||= account.email ?? "";
      },
      () => undefined,
    );

  return { form, writes, lines, keep, consent, consentMissing, returnRule, busy, trouble, holder, total, soldOut, fault, touch, submit };
}
