/** Bounds on one message. Being over one is a refusal that names it. Lengths are bytes. */
export interface Limits {
  /** One line without its end. */
  readonly line: number;
  /** One string as written, without its quotes. Not applied to what a server answers. */
  readonly string: number;
  /** A tool's or prompt's name, a resource's URI, a method, a key of the envelope or of `params`. */
  readonly name: number;
  /** Arrays and objects inside each other, the envelope counted. */
  readonly depth: number;
  /** Keys of all objects of one message together; of what a server answers, those of the envelope and of the objects in it. */
  readonly keys: number;
  /** A request id that is a string. */
  readonly id: number;
}

const KiB = 1024;
const MiB = 1024 * KiB;

export const defaultLimits: Limits = Object.freeze({
  line: 32 * MiB,
  string: 8 * MiB,
  name: 4 * KiB,
  depth: 128,
  keys: 100_000,
  id: 16 * KiB,
});
