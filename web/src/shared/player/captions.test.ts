import { describe, expect, it } from "vitest";

import { captionsShown, followCaptions, linesOf } from "./captions";

const track = (language: string) => ({ url: `/captions/${language}.vtt`, language, label: language });
const all = ["en", "zh-CN", "zh-TW"].map(track);

describe("the captions shown", () => {
  it("are none until somebody chooses some, whatever the reader's language", () => {
    expect(captionsShown(all, null, "zh-TW")).toBe("");
    expect(captionsShown(all, "", "zh-TW")).toBe("");
  });

  it("are in the language that was chosen, also when the page is in another", () => {
    expect(captionsShown(all, "zh-CN", "en")).toBe("zh-CN");
  });

  it("are in the other script, then in the reader's language, where the chosen one is not there", () => {
    expect(captionsShown([track("en"), track("zh-TW")], "zh-CN", "en")).toBe("zh-TW");
    expect(captionsShown([track("en")], "zh-CN", "en")).toBe("en");
    expect(captionsShown([track("zh-TW")], "en", "zh-TW")).toBe("zh-TW");
  });

  it("are none where there are none that the reader asked for", () => {
    expect(captionsShown([track("zh-TW")], "en", "en")).toBe("");
    expect(captionsShown([], "en", "en")).toBe("");
  });
});

describe("the tracks of a picture", () => {
  const video = () => {
    const textTracks = [
      { kind: "metadata", language: "", mode: "hidden" },
      { kind: "captions", language: "en", mode: "showing" },
      { kind: "captions", language: "zh-TW", mode: "disabled" },
    ];
    return { textTracks } as unknown as HTMLVideoElement;
  };
  const modes = (element: HTMLVideoElement) => Array.from(element.textTracks, (each) => each.mode);

  it("are fetched in one language, for the page to draw, and others' are left alone", () => {
    const element = video();
    expect(followCaptions(element, "zh-TW", false)?.language).toBe("zh-TW");
    expect(modes(element)).toEqual(["hidden", "disabled", "hidden"]);
  });

  it("are drawn by the browser where there is no page", () => {
    const element = video();
    followCaptions(element, "zh-TW", true);
    expect(modes(element)).toEqual(["hidden", "disabled", "showing"]);
  });

  it("are all off when none is shown", () => {
    const element = video();
    expect(followCaptions(element, "", false)).toBeNull();
    expect(modes(element)).toEqual(["hidden", "disabled", "disabled"]);
  });
});

describe("the lines of the moment", () => {
  const cue = (startTime: number, endTime: number, text: string) => ({ startTime, endTime, text });
  const cues = [cue(0, 2, "Good evening"), cue(1, 3, "Tea"), cue(3, 4, "Cups")];
  const texts = (video: object, track: object) => linesOf(video as HTMLVideoElement, track as TextTrack).map((line) => line.text);

  it("are what the browser says while the picture moves", () => {
    expect(texts({ paused: false, currentTime: 3.5 }, { cues, activeCues: [cues[2]] })).toEqual(["Cups"]);
    expect(texts({ paused: false, currentTime: 1 }, { cues, activeCues: [] })).toEqual([]);
  });

  it("are there for a picture that stands still, too", () => {
    expect(texts({ paused: true, currentTime: 1 }, { cues, activeCues: [] })).toEqual(["Good evening", "Tea"]);
    expect(texts({ paused: true, currentTime: 4 }, { cues, activeCues: [] })).toEqual([]);
    expect(texts({ paused: true, currentTime: 1 }, { cues: null, activeCues: null })).toEqual([]);
  });
});
