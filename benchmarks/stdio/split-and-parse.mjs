// Floor: splits both directions into lines, parses each, and writes on the text that came.
import { spawn } from 'node:child_process';
import { argv, execPath, stdin, stdout } from 'node:process';

const child = spawn(execPath, argv.slice(2), { stdio: ['pipe', 'pipe', 'inherit'] });

function join(from, to) {
  let rest = '';
  from.setEncoding('utf8');
  from.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) JSON.parse(line);
    if (lines.length > 0) to.write(`${lines.join('\n')}\n`);
  });
  from.on('end', () => to.end());
}

join(stdin, child.stdin);
join(child.stdout, stdout);
