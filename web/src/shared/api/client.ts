/**
 * The HTTP client of all entries, typed by the generated schema.
 *
 *     const show = await unwrap(api.GET("/api/v1/shows/{show}/public", { params: { path: { show: slug } } }));
 *
 * Every refusal becomes an {@link ApiProblem}. Cookies carry the session; the header X-Kaibo-Client marks requests as
 * coming from our own pages (cookie-authenticated unsafe methods are refused without it).
 */
import createClient, { type Middleware } from "openapi-fetch";
import { randomId } from "../random";
import { inviteFor } from "./invite";
import { ApiProblem, problemFrom } from "./problem";
import type { paths } from "./schema";

export { ApiProblem, type FieldProblem } from "./problem";

let language = "en";

/** Server texts (problem details, refusals) come in this language. */
export function setApiLanguage(tag: string): void {
  language = tag;
}

const ownHeaders: Middleware = {
  onRequest({ request }) {
    request.headers.set("X-Kaibo-Client", "web");
    request.headers.set("Accept-Language", language);
    const invite = inviteFor(request.url);
    if (invite !== null) request.headers.set("X-Kaibo-Invite", invite);
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) throw await problemFrom(response);
    return undefined;
  },
  onError({ error }) {
    // fetch() itself failed: no network, or the server is away.
    return error instanceof ApiProblem ? error : new ApiProblem(0, "network", "");
  },
};

export const api = createClient<paths>({ baseUrl: location.origin });
api.use(ownHeaders);

/** The body of a successful answer. Throws {@link ApiProblem}. */
export async function unwrap<T>(answer: Promise<{ data?: T }>): Promise<NonNullable<T>> {
  const { data } = await answer;
  if (data === undefined || data === null) throw new ApiProblem(0, "http.empty", "");
  return data;
}

/** For answers without a body (204). Throws {@link ApiProblem}. */
export async function settle(answer: Promise<unknown>): Promise<void> {
  await answer;
}

/**
 * The header that makes repeating a POST safe. Keep one key for all tries of one act, and take a new key when the act
 * changes (another quantity, another address).
 */
export function idempotent(key: string = randomId()): { "Idempotency-Key": string } {
  return { "Idempotency-Key": key };
}
