/** HLS by the browser itself: Apple devices, and old players without Media Source Extensions. */
import { StallWatch } from "./stall";
import type { Engine, EngineHost, Quality } from "./types";
import { addressOf, qualitiesOf } from "./variants";

const RETRY = 1000;

export class NativeEngine implements Engine {
  readonly protocol = "native";
  #retry: ReturnType<typeof setTimeout> | undefined;
  #destroyed = false;
  readonly #watch: StallWatch;

  constructor(
    private readonly host: EngineHost,
    private readonly url: string,
    private quality: Quality,
    /** For players that stumble over the tags of low latency. */
    private readonly plain: boolean,
  ) {
    this.#watch = new StallWatch(host.video, this.#later);
    host.video.addEventListener("error", this.#later);
    host.video.src = this.#address;
    void this.#look();
  }

  get #address(): string {
    return addressOf(this.url, this.quality, this.plain);
  }

  async #look(): Promise<void> {
    try {
      const answer = await fetch(this.url);
      const list = qualitiesOf(answer.ok ? await answer.text() : "");
      if (!this.#destroyed) this.host.qualities(list);
    } catch {
      // Another origin may not let us look; it plays all the same.
    }
  }

  readonly #later = (): void => {
    clearTimeout(this.#retry);
    if (this.quality === "sound" && this.host.video.error) this.quality = "auto";
    this.#retry = setTimeout(() => this.#again(), RETRY);
  };

  #again(): void {
    this.host.losing();
    this.host.video.src = this.#address;
    this.host.video.load();
    void this.host.video.play().catch(() => undefined);
  }

  choose(quality: Quality): void {
    const before = this.#address;
    this.quality = quality;
    if (this.#address !== before) this.#again();
  }

  latency(): number | null {
    const { seekable, currentTime } = this.host.video;
    return seekable.length > 0 ? seekable.end(seekable.length - 1) - currentTime : null;
  }

  bitrate(): number | null {
    return null;
  }

  programTime(): Date | null {
    const video = this.host.video as HTMLVideoElement & { getStartDate?: () => Date };
    const start = video.getStartDate?.().getTime() ?? Number.NaN;
    return Number.isNaN(start) ? null : new Date(start + video.currentTime * 1000);
  }

  toLiveEdge(): void {
    const { seekable } = this.host.video;
    if (seekable.length > 0) this.host.video.currentTime = seekable.end(seekable.length - 1) - 1;
  }

  destroy(): void {
    this.#destroyed = true;
    this.#watch.stop();
    clearTimeout(this.#retry);
    this.host.losing();
    this.host.video.removeEventListener("error", this.#later);
    this.host.video.removeAttribute("src");
    this.host.video.load();
  }
}
