/** Where to go after signing in: only to a page of the console itself. */
export function afterSignIn(next: unknown): string {
  return typeof next === "string" && /^\/(?!\/)/.test(next) && !next.includes("\\") ? next : "/";
}
