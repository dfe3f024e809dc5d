import type { Show } from "@shared/api/types";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { saveShow } from "./saveShow";
import { emptyShow } from "./showForm";

interface Sent {
  method: string;
  path: string;
  body: { product_ids?: string[] };
}
// The client takes hold of fetch() when it is loaded.
const server = vi.hoisted(() => {
  const found = { sent: [] as Sent[], products: [] as string[] };
  vi.stubGlobal("fetch", async (request: Request) => {
    const body = (await request.json()) as Sent["body"];
    found.sent.push({ method: request.method, path: new URL(request.url).pathname, body });
    found.products = body.product_ids ?? found.products;
    return Response.json({ id: "s1", slug: "autumn", product_ids: found.products });
  });
  return found;
});
const headers = { "Idempotency-Key": "one" };
const made = { id: "s1", slug: "autumn", product_ids: ["tea"] } as Show;

beforeEach(() => {
  server.sent = [];
  server.products = made.product_ids;
});

describe("saving a show", () => {
  it("sends a new one whole", async () => {
    await saveShow({ ...emptyShow(), title: "Tea", slug: "autumn", product_ids: ["tea"] }, { show: null, made: null, from: null, headers });
    expect(server.sent.map(({ method, path }) => [method, path])).toEqual([["POST", "/api/v1/shows"]]);
    expect(server.sent[0]?.body).toMatchObject({ title: "Tea", slug: "autumn", product_ids: ["tea"] });
  });

  it("sends products that were changed after its cover was refused, and not when they stayed", async () => {
    const before = { show: null, made, from: null, headers };
    const saved = await saveShow({ ...emptyShow(), title: "Tea", product_ids: ["cup", "tea"] }, before);
    expect(saved.product_ids).toEqual(["cup", "tea"]);
    expect(server.sent.map(({ method, path }) => [method, path])).toEqual([
      ["PATCH", "/api/v1/shows/s1"],
      ["PUT", "/api/v1/shows/s1/products"],
    ]);
    server.sent = [];
    await saveShow({ ...emptyShow(), title: "Tea", product_ids: ["cup", "tea"] }, before);
    expect(server.sent.map(({ method }) => method)).toEqual(["PATCH"]);
  });

  it("leaves the tray of a show alone that is changed by itself", async () => {
    await saveShow({ ...emptyShow(), title: "Tea", product_ids: [] }, { show: made, made: null, from: null, headers });
    expect(server.sent.map(({ method }) => method)).toEqual(["PATCH"]);
  });
});
