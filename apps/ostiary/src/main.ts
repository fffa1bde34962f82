#!/usr/bin/env node
// Before anything is loaded: without a handler, SIGUSR1 opens Node's inspector, arbitrary code for whoever may signal us; and a
// standard error that nobody reads must not end the gateway.
process.on('SIGUSR1', () => undefined);
process.stderr.on('error', () => undefined);

// To read the main job: `run` joins the parts of assemble.ts, and @ostiary/gateway hands every governed message to `handleCall` in
// packages/core-engine/src/call/handle.ts. That one function decides, records, forwards or denies.
const { start } = await import('./start.js');
await start(process.argv.slice(2));

export {};
