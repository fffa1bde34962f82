/** Other text for a part of a text. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
