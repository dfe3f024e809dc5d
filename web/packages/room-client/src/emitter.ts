/** Listeners by kind. One that throws does not keep the others from hearing. */
export class Emitter<Events> {
  readonly #listeners: { [K in keyof Events]?: Set<(value: Events[K]) => void> } = {};

  /** Calls `listener` from now on; call what is returned to stop that. */
  on<K extends keyof Events>(kind: K, listener: (value: Events[K]) => void): () => void {
    const listeners = (this.#listeners[kind] ??= new Set());
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  emit<K extends keyof Events>(kind: K, value: Events[K]): void {
    for (const listener of [...(this.#listeners[kind] ?? [])]) {
      try {
        listener(value);
      } catch (error) {
        // Where the page's own errors go.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
