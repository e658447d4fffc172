/** The `dma-debugger` command. */
import { runCommandLine } from './command-line/dispatch.ts';
import type { Interruption } from './command-line/terminal.ts';
import { simulator } from './simulator-binding.ts';

// Whoever reads our output may have seen enough (`dma-debugger run … | head`).
process.stdout.on('error', () => process.exit());

let shown = '';

/** One line that the next one, or anything else that is written, takes the place of. */
function show(line: string): void {
  if (!process.stderr.isTTY || (line === '' && shown === '')) return;
  process.stderr.write(`\r\u001b[K${line.slice(0, (process.stderr.columns || 80) - 1)}`);
  shown = line;
}

function interruptible(): Interruption {
  let interrupted = false;
  const note = (): void => {
    interrupted = true;
  };
  process.once('SIGINT', note);
  return {
    asked: () => new Promise((resolve) => setImmediate(() => resolve(interrupted))),
    watched: process.stderr.isTTY,
    show,
    end: () => void process.off('SIGINT', note),
  };
}

function write(stream: NodeJS.WriteStream, text: string): void {
  show('');
  stream.write(text);
}

const outcome = runCommandLine(simulator, process.argv.slice(2), {
  out: (text) => write(process.stdout, text),
  err: (text) => write(process.stderr, text),
  interruptible,
});
void Promise.resolve(outcome).then((status) => {
  if (status !== null) process.exitCode = status;
});
