/** How loud a stream is, for a meter: peak in decibels below full scale, -60 for silence. */
export interface Meter {
  level: () => number;
  close: () => void;
}

export const SILENCE = -60;

/** Decibels of the loudest of some samples (-1 … 1). */
export function peakOf(samples: Iterable<number>): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak > 0 ? Math.max(SILENCE, 20 * Math.log10(peak)) : SILENCE;
}

/** Decibels as a part of the meter's length, 0 … 1. */
export const partOf = (level: number): number => Math.min(1, Math.max(0, (level - SILENCE) / -SILENCE));

export function openMeter(stream: MediaStream): Meter | null {
  if (stream.getAudioTracks().length === 0) return null;
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 2048;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  void context.resume();
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples);
      return peakOf(samples);
    },
    close: () => {
      if (context.state !== "closed") void context.close();
    },
  };
}
