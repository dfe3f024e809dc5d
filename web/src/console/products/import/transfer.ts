/** Sheets of products: sending one, taking one, and how an import stands. */
import { problemFrom } from "@shared/api/problem";
import type { ProductImport } from "@shared/api/types";
import { currentLanguage } from "@shared/i18n";
import { saveFile } from "../../lib/saveFile";

export type SheetFormat = "xlsx" | "csv";

/** Larger files the server refuses. */
export const LIMIT_BYTES = 20 * 1024 * 1024;
export const ACCEPT = ".xlsx,.csv,.tsv,.txt";

export const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** Sends a file to be checked. Throws {@link ApiProblem}. */
export async function sendSheet(file: File): Promise<ProductImport> {
  const query = new URLSearchParams({ name: file.name.slice(-200), zone: zone() });
  const answer = await fetch(`/api/v1/products/imports?${query}`, {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream", "X-Kaibo-Client": "web", "Accept-Language": currentLanguage() },
    body: file,
  });
  if (!answer.ok) throw await problemFrom(answer);
  return (await answer.json()) as ProductImport;
}

/** Fetches a sheet in the page's language, which a plain link would not ask for, and saves it. */
export async function saveSheet(path: string, query: Record<string, string>): Promise<void> {
  const answer = await fetch(`/api/v1/products/${path}?${new URLSearchParams(query)}`, { headers: { "Accept-Language": currentLanguage() } });
  if (!answer.ok) throw await problemFrom(answer);
  const named = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "");
  saveFile(await answer.blob(), named?.[1] ?? "products");
}

/** Whether something of it will change without anybody's doing. */
export const isMoving = (one: ProductImport): boolean => one.state === "checking" || one.state === "running";
