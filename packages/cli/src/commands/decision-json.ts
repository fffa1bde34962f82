import { type Decision, writeAmount } from '@ostiary/core-engine';

type Redaction = NonNullable<NonNullable<Decision['obligations']>['redact']>[number];

/** A decision as JSON holds it: amounts as decimal text, redactions as they are written. */
export function decisionAsJson({ obligations, reservations, shadow, unsure, ...decision }: Decision): object {
  const { redact = [], marks = [], approval } = obligations ?? {};
  return {
    ...decision,
    obligations: { redact: redact.map(writeRedaction), marks, ...(approval && { approval }) },
    reservations: (reservations ?? []).map(({ key, amount }) => ({ ...key, amount: writeAmount(amount) })),
    shadow: shadow ?? [],
    unsure: unsure ?? [],
  };
}

export function writeRedaction(redaction: Redaction): Readonly<Record<string, unknown>> {
  if ('findings' in redaction) return { findings: redaction.findings.written ?? [], with: redaction.with };
  const words = { deep: '**', any: '*' } as const;
  const path = redaction.path.map((step) => (step.kind === 'key' ? literal(step.key) : words[step.kind]));
  return { path: path.join('.'), with: redaction.with };
}

function literal(key: string): string {
  return key.replace(/[\\.*]/g, (character) => `\\${character}`);
}
