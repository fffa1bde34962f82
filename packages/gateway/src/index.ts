export { type Asked, type AskOptions, askTools } from './ask-tools.js';
export type { Channel, ChannelHandlers } from './channel.js';
export type { RelayReason } from './refuse.js';
export { type Ending, type Relay, type RelayOptions, startRelay } from './relay.js';
export type { Settings } from './settings.js';
