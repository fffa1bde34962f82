import { type Command, Option as Flag } from 'commander';
import type { Parts, Surroundings } from './parts.js';

const each = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];
const policyFlag = '--policy <file|dir|pack:name>';
const formats = (...choices: string[]): Flag =>
  new Flag('--format <format>', 'how to print').choices(choices).default('text');

/** The commands that ask policies: rules, explain, test. */
export function addPolicyCommands<Channel>(
  program: Command,
  parts: Parts<Channel>,
  around: Surroundings,
  end: (code: number) => void,
): void {
  program
    .command('rules')
    .description('print the rules of policies in the order in which they are tried')
    .option(policyFlag, 'the policy; repeatable', each)
    .addOption(formats('text', 'json', 'yaml'))
    .addHelpText(
      'after',
      '\nExamples:\n  $ ostiary rules --policy team.yaml\n  $ ostiary rules --policy pack:baseline --format yaml > mine.yaml',
    )
    .action(async (options) => {
      const { rules } = await import('./commands/rules.js');
      end(await rules(options, parts, around));
    });

  program
    .command('explain')
    .description('say what would be decided and why: each rule looked at, and the first thing that did not hold')
    .option(policyFlag, 'the policy; repeatable (default: pack:baseline)', each)
    .option('--tool <name>', 'the tool that is called')
    .option('--resource <uri>', 'or the resource')
    .option('--prompt <name>', 'or the prompt')
    .option('--method <method>', 'the method, where it is not the usual one of these')
    .option('--server <name>', "the server's name in policies (server)")
    .option('--args <json>', 'the arguments as JSON; @file reads a file, - standard input')
    .option('--agent <id>', 'who calls (agent:local)')
    .option('--roles <roles>', 'its roles, with commas between them')
    .option('--environment <name>', "the deployment's name")
    .option('--label <key=value>', 'a label of the agent; repeatable', each)
    .option('--input <call.json>', 'the whole call in a file; flags go before it, - reads standard input')
    .option('--exit-code', 'exit with 1 where the call is denied')
    .addOption(formats('text', 'json'))
    .addHelpText(
      'after',
      '\nExample:\n  $ ostiary explain --policy team.yaml --tool refund --args \'{"amount": 700}\' --roles support-agent',
    )
    .action(async (options) => {
      const { explain } = await import('./commands/explain.js');
      end(await explain(options, parts, around));
    });

  program
    .command('test')
    .description('run cases: calls, and what policies must decide for them')
    .argument('<cases...>', 'files or folders of cases (.yaml, .json)')
    .option(policyFlag, 'the policy; repeatable, goes before what a file of cases names', each)
    .option('--junit <file>', 'also write the results as XML for CI')
    .option('--watch', 'run again when cases or policies change')
    .addOption(formats('text', 'json'))
    .addHelpText(
      'after',
      '\nExample:\n  $ ostiary test tests/ --policy team.yaml --junit results.xml\n  PASS nobody deletes: deny\n\n  Results: 1/1 passed, 0 failed',
    )
    .action(async (cases: string[], options) => {
      const { test } = await import('./commands/test.js');
      end(await test(cases, options, parts, around));
    });
}
