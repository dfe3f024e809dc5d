/**
 * HLS by Media Source Extensions: low-latency where the playlist offers it, MPEG-TS too. Never gives up by itself:
 * while it lives it waits for the playlist, recovers from errors, and moves back to the live edge after a stall.
 *
 * `liveSyncDurationCount` must stay unset: it overrides the PART-HOLD-BACK of low-latency playlists and costs two
 * seconds of delay.
 */
import type Hls from "hls.js";
import type { ErrorData, ManifestLoadedData } from "hls.js";
import { Climb } from "./climb";
import { type HlsModule, loadFullHls, loadHls } from "./hlsModule";
import { StallWatch } from "./stall";
import type { Engine, EngineHost, Protocol, Quality } from "./types";
import { soundBeside } from "./variants";

const RETRY = 1000;
/**
 * Target durations behind live from which the picture jumps to the live edge: playing faster would take minutes. Must
 * be above the three that players without low latency stay behind.
 */
const MOST_BEHIND = 5;
/** Assumed until measured, in bits per second: begin with the source, as most lines bear it. */
const FIRST_ESTIMATE = 6_000_000;

export class HlsEngine implements Engine {
  #hls: Hls | null = null;
  #load = loadHls;
  #destroyed = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #mediaErrors = 0;
  #lowLatency = false;
  /** The playlist has ended: there is nothing to see until it goes on, or another takes its place. */
  #over = false;
  #soundUrl: string | null;
  /** Whether the playlist in play is the one with sound only. */
  #silentPicture = false;
  /** What can be chosen; until the pictures are known, at least to have one again. */
  #qualities: Quality[] = ["auto", "source", "sound"];
  readonly #watch: StallWatch;
  readonly #climb = new Climb();

