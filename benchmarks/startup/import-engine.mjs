// Imports the engine, or with an argument nothing, and prints milliseconds of processor time since the process started.
if (process.argv[2] === undefined) await import('@ostiary/core-engine');
const { user, system } = process.cpuUsage();
process.stdout.write(String((user + system) / 1_000));
