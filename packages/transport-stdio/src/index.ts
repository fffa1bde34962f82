export type { Channel, ChannelHandlers, ChannelLimits } from './channel.js';
export { type Framer, frame } from './framing.js';
export { type EnvironmentOptions, serverEnvironment } from './server/environment.js';
export { type Server, type ServerExit, type ServerOptions, type StopSchedule, startServer } from './server/server.js';
export type { TextSink } from './server/stderr.js';
export { openStdio, type StdioOptions } from './stdio.js';
export { visible } from './visible.js';
