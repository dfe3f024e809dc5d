// The programme's sound: a slow pad under sparse plucked notes, one chord a product.
// It is rendered three times over and the middle taken, so that echoes run across the seam.
import { LOOP, seeded } from "./set.js";

export const RATE = 48000;

// Six chords of eight seconds around F and D minor, and the pentatonic notes that suit each (MIDI).
const CHORDS = [
  { pad: [41, 53, 60, 64, 67], notes: [65, 69, 72, 74, 76, 81] },
  { pad: [40, 52, 55, 62, 67], notes: [64, 67, 72, 74, 79, 76] },
  { pad: [38, 50, 57, 60, 65], notes: [65, 69, 72, 74, 77, 81] },
  { pad: [43, 50, 57, 60, 65], notes: [67, 69, 72, 74, 79, 81] },
  { pad: [45, 52, 57, 60, 67], notes: [64, 69, 72, 76, 79, 81] },
  { pad: [36, 48, 55, 62, 65], notes: [65, 67, 72, 74, 77, 79] },
];
// When notes are plucked within a chord's eight seconds, and how strongly.
const PHRASES = [
  [[0.5, 0.9], [1.25, 0.5], [2, 0.7], [4.5, 0.8], [5, 0.45], [6.5, 0.6]],
  [[0.25, 0.8], [2.5, 0.6], [3.25, 0.5], [4, 0.85], [6, 0.5]],
  [[0.5, 0.85], [1, 0.5], [3, 0.7], [5.5, 0.8], [6.25, 0.4], [7, 0.5]],
];

const hertz = (midi) => 440 * 2 ** ((midi - 69) / 12);

function room(context) {
  const length = 3.6 * RATE;
  const impulse = context.createBuffer(2, length, RATE);
  for (let side = 0; side < 2; side += 1) {
    const next = seeded(101 + side);
    const data = impulse.getChannelData(side);
    let low = 0;
    for (let i = 0; i < length; i += 1) {
      const age = i / RATE;
      low += (next() * 2 - 1 - low) * Math.max(0.06, 0.55 * Math.exp(-age * 1.6)); // darkens as it fades
      data[i] = low * Math.exp(-age * 1.9) * Math.min(1, age / 0.012);
    }
  }
  const convolver = context.createConvolver();
  convolver.buffer = impulse;
  return convolver;
}

function pad(context, out, midi, at, strength) {
  const gain = context.createGain();
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(strength, at + 3);
  gain.gain.setValueAtTime(strength, at + 7);
  gain.gain.linearRampToValueAtTime(0, at + 11);
  const tone = context.createBiquadFilter();
  tone.type = "lowpass";
  tone.frequency.setValueAtTime(380, at);
  tone.frequency.linearRampToValueAtTime(900, at + 5);
  tone.frequency.linearRampToValueAtTime(360, at + 11);
  gain.connect(tone).connect(out);
  for (const [kind, cents, level] of [["triangle", -5, 0.5], ["triangle", 6, 0.5], ["sine", 0, 0.6]]) {
    const voice = context.createOscillator();
    const share = context.createGain();
    share.gain.value = level;
    voice.type = kind;
    voice.frequency.value = hertz(midi);
    voice.detune.value = cents;
    voice.connect(share).connect(gain);
    voice.start(at);
    voice.stop(at + 11.1);
  }
}

function pluck(context, out, midi, at, strength, side) {
  const place = context.createStereoPanner();
  place.pan.value = side;
  place.connect(out);
  const pitch = hertz(midi);
  for (let harmonic = 1; harmonic <= 6; harmonic += 1) {
    const voice = context.createOscillator();
    const gain = context.createGain();
    const level = (strength * 0.9) / harmonic ** 1.7;
    const length = 3.2 / (0.7 + 0.5 * harmonic);
    voice.frequency.value = pitch * harmonic * (1 + 0.0004 * harmonic * harmonic);
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(level, at + 0.006);
    gain.gain.setTargetAtTime(0, at + 0.006, length / 3);
    voice.connect(gain).connect(place);
    voice.start(at);
    voice.stop(at + length * 2.4);
  }
}

function compose(context, dry, wet, from) {
  const next = seeded(20);
  CHORDS.forEach((chord, i) => {
    const at = from + (LOOP / CHORDS.length) * i;
    chord.pad.forEach((midi, n) => pad(context, dry, midi, at, n === 0 ? 0.05 : 0.032));
    const phrase = PHRASES[i % PHRASES.length];
    phrase.forEach(([when, strength]) => {
      const midi = chord.notes[Math.floor(next() * chord.notes.length)];
      const late = 0.03 * next();
      pluck(context, wet, midi, at + when + late, strength * 0.1, next() * 1.1 - 0.55);
    });
  });
}

/** One loop of stereo sound as interleaved 16-bit samples, base64. */
export async function renderSound() {
  const context = new OfflineAudioContext(2, RATE * LOOP * 3, RATE);
  const master = context.createGain();
  master.connect(context.destination);
  const dry = context.createGain();
  const wet = context.createGain();
  const send = context.createGain();
  send.gain.value = 0.5;
  const reverb = room(context);
  dry.connect(master);
  wet.connect(master);
  dry.connect(send);
  wet.connect(send);
  send.connect(reverb).connect(master);
  for (let turn = 0; turn < 3; turn += 1) compose(context, dry, wet, turn * LOOP);
  const sound = await context.startRendering();
  const sides = [0, 1].map((side) => sound.getChannelData(side).subarray(RATE * LOOP, RATE * LOOP * 2));
  let peak = 0;
  for (const side of sides) for (const sample of side) peak = Math.max(peak, Math.abs(sample));
  const level = (10 ** (-12 / 20) / peak) * 32767; // -12 dBFS: a bed for a voice, not a performance
  const pcm = new Int16Array(RATE * LOOP * 2);
  for (let i = 0; i < RATE * LOOP; i += 1) {
    pcm[2 * i] = Math.round(sides[0][i] * level);
    pcm[2 * i + 1] = Math.round(sides[1][i] * level);
  }
  const bytes = new Uint8Array(pcm.buffer);
  let text = "";
  for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
  return btoa(text);
}
