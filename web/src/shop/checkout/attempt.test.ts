import { ApiProblem } from "@shared/api/client";
import { describe, expect, it } from "vitest";
import { Attempt } from "./attempt";

describe("an attempt to order", () => {
  it("keeps its key while the request is the same and the outcome unknown", () => {
    const attempt = new Attempt();
    const key = attempt.key({ quantity: 1 });
    attempt.failed(new ApiProblem(0, "network", ""));
    attempt.failed(new ApiProblem(503, "http.503", ""));
    expect(attempt.key({ quantity: 1 })).toBe(key);
  });

  it("takes a new key for a changed request and after a refusal", () => {
    const attempt = new Attempt();
    const key = attempt.key({ quantity: 1 });
    const changed = attempt.key({ quantity: 2 });
    expect(changed).not.toBe(key);
    attempt.failed(new ApiProblem(409, "orders.sold_out", ""));
    expect(attempt.key({ quantity: 2 })).not.toBe(changed);
  });
});
