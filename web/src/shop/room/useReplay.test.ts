import { beforeEach, describe, expect, it, vi } from "vitest";
import { effectScope, ref } from "vue";
import { loadReplay } from "../replay/replay";
import type { Stage } from "./useLiveRoom";
import { useReplay } from "./useReplay";

vi.mock("../replay/replay", () => ({ loadReplay: vi.fn() }));

describe("the replay of a show that ends before one's eyes", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.mocked(loadReplay).mockReset().mockResolvedValue(null);
  });

  const leaveAfterTheEnd = async (leave: (scope: { stop: () => void }) => Promise<void>): Promise<void> => {
    const stage = ref<Stage | null>("live");
    const scope = effectScope();
    scope.run(() => useReplay("autumn", stage));
    stage.value = "closed";
    await leave(scope);
  };

  it("is asked for again until the page is left", async () => {
    await leaveAfterTheEnd(async (scope) => {
      await vi.advanceTimersByTimeAsync(13_000);
      expect(loadReplay).toHaveBeenCalledTimes(3);
      scope.stop();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(loadReplay).toHaveBeenCalledTimes(3);
    });
  });

  it("is asked for no more when the page is left while an answer is on its way", async () => {
    let answer: (replay: null) => void = () => undefined;
    vi.mocked(loadReplay).mockReturnValue(new Promise((resolve) => (answer = resolve)));
    await leaveAfterTheEnd(async (scope) => {
      await vi.advanceTimersByTimeAsync(0);
      scope.stop();
      answer(null);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(loadReplay).toHaveBeenCalledTimes(1);
    });
  });
});
