// The tables. Every ratio is taken within one round; what is shown is the median of the rounds, with the least and the largest.
import { median, spread, whole } from '../lib/numbers.mjs';
import { table } from '../lib/table.mjs';
import { direct, pipe } from './contestants.mjs';

/** `pick` of each round, with what `direct` and the raw pipe had in the same round. */
function each(player, players, pick) {
  const of = ({ name }) => players.find((one) => one.name === name).rounds;
  return player.rounds.map((round, at) => pick(round, of(direct)[at], of(pipe)[at], at));
}

function smallCalls(players) {
  const rows = players.map((player) => [
    player.name,
    median(player.rounds.map(({ small }) => small)).toFixed(1),
    spread(each(player, players, (own, base) => own.small / base.small)),
    spread(each(player, players, (own, base, floor) => (own.small - base.small) / (floor.small - base.small))),
    whole(median(player.rounds.map(({ perSecond }) => perSecond))),
    spread(each(player, players, (own, base) => own.perSecond / base.perSecond)),
    median(player.rounds.map(({ cpu }) => cpu)).toFixed(1),
    spread(each(player, players, (own, base) => base.cpu / own.cpu)),
    player.name === direct.name ? '–' : median(player.rounds.map(({ own }) => own)).toFixed(1),
  ]);
  const head = [
    '200 bytes',
    'p50, µs',
    '× direct',
    'adds ÷ what the pipe adds',
    'calls/s, 64 in flight',
    '× direct',
    'CPU, µs a call',
    'direct ÷ that',
    'of it its own',
  ];
  return table(head, rows);
}

function largeCalls(players) {
  const against = (player, kind, other) =>
    spread(
      each(player, players, (own, base) => (other === undefined ? own[kind] / base[kind] : own[kind] / own[other])).map(
        known,
      ),
    );
  const rows = players.map((player) => [
    player.name,
    against(player, 'text'),
    against(player, 'rows'),
    against(player, 'text, accents', 'text'),
    against(player, 'rows, accents', 'rows'),
  ]);
  const head = ['100 kB', 'one string, × direct', 'rows, × direct', 'accents ÷ none, string', 'accents ÷ none, rows'];
  return table(head, rows);
}

const known = (ratio) => (Number.isNaN(ratio) ? undefined : ratio);

function targets(players, disk) {
  const [os, sync] = ['ostiary, os', 'ostiary, sync'].map((name) => players.find((player) => player.name === name));
  const row = (what, aim, values) => [what, aim, spread(values)];
  const accents = (kind) => each(os, players, (own) => own[`${kind}, accents`] / own[kind]);
  return table(
    ['what Ostiary is held to', 'aim', 'reached'],
    [
      row(
        'os adds ÷ what the raw pipe adds',
        '≤ 1.8',
        each(os, players, (own, base, floor) => (own.small - base.small) / (floor.small - base.small)),
      ),
      row(
        'os, 64 in flight, × direct',
        '≥ 0.45',
        each(os, players, (own, base) => own.perSecond / base.perSecond),
      ),
      row(
        'sync adds ÷ one bare fdatasync',
        '≤ 3',
        each(sync, players, (own, base, _, at) => (own.small - base.small) / disk[at]),
      ),
      row(
        'sync ÷ os, 64 in flight',
        '≥ 0.7',
        sync.rounds.map((own, at) => own.perSecond / os.rounds[at].perSecond),
      ),
      row(
        '100 kB in one string, × direct',
        '≤ 2.0',
        each(os, players, (own, base) => own.text / base.text),
      ),
      row(
        '100 kB of rows, × direct',
        '≤ 2.6',
        each(os, players, (own, base) => own.rows / base.rows),
      ),
      row('a few accents in the string', '≤ 1.5', accents('text')),
      row('a few accents in the rows', '≤ 1.5', accents('rows')),
    ],
  );
}

/** Markdown of everything that `play` gave. */
export function report({ players, disk }) {
  const lost = players.flatMap(({ name, lost }) => lost.map((text) => `- ${name} did not pass ${text}`));
  const floor = `One bare fdatasync: ${spread(disk, 0)} µs. Direct, 100 kB in one string: ${directLarge(players)} µs.`;
  return [
    smallCalls(players),
    largeCalls(players),
    targets(players, disk),
    floor,
    ...(lost.length > 0 ? [lost.join('\n')] : []),
  ].join('\n\n');
}

function directLarge(players) {
  return spread(
    players.find(({ name }) => name === direct.name).rounds.map(({ text }) => text),
    0,
  );
}
