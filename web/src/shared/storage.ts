/** Local storage that never throws: private windows and full disks just forget. */

export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`kaibo.${key}`, JSON.stringify(value));
  } catch {
    // Nothing to do: the choice lives as long as the page.
  }
}

/** The remembered value, or null when there is none, it is unreadable, or `check` turns it down. */
export function recall<T>(key: string, check: (value: unknown) => value is T): T | null {
  try {
    const text = localStorage.getItem(`kaibo.${key}`);
    if (text === null) return null;
    const value: unknown = JSON.parse(text);
    return check(value) ? value : null;
  } catch {
    return null;
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(`kaibo.${key}`);
  } catch {
    // See remember().
  }
}

export const isText = (value: unknown): value is string => typeof value === "string";
export const isFlag = (value: unknown): value is boolean => typeof value === "boolean";
