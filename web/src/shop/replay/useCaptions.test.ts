// @vitest-environment happy-dom
import { captionsLanguage, captionsOn, chooseCaptions } from "@shared/player/choice";
import { beforeEach, describe, expect, it } from "vitest";
import { effectScope, nextTick, ref, shallowRef } from "vue";
import { useCaptions } from "./useCaptions";

const TRACKS = ["en", "zh-TW"].map((language) => ({ url: language, language, label: language }));

class Track extends EventTarget {
  readonly kind = "captions";
  mode: TextTrackMode = "disabled";
  activeCues: { text: string }[] = [];
  constructor(readonly language: string) {
    super();
  }
  /** The moment of these captions comes. */
  say(...texts: string[]): void {
    this.activeCues = texts.map((text) => ({ text }));
    this.dispatchEvent(new Event("cuechange"));
  }
}

/** A picture with two tracks, whose browser does as it is told. */
function stage(reader = "zh-TW") {
  const tracks = TRACKS.map((track) => new Track(track.language));
  const textTracks = Object.assign(new EventTarget(), { [Symbol.iterator]: () => tracks[Symbol.iterator]() });
  const element = Object.assign(new EventTarget(), { textTracks, paused: false, currentTime: 0 });
  const video = shallowRef(element as unknown as HTMLVideoElement);
  const away = ref(false);
  const scope = effectScope();
  const captions = scope.run(() => useCaptions({ video, tracks: () => TRACKS, reader: () => reader, away: () => away.value }));
  if (!captions) throw new Error("no captions");
  const modes = () => tracks.map((track) => track.mode);
  const systemShows = (index: number) => {
    const track = tracks[index];
    if (track) track.mode = "showing";
    textTracks.dispatchEvent(new Event("change"));
  };
  return { tracks, captions, away, modes, systemShows, leave: () => scope.stop() };
}

describe("captions of a replay", () => {
  beforeEach(() => {
    localStorage.clear();
    captionsOn.value = null;
    captionsLanguage.value = null;
  });

  it("are off, and left to the browser, while nobody has asked for any", async () => {
    const { captions, modes } = stage();
    await nextTick();
    expect(captions.language.value).toBe("");
    expect(modes()).toEqual(["disabled", "disabled"]);
  });

  it("are on in the language that the system turned on, drawn by the page", async () => {
    const { captions, modes, systemShows } = stage();
    systemShows(0);
    await nextTick();
    expect(captions.language.value).toBe("en");
    expect(modes()).toEqual(["hidden", "disabled"]);
    expect(localStorage.getItem("kaibo.player.captions_on")).toBeNull();
    expect(localStorage.getItem("kaibo.player.captions_language")).toBeNull();
  });

  it("stay off when they were turned off here, whatever the system says", async () => {
    chooseCaptions("");
    const { captions, systemShows } = stage();
    systemShows(0);
    await nextTick();
    expect(captions.language.value).toBe("");
  });

  it("are switched on in the reader's language, off again, and remembered", async () => {
    const { captions, modes } = stage();
    captions.toggle();
    await nextTick();
    expect(captions.language.value).toBe("zh-TW");
    expect(modes()).toEqual(["disabled", "hidden"]);
    expect(localStorage.getItem("kaibo.player.captions_on")).toBe("true");
    expect(localStorage.getItem("kaibo.player.captions_language")).toBe('"zh-TW"');
    captions.toggle();
    await nextTick();
    expect(modes()).toEqual(["disabled", "disabled"]);
    expect(localStorage.getItem("kaibo.player.captions_on")).toBe("false");
    expect(localStorage.getItem("kaibo.player.captions_language")).toBe('"zh-TW"');
  });

  it("come back in the language that was on before", async () => {
    const { captions, systemShows } = stage("zh-TW");
    systemShows(0);
    const twice = async () => {
      captions.toggle();
      await nextTick();
      expect(captions.language.value).toBe("");
      captions.toggle();
      await nextTick();
      return captions.language.value;
    };
    expect(await twice()).toBe("en");
    chooseCaptions("zh-TW");
    expect(await twice()).toBe("zh-TW");
    chooseCaptions("en");
    chooseCaptions("");
    captions.toggle();
    expect(captions.language.value).toBe("en");
  });

  it("keep a chosen language that this show lacks for the next one", async () => {
    chooseCaptions("zh-CN");
    const { captions } = stage("en");
    expect(captions.language.value).toBe("zh-TW");
    captions.toggle();
    captions.toggle();
    await nextTick();
    expect(captions.language.value).toBe("zh-TW");
    expect(captionsLanguage.value).toBe("zh-CN");
  });

  it("are switched on in the first language where the reader's is not there", async () => {
    const { captions } = stage("fr");
    captions.toggle();
    await nextTick();
    expect(captions.language.value).toBe("en");
  });

  it("say what is said, in the chosen language alone", async () => {
    chooseCaptions("en");
    const { captions, tracks, leave } = stage();
    await nextTick();
    tracks[0]?.say("Good evening", "everybody");
    expect(captions.cues.value.map((cue) => cue.text)).toEqual(["Good evening", "everybody"]);
    chooseCaptions("zh-TW");
    await nextTick();
    tracks[0]?.say("Tea");
    expect(captions.cues.value).toEqual([]);
    tracks[1]?.say("茶");
    expect(captions.cues.value.map((cue) => cue.text)).toEqual(["茶"]);
    leave();
    tracks[1]?.say("杯");
    expect(captions.cues.value.map((cue) => cue.text)).toEqual(["茶"]);
  });

  it("are drawn by the browser while the picture is in a window of its own", async () => {
    chooseCaptions("en");
    const { away, modes } = stage();
    await nextTick();
    expect(modes()).toEqual(["hidden", "disabled"]);
    away.value = true;
    await nextTick();
    expect(modes()).toEqual(["showing", "disabled"]);
  });
});
