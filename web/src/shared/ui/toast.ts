import { shallowRef } from "vue";

export interface Toast {
  id: number;
  text: string;
  kind: "plain" | "good" | "warn" | "bad";
  action?: Offer;
  /** A cross that takes the message away, for what would stand there long. */
  refuse?: Offer;
}

interface Offer {
  label: string;
  run: () => void;
}

export const toasts = shallowRef<readonly Toast[]>([]);
let last = 0;

/**
 * Shows a short message; errors stay longer. With an action (such as undo) it stays long enough to reach it.
 * The same text twice does not stack. `for` is how long, in milliseconds.
 */
export function toast(text: string, options: Partial<Pick<Toast, "kind" | "action" | "refuse">> & { for?: number } = {}): () => void {
  const id = (last += 1);
  const kind = options.kind ?? "plain";
  const { action, refuse } = options;
  toasts.value = [...toasts.value.filter((item) => item.text !== text), { id, text, ...(action && { action }), ...(refuse && { refuse }), kind }].slice(-3);
  const close = () => {
    toasts.value = toasts.value.filter((item) => item.id !== id);
  };
  setTimeout(close, options.for ?? (options.action ? 8000 : kind === "bad" || kind === "warn" ? 6000 : 3500));
  return close;
}
