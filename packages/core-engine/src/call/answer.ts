import type { Response } from '../wire/message.js';

/** How a forwarded request ended: what the other side answered, or why it did not. */
export type Answer =
  | { readonly kind: 'response'; readonly response: Response }
  /** The answer came and was not a message. */
  | { readonly kind: 'malformed' }
  | { readonly kind: 'timeout' }
  /** Withdrawn by the one who asked, who therefore gets no answer. */
  | { readonly kind: 'cancelled' }
  /** `isUnsent`: not one byte of the request had left. */
  | { readonly kind: 'upstream_gone'; readonly isUnsent?: true };
