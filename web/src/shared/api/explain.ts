import { translate } from "../i18n";
import { ApiProblem } from "./problem";

/** A sentence for the user about anything that was thrown by an API call. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiProblem)) return translate("problem.unknown", { code: String(error) });
  if (error.message) return error.message;
  if (error.code === "network") return translate("problem.network");
  if (error.status >= 500) return translate("problem.server");
  return translate("problem.unknown", { code: error.code });
}
