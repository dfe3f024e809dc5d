import { ApiProblem } from "@shared/api/problem";
import { toast } from "@shared/ui";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { effectScope } from "vue";
import { LIMIT_BYTES, changeCaptions } from "./captions";
import { useCaptionFiles } from "./useCaptionFiles";

vi.mock("vue-i18n", async (real) => ({ ...(await real<object>()), useI18n: () => ({ t: (key: string) => key }) }));
vi.mock("@shared/ui", () => ({ toast: vi.fn() }));
vi.mock("./captions", async (real) => ({ ...(await real<object>()), changeCaptions: vi.fn() }));

const file = (size = 10) => ({ name: "tea.vtt", size }) as File;
const reload = vi.fn(() => Promise.resolve());

function files() {
  const scope = effectScope();
  const made = scope.run(() => useCaptionFiles("shw_1", reload));
  if (!made) throw new Error("no files");
  return { ...made, leave: () => scope.stop() };
}
const refusal = new ApiProblem(422, "captions.bad_time", "On line 3 …");
/** The next change is under way until it is refused. */
function held(): (refusal: Error) => void {
  let refuse: (refusal: Error) => void = () => undefined;
  vi.mocked(changeCaptions).mockReturnValueOnce(new Promise((_, reject) => (refuse = reject)));
  return (refusal) => refuse(refusal);
}
const undo = () => vi.mocked(toast).mock.lastCall?.[1]?.action?.run();

describe("the captions of a replay", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.mocked(changeCaptions).mockReset().mockResolvedValue();
    vi.mocked(toast).mockReset();
    reload.mockClear();
  });
  afterEach(() => vi.useRealTimers());

  it("are removed when there is no way back any more, and not before", async () => {
    const { remove, leaving } = files();
    remove("en");
    expect(leaving.has("en")).toBe(true);
    await vi.advanceTimersByTimeAsync(7000);
    expect(changeCaptions).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2000);
    expect(changeCaptions).toHaveBeenCalledExactlyOnceWith("shw_1", "en", null);
    expect(reload).toHaveBeenCalledOnce();
    expect(leaving.has("en")).toBe(false);
  });

  it("stay when the removal is undone", async () => {
    const { remove, leaving } = files();
    remove("en");
    undo();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(changeCaptions).not.toHaveBeenCalled();
    expect(leaving.has("en")).toBe(false);
  });

  it("are removed when the page is left before the way back is over", () => {
    const { remove, leave } = files();
    remove("zh-TW");
    leave();
    expect(changeCaptions).toHaveBeenCalledExactlyOnceWith("shw_1", "zh-TW", null);
  });

  it("that replace what was to be removed are not removed themselves", async () => {
    const { remove, send, leaving } = files();
    remove("en");
    await send("en", file());
    await vi.advanceTimersByTimeAsync(60_000);
    expect(vi.mocked(changeCaptions).mock.calls).toEqual([["shw_1", "en", file()]]);
    expect(leaving.has("en")).toBe(false);
  });

  it("that were to be removed go after the way back, not when a file in their place is refused", async () => {
    const { remove, send, leaving } = files();
    remove("en");
    await vi.advanceTimersByTimeAsync(2000);
    vi.mocked(changeCaptions).mockRejectedValueOnce(refusal);
    await send("en", file());
    await vi.advanceTimersByTimeAsync(5000);
    expect(vi.mocked(changeCaptions).mock.calls).toEqual([["shw_1", "en", file()]]);
    expect(leaving.has("en")).toBe(true);
    await vi.advanceTimersByTimeAsync(4000);
    expect(vi.mocked(changeCaptions).mock.calls.slice(1)).toEqual([["shw_1", "en", null]]);
    expect(leaving.has("en")).toBe(false);
  });

  it("stay when the removal is undone after a file in their place was refused", async () => {
    const { remove, send } = files();
    remove("en");
    vi.mocked(changeCaptions).mockRejectedValueOnce(refusal);
    await send("en", file());
    undo();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(changeCaptions).toHaveBeenCalledOnce();
  });

  it("stay when the removal is undone while a file in their place is on its way, and that is refused", async () => {
    const { remove, send, leaving } = files();
    remove("en");
    const refuse = held();
    const sent = send("en", file());
    undo();
    refuse(refusal);
    await sent;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(changeCaptions).toHaveBeenCalledOnce();
    expect(leaving.has("en")).toBe(false);
  });

  it("that were to be removed are, when the page is left while a file that is refused is on its way", async () => {
    const { remove, send, leave } = files();
    remove("en");
    const refuse = held();
    const sent = send("en", file());
    leave();
    refuse(refusal);
    await sent;
    expect(vi.mocked(changeCaptions).mock.calls.slice(1)).toEqual([["shw_1", "en", null]]);
  });

  it("are changed one after the other in a language, and side by side in several", async () => {
    const { remove, send, busy } = files();
    const refuse = held();
    const sent = send("en", file());
    await send("zh-TW", file());
    expect([...busy]).toEqual(["en"]);
    await send("en", file());
    expect(changeCaptions).toHaveBeenCalledTimes(2);
    refuse(refusal);
    await sent;
    expect(busy.size).toBe(0);

    remove("en");
    const keep = held();
    await vi.advanceTimersByTimeAsync(9000);
    expect([...busy]).toEqual(["en"]);
    await send("en", file());
    expect(vi.mocked(changeCaptions).mock.calls.slice(2)).toEqual([["shw_1", "en", null]]);
    keep(refusal);
    await vi.advanceTimersByTimeAsync(0);
    expect(busy.size).toBe(0);
  });

  it("are refused with the server's sentence, beside their language", async () => {
    const { send, problems } = files();
    vi.mocked(changeCaptions).mockRejectedValueOnce(refusal);
    await send("en", file());
    expect([...problems]).toEqual([["en", "On line 3 …"]]);
    await send("en", file());
    expect(problems.size).toBe(0);
  });

  it("are not sent when they are larger than may be", async () => {
    const { send, problems } = files();
    await send("en", file(LIMIT_BYTES + 1));
    expect(changeCaptions).not.toHaveBeenCalled();
    expect(problems.get("en")).toBe("captions.too_large");
  });
});