  constructor(
    private readonly host: EngineHost,
    private readonly url: string,
    private quality: Quality,
  ) {
    this.#soundUrl = soundBeside(url);
    this.#watch = new StallWatch(host.video, () => this.#stalled());
    host.video.addEventListener("ended", this.#ended);
    host.video.addEventListener("waiting", this.#waiting);
    void this.#open();
  }

  get protocol(): Protocol {
    return this.#lowLatency ? "ll_hls" : "hls";
  }

  async #open(): Promise<void> {
    let module: HlsModule;
    try {
      module = await this.#load();
    } catch {
      this.#later();
      return;
    }
    if (this.#destroyed) return;
    const hls = new module.default({
      lowLatencyMode: true,
      backBufferLength: 10,
      maxLiveSyncPlaybackRate: 1.1,
      liveDurationInfinity: true,
      capLevelToPlayerSize: true,
      abrEwmaDefaultEstimate: FIRST_ESTIMATE,
      testBandwidth: false,
      enableWorker: true,
    });
    // Set here, as hls.js takes it at the start only together with `liveSyncDurationCount`.
    hls.config.liveMaxLatencyDurationCount = MOST_BEHIND;
    this.#hls = hls;
    hls.on(module.Events.ERROR, (_name, data) => this.#failed(module, data));
    hls.on(module.Events.FRAG_BUFFERED, () => (this.#mediaErrors = 0));
    hls.on(module.Events.MANIFEST_LOADED, (_name, data) => this.#known(data));
    hls.on(module.Events.MANIFEST_PARSED, () => this.#apply());
    hls.on(module.Events.LEVEL_LOADED, (_name, data) => {
      this.#lowLatency = (data.details.partList?.length ?? 0) > 0;
      if (this.#over) this.#lookAgain(data.details.live);
      this.#mayClimb(hls);
    });
    this.#silentPicture = this.quality === "sound" && this.#soundUrl !== null;
    hls.loadSource(this.#silentPicture && this.#soundUrl ? this.#soundUrl : this.url);
    if (!this.#over) hls.attachMedia(this.host.video);
  }

  readonly #waiting = (): void => this.#climb.stalled(performance.now());

  /** Lets hls.js choose among the pictures as at the start. Playlists come several times a second. */
  #mayClimb(hls: Hls): void {
    const { autoLevelEnabled, currentLevel, levels } = hls;
    const top = hls.maxAutoLevel;
    const small = autoLevelEnabled && currentLevel >= 0 && currentLevel < top && levels.length > 1;
    if (this.#climb.due(small, performance.now())) hls.bandwidthEstimate = FIRST_ESTIMATE;
  }

  readonly #ended = (): void => {
    this.#over = true;
    this.#later();
  };

  /** What has ended once is not shown again, as it would be from its beginning. */
  #lookAgain(live: boolean): void {
    if (!live) {
      this.#later();
      return;
    }
    this.#over = false;
    this.#hls?.attachMedia(this.host.video);
  }

  #known(data: ManifestLoadedData): void {
    if (this.#silentPicture) {
      this.host.qualities(this.#qualities);
      return;
    }
    if (this.#load === loadHls && data.audioTracks.some((track) => track.url)) {
      this.#load = loadFullHls;
      this.#again();
      return;
    }
    const pictures = data.levels.filter((level) => level.videoCodec ?? level.height).length;
    const sound = data.levels.find((level) => !level.videoCodec && !level.height && level.audioCodec);
    if (pictures > 0 && sound) this.#soundUrl = sound.url;
    const list: Quality[] = ["auto", "source"];
    if (pictures > 1) list.push("low");
    if (this.#soundUrl) list.push("sound");
    this.#qualities = list;
    this.host.qualities(list);
  }

  #apply(): void {
    const hls = this.#hls;
    if (!hls || this.#silentPicture) return;
    const last = hls.levels.length - 1;
    const level = this.quality === "source" ? last : this.quality === "low" ? 0 : -1;
    if (hls.nextLevel !== level) hls.nextLevel = level;
    if (level < 0) hls.autoLevelCapping = -1;
  }

  choose(quality: Quality): void {
    if (quality === this.quality) return;
    const turned = (quality === "sound") !== (this.quality === "sound");
    this.quality = quality;
    if (turned) this.#again();
    else this.#apply();
  }

  #failed(module: HlsModule, data: ErrorData): void {
    if (!data.fatal) return;
    if (data.type === module.ErrorTypes.MEDIA_ERROR && this.#mediaErrors < 2) {
      this.#mediaErrors += 1;
      this.host.losing();
      this.#hls?.recoverMediaError();
      return;
    }
    if (this.#silentPicture && data.response?.code === 404) {
      // A stream without sound has no playlist of it.
      this.#soundUrl = null;
      this.quality = "auto";
    }
    this.#later();
  }

  #stalled(): void {
    const edge = this.#hls?.liveSyncPosition;
    if (edge && edge > this.host.video.currentTime + 0.5) this.host.video.currentTime = edge;
    else if (this.#hls) this.#later();
  }

  #drop(): void {
    clearTimeout(this.#retry);
    if (!this.#hls) return;
    this.host.losing();
    this.#hls.destroy();
    this.#hls = null;
  }

  #again(): void {
    this.#drop();
    void this.#open();
  }

  /** Begins anew: the playlist may not be there yet, or no longer be the same. */
  #later(): void {
    this.#drop();
    if (!this.#destroyed) this.#retry = setTimeout(() => void this.#open(), RETRY);
  }

  latency(): number | null {
    const latency = this.#hls?.latency;
    return latency && latency > 0 ? latency : null;
  }

  bitrate(): number | null {
    const hls = this.#hls;
    if (!hls) return null;
    const level = hls.levels[hls.currentLevel];
    const rate = level ? level.realBitrate || level.bitrate : 0;
    return rate > 0 ? Math.round(rate / 1000) : null;
  }

  programTime(): Date | null {
    return this.#hls?.playingDate ?? null;
  }

  toLiveEdge(): void {
    const edge = this.#hls?.liveSyncPosition;
    const { video } = this.host;
    if (edge && Math.abs(edge - video.currentTime) > 1) video.currentTime = edge;
  }

  destroy(): void {
    this.#destroyed = true;
    this.#watch.stop();
    this.host.video.removeEventListener("ended", this.#ended);
    this.host.video.removeEventListener("waiting", this.#waiting);
    this.#drop();
  }
}
