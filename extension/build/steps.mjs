/** Long work as a list of named steps with elapsed seconds, and child programs that are quiet unless they fail. Node alone, so that it runs before anything is installed. */
import { spawn } from 'node:child_process';

const live = process.stdout.isTTY === true;
const heartbeat = live ? 1_000 : 15_000; // ms between signs of life

/** Runs `action` under a title; shows that it is alive, and how long it took. A failure is shown and thrown on. */
export async function step(title, action) {
  const started = Date.now();
  const show = (sign, end) =>
    process.stdout.write(`${live ? '\r\x1b[K' : ''}${sign} ${title} (${seconds(started)})${end}`);
  if (live) show('…', '');
  else console.log(`… ${title}`);
  const timer = setInterval(() => show('…', live ? '' : '\n'), heartbeat);
  try {
    const result = await action();
    show('✓', '\n');
    return result;
  } catch (error) {
    show('✗', '\n');
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** A child program ended badly: `message` ends with the last lines of what it said. */
export class CommandFailed extends Error {
  constructor(command, status, output) {
    super(`${command} ${status}${output === '' ? '' : `:\n${lastLines(output, 30)}`}`);
    this.output = output;
  }
}

/**
 * Runs a program without standard input. Resolves to its standard output; rejects with CommandFailed on any exit but 0.
 * `show: true` passes its output through as it comes.
 */
export function run(command, args, { cwd, env, show = false, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'];
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio, shell });
    let standard = '';
    let all = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => ((standard += text), (all += text)));
    child.stderr?.setEncoding('utf8').on('data', (text) => (all += text));
    const name = [command, ...args].join(' ');
    child.once('error', (error) => reject(new CommandFailed(name, `could not be started (${error.code})`, '')));
    child.once('close', (code, signal) => {
      if (code === 0) resolve(standard);
      else
        reject(new CommandFailed(name, signal === null ? `ended with status ${code}` : `was ended by ${signal}`, all));
    });
  });
}

/** Runs npm: the one that started us where there is one, under the Node given, else the one on the PATH. */
export function npm(args, { node = process.execPath, ...options } = {}) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return run(node, [script, ...args], options);
  return run('npm', args, { ...options, shell: process.platform === 'win32' });
}

export const quietly = ['--no-audit', '--no-fund', '--loglevel=error'];

function seconds(since) {
  return `${Math.round((Date.now() - since) / 1000)} s`;
}

function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
