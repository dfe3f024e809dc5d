/** What is wrong with one field of a request; `field` is its dotted path ("contact.phone"). */
export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

/**
 * A refused request, from an RFC 9457 `application/problem+json` answer.
 *
 * `code` is stable and meant for decisions; `message` is a sentence in the user's language. `status` is 0 and `code`
 * is "network" when no answer came at all.
 */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly errors: readonly FieldProblem[] = [],
    /** Further members of the problem, such as `available` of "orders.sold_out". */
    readonly params: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }

  /** The message for a field, if the server named one. */
  forField(field: string): string | undefined {
    return this.errors.find((error) => error.field === field)?.message;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text = (value: unknown): string => (typeof value === "string" ? value : "");

function fieldProblems(value: unknown): FieldProblem[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((item) => ({
    field: text(item["field"]),
    code: text(item["code"]),
    message: text(item["message"]),
  }));
}

/** Reads the answer to a refused request; a body that is no problem document gives an empty message. */
export async function problemFrom(response: Response): Promise<ApiProblem> {
  let body: unknown = null;
  try {
    body = await response.json();
  } catch {
    // An HTML page of a proxy, or nothing at all: the status has to do.
  }
  if (!isRecord(body)) return new ApiProblem(response.status, `http.${response.status}`, "");
  return new ApiProblem(
    response.status,
    text(body["code"]) || `http.${response.status}`,
    text(body["detail"]) || text(body["title"]),
    fieldProblems(body["errors"]),
    body,
  );
}
