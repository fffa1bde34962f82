/** What a channel tells its owner. */
export interface ChannelHandlers {
  /** One message without its line end. The bytes belong to the receiver and are never reused. */
  line(bytes: Uint8Array): void;
  /** A line longer than the limit ended; `length` is how many bytes it had, `start` a few of its first. */
  oversize(length: number, start: Uint8Array): void;
  /** Nothing more will come. `rest` is the number of bytes behind the last line end, thrown away. Called exactly once. */
  end(rest: number): void;
  /** The queue is empty again after `send` returned false. */
  drain(): void;
  /** The other side takes nothing any more; later sends are dropped. At most once. */
  broken(): void;
}

/** One end of a connection that carries one message a line. A port: `@ostiary/transport-stdio` fits it. */
export interface Channel {
  start(handlers: ChannelHandlers): void;
  /** Queues the pieces as one line and adds LF. False when more than the high-water mark is queued. */
  send(pieces: readonly Uint8Array[]): boolean;
  /** Bytes queued here that the operating system has not taken. */
  readonly queued: number;
  pause(): void;
  resume(): void;
  /** Sends what is queued, then closes this side's writing end. */
  end(): Promise<void>;
}
