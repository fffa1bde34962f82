import { Command, CommanderError, Option as Flag } from 'commander';
import { type Option, runOptions, variableOf } from './config/options.js';
import { CommandError, exit } from './fail.js';
import type { Parts, Surroundings } from './parts.js';
import { addPolicyCommands } from './policy-commands.js';

/** Runs one command line and gives its exit code: 0 done, 1 the answer is no, 2 usage or unreadable input. */
export async function runCommandLine<Channel>(
  argv: readonly string[],
  parts: Parts<Channel>,
  around: Surroundings,
): Promise<number> {
  let code: number = exit.done;
  const [own, server] = splitServer(argv);
  const program = build(parts, around, server, (ended) => {
    code = ended;
  });
  try {
    await program.parseAsync(own, { from: 'user' });
    return code;
  } catch (error) {
    // Commander has printed its own; 0 is `--help` and `--version`.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.done : exit.usage;
    if (!(error instanceof CommandError)) throw error;
    around.err(`ostiary: ${error.message.split('\n').map(parts.visible).join('\n')}\n`);
    return error.exitCode;
  }
}

/** What follows `check … --server` belongs to the server, its options too, which are none of ours. */
function splitServer(argv: readonly string[]): [own: string[], server?: readonly string[]] {
  const at = argv[0] === 'check' ? argv.indexOf('--server') : -1;
  const server = argv.slice(at + 1);
  return at === -1 || server.length === 0 ? [[...argv]] : [argv.slice(0, at), server];
}

/** The commands. Each is loaded when it is asked for: a start of `run` is measured, and the others are no part of it. */
function build<Channel>(
  parts: Parts<Channel>,
  around: Surroundings,
  server: readonly string[] | undefined,
  end: (code: number) => void,
): Command {
  const program = new Command('ostiary')
    .description('A policy gateway for the Model Context Protocol: decides every tool call and keeps evidence.')
    .version(parts.version)
    .configureOutput({ writeOut: around.out, writeErr: around.err })
    .enablePositionalOptions()
    .showHelpAfterError('(ostiary --help lists the commands, ostiary <command> --help shows an example)')
    .addHelpText('after', '\nExample:\n  $ ostiary run -- npx -y @modelcontextprotocol/server-filesystem ~/notes')
    .exitOverride();

  const running = program
    .command('run')
    .description('stand in front of one MCP server on standard input and output')
    .usage('[options] -- <command> [args...]')
    .argument('<command>', 'the server to start')
    .argument('[args...]', 'its arguments')
    .option('--config <file>', 'read settings from this YAML file (never from a file that merely lies there)')
    .passThroughOptions()
    .addHelpText('after', runHelp);
  for (const option of Object.values<Option>(runOptions)) running.addOption(flagOf(option));
  running.action(async (command: string, args: string[], flags: { config?: string }) => {
    const { run } = await import('./commands/run.js');
    end(await run({ command, args, flags: { ...flags }, config: flags.config }, parts, around));
  });

  program
    .command('check')
    .description('validate policies and print every mistake with its place')
    .argument('<policy...>', 'files, folders, or packs such as pack:baseline')
    .option('--strict', 'warnings fail too')
    .option(
      '--server <command...>',
      'start this server and compare with its tools; the rest of the line is its command',
    )
    .addOption(new Flag('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      '\nExamples:\n  $ ostiary check policies/ --strict\n  $ ostiary check policies/ --server npx -y @modelcontextprotocol/server-filesystem ~/notes',
    )
    .action(async (names: string[], options) => {
      const { check } = await import('./commands/check.js');
      end(await check(names, { ...options, ...(server && { server }) }, parts, around));
    });

  addPolicyCommands(program, parts, around, end);

  const audit = program.command('audit').description('look at an audit log');
  audit
    .command('verify')
    .description('check that a log is whole and unchanged')
    .option('--audit <file.jsonl>', 'the log')
    .option('--expect-head <hash>', 'the hash that the last record must have, kept from an earlier verification')
    .addOption(new Flag('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      '\nExample:\n  $ ostiary audit verify --audit fs.jsonl\n  ok: 1204 records, head 3f…; tail not anchored',
    )
    .action(async (options) => {
      const { verify } = await import('./commands/verify.js');
      end(await verify(options, parts, around));
    });

  audit
    .command('tail')
    .description('print the last records of a log, which are not verified here')
    .option('--audit <file.jsonl>', 'the log')
    .option('-n, --lines <count>', 'how many records', '10')
    .option('-f, --follow', 'go on with what comes behind them')
    .addOption(new Flag('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nExample:\n  $ ostiary audit tail --audit fs.jsonl -n 3 -f')
    .action(async (options) => {
      const { tail } = await import('./commands/tail.js');
      end(await tail(options, parts, around));
    });
  return program;
}

function flagOf(option: Option): Flag {
  const name = `--${option.flag}${option.takes ? ` ${option.takes}` : ''}`;
  const flag = new Flag(name, `${option.help} [${variableOf(option)}]`);
  if (option.separator) flag.argParser<string[]>((text, before = []) => [...before, text]);
  return flag;
}

const runHelp = `
Every option can also be given as the environment variable in brackets or in the file that --config names.
A flag goes before a variable, a variable before the file.

Examples:
  $ ostiary run -- npx -y @modelcontextprotocol/server-filesystem ~/notes
  $ ostiary run --policy team.yaml --policy pack:baseline --audit fs.jsonl -- npx -y @modelcontextprotocol/server-filesystem ~/notes

In a client's configuration, put \`ostiary run --\` in front of the server's command.`;
