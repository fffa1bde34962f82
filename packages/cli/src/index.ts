export { CommandError } from './fail.js';
export type { Log, LogStart, Pack, Parts, Relay, Server, ServerExit, Surroundings, Verdict, Wrapped } from './parts.js';
export { runCommandLine } from './program.js';
