import type { Annotations } from '@ostiary/core-engine';

/** What the server has said of its tools. A claim can only make an outcome stricter, so one that was made once stands. */
export interface Claims {
  of(tool: string): Annotations | undefined;
  learn(tool: string, annotations: Annotations): void;
}

/** Characters of names that are kept. A server that claims more of its own tools than this is not listened to further. */
const mostText = 1024 * 1024;

export function createClaims(): Claims {
  const claims = new Map<string, Annotations>();
  let text = 0;
  return {
    of: (tool) => claims.get(tool),
    learn(tool, annotations) {
      const known = claims.get(tool);
      if (known === undefined) {
        if (text + tool.length > mostText) return;
        text += tool.length;
      }
      claims.set(tool, { ...known, ...annotations });
    },
  };
}
