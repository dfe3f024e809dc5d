/** Keeps the device awake and the page open while something is being sent. */

let lock: WakeLockSentinel | null = null;
let wanted = false;

async function take(): Promise<void> {
  if (!wanted || document.hidden || !("wakeLock" in navigator)) return;
  // Refused when the battery is low: nothing to do about it.
  lock = await navigator.wakeLock.request("screen").catch(() => null);
}

/** Browsers take the lock away whenever the page is hidden, so it is taken anew when it is back. */
const back = () => void take();

export function holdAwake(hold: boolean): void {
  wanted = hold;
  if (hold) {
    document.addEventListener("visibilitychange", back);
    void take();
  } else {
    document.removeEventListener("visibilitychange", back);
    void lock?.release().catch(() => undefined);
    lock = null;
  }
}

let onLeave: (() => void) | null = null;
const ask = (event: BeforeUnloadEvent) => event.preventDefault();
const gone = () => onLeave?.();

/** The browser asks before the page goes; `leave` is called when it goes all the same. */
export function warnBeforeLeaving(warn: boolean, leave: () => void): void {
  onLeave = warn ? leave : null;
  const listen = warn ? addEventListener : removeEventListener;
  listen("beforeunload", ask);
  listen("pagehide", gone);
}
