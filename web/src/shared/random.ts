/**
 * A random id of 128 bits as 32 hex digits.
 *
 * `crypto.randomUUID` is missing outside secure contexts, and Kaibo must run over plain HTTP on a local network;
 * `getRandomValues` is there everywhere.
 */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
