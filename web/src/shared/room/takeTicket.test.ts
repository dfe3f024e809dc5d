// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem } from "../api/problem";
import { takeTicket } from "./takeTicket";

const { post } = vi.hoisted(() => ({ post: vi.fn() }));
vi.mock("../api/client", async () => ({
  ApiProblem: (await import("../api/problem")).ApiProblem,
  api: { POST: post },
  unwrap: (answer: Promise<unknown>) => answer,
}));

const never = new AbortController().signal;
const unknown = new ApiProblem(401, "unauthenticated", "");

describe("taking a ticket", () => {
  beforeEach(() => {
    post.mockReset();
  });

  it("comes anew, once, when the server knows nobody by the old session", async () => {
    const anew = vi.fn(() => Promise.resolve());
    post.mockRejectedValueOnce(unknown).mockResolvedValueOnce({ path: "/ws" });
    await expect(takeTicket("tea", { anew }, never)).resolves.toEqual({ path: "/ws" });
    expect(anew).toHaveBeenCalledOnce();
    post.mockRejectedValue(unknown);
    await expect(takeTicket("tea", { anew }, never)).rejects.toBe(unknown);
    expect(anew).toHaveBeenCalledTimes(2);
  });

  it("stays who it is after any other refusal", async () => {
    const anew = vi.fn(() => Promise.resolve());
    const missing = new ApiProblem(404, "not_found", "");
    post.mockRejectedValue(missing);
    await expect(takeTicket("tea", { anew }, never)).rejects.toBe(missing);
    expect(anew).not.toHaveBeenCalled();
  });

  it("leaves it to whoever has no way to come anew", async () => {
    post.mockRejectedValue(unknown);
    await expect(takeTicket("tea", { role: "staff" }, never)).rejects.toBe(unknown);
    expect(post).toHaveBeenCalledOnce();
  });
});
