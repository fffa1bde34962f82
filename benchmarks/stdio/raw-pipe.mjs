// Floor: a process in between that copies bytes and looks at none of them.
import { spawn } from 'node:child_process';
import { argv, execPath, stdin, stdout } from 'node:process';

const child = spawn(execPath, argv.slice(2), { stdio: ['pipe', 'pipe', 'inherit'] });
stdin.pipe(child.stdin);
child.stdout.pipe(stdout);
