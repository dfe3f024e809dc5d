/** Why a broadcast could not begin or broke off. */
export type WhipReason =
  /** The browser cannot encode H.264. */
  | "no_h264"
  /** Nothing answers at the address, or the browser forbids to ask (mixed content). */
  | "unreachable"
  /** The page is https and the media address is not: browsers forbid it. */
  | "mixed"
  /** The server said no; `code` and `message` say why. */
  | "refused"
  /** The server is full or not ready; trying later may help. */
  | "busy"
  /** Everything was agreed but no connection came about: a firewall between the two. */
  | "no_route";

export class WhipProblem extends Error {
  override readonly name = "WhipProblem";

  constructor(
    readonly reason: WhipReason,
    readonly status = 0,
    /** The server's own code, such as "media.bad_stream_key", and its params. */
    readonly code = "",
    message = "",
    readonly params: Readonly<Record<string, unknown>> = {},
    /** Seconds after which the server wants to be asked again. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }

  /** Whether to go on trying once a broadcast has run. */
  get mayPass(): boolean {
    // 409: the server still believes in the connection that was lost.
    return ["unreachable", "busy", "no_route"].includes(this.reason) || this.status === 409 || this.code === "media.already_publishing";
  }
}

/** Reads a refusal: RFC 9457 when it is one, else its status alone. */
export async function problemOf(response: Response): Promise<WhipProblem> {
  const body: unknown = await response.json().catch(() => null);
  const fields = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string) => (typeof fields[name] === "string" ? fields[name] : "");
  const busy = response.status === 503 || response.status === 429 || response.status === 502 || response.status === 504;
  const after = Number(response.headers.get("Retry-After") ?? Number.NaN);
  const params = typeof fields["params"] === "object" && fields["params"] !== null ? (fields["params"] as Record<string, unknown>) : fields;
  return new WhipProblem(
    busy ? "busy" : "refused",
    response.status,
    text("code"),
    text("detail") || text("title"),
    params,
    Number.isFinite(after) ? after : null,
  );
}
