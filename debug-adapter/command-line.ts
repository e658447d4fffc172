/** The `dma-debugger` command. */
import { runCommandLine } from './command-line/dispatch.ts';
import { simulator } from './simulator-binding.ts';

// Whoever reads our output may have seen enough (`dma-debugger run … | head`).
process.stdout.on('error', () => process.exit());

const status = runCommandLine(simulator, process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});
if (status !== null) process.exitCode = status;
