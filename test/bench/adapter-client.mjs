/** A client of the built adapter in a process of its own; with PROF=FOLDER the adapter writes its profiles there. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export class Client {
  #child = spawn(
    process.execPath,
    [...(process.env.PROF ? ['--cpu-prof', '--cpu-prof-dir', process.env.PROF] : []), join(root, 'dist/adapter.cjs')],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  #pending = Buffer.alloc(0);
  #waiting = [];
  #seq = 1;
  /** Bytes from the adapter so far. */
  received = 0;

  constructor() {
    this.#child.stdout.on('data', (chunk) => this.#receive(chunk));
  }

  /** The first message that `wanted` accepts, from now on. */
  next(wanted) {
    return new Promise((resolve, reject) => this.#waiting.push({ wanted, resolve, reject }));
  }

  async request(command, args = {}) {
    const seq = this.#seq++;
    const answer = this.next((message) => message.type === 'response' && message.request_seq === seq);
    const body = JSON.stringify({ seq, type: 'request', command, arguments: args });
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    const { success, message, body: result } = await answer;
    if (!success) throw new Error(`${command}: ${message}`);
    return result;
  }

  event(name) {
    return this.next((message) => message.event === name);
  }

  /** ms that the adapter's main thread has worked; NaN where the system does not tell. */
  worked() {
    const file = `/proc/${this.#child.pid}/schedstat`;
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e6 : NaN;
  }

  close() {
    if (process.env.PROF) void this.request('disconnect').catch(() => undefined);
    else this.#child.kill('SIGKILL');
  }

  #receive(chunk) {
    this.received += chunk.length;
    this.#pending = Buffer.concat([this.#pending, chunk]);
    for (;;) {
      const header = /^Content-Length: (\d+)\r\n\r\n/.exec(this.#pending.toString('latin1', 0, 64));
      if (!header || this.#pending.length < header[0].length + Number(header[1])) return;
      const end = header[0].length + Number(header[1]);
      const message = JSON.parse(this.#pending.toString('utf8', header[0].length, end));
      this.#pending = this.#pending.subarray(end);
      const index = this.#waiting.findIndex(({ wanted }) => wanted(message));
      if (index >= 0) this.#waiting.splice(index, 1)[0].resolve(message);
    }
  }
}
