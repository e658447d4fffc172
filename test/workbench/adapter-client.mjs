/** A debug adapter as a process, and the little of a DAP client that a view needs behind it. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const adapterPath = fileURLToPath(new URL('../../dist/adapter.cjs', import.meta.url));

export class AdapterClient {
  #process = spawn(process.execPath, [adapterPath], { stdio: ['pipe', 'pipe', 'inherit'] });
  #buffer = Buffer.alloc(0);
  #next = 1;
  #waiting = new Map();
  #events = [];
  #listeners = [];

  constructor() {
    this.#process.stdout.on('data', (chunk) => this.#receive(chunk));
  }

  request(command, args = {}) {
    const seq = this.#next++;
    const text = JSON.stringify({ seq, type: 'request', command, arguments: args });
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    return new Promise((resolve, reject) => this.#waiting.set(seq, { resolve, reject }));
  }

  /** The next event of this name that nobody has taken yet. */
  async event(name) {
    for (;;) {
      const index = this.#events.findIndex(({ event }) => event === name);
      if (index >= 0) return this.#events.splice(index, 1)[0].body;
      await new Promise((resolve) => this.#listeners.push(resolve));
    }
  }

  /** Launches and goes on to the first stop. `filters`: exception filters, by name or with a condition. */
  async launch(args, filters = []) {
    await this.request('initialize', { adapterID: 'dma', linesStartAt1: true, columnsStartAt1: true });
    const launching = this.request('launch', args);
    await this.event('initialized');
    const filterOptions = filters.map((each) => (typeof each === 'string' ? { filterId: each } : each));
    await this.request('setExceptionBreakpoints', { filters: [], filterOptions });
    await this.request('configurationDone');
    await launching;
    return this.event('stopped');
  }

  async proceed(command = 'continue') {
    const { threads } = await this.request('threads');
    await this.request(command, { threadId: threads[0].id });
    return this.event('stopped');
  }

  close() {
    this.#process.kill();
  }

  #receive(chunk) {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const header = this.#buffer.indexOf('\r\n\r\n');
      if (header < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(this.#buffer.subarray(0, header).toString())[1]);
      if (this.#buffer.length < header + 4 + length) return;
      const message = JSON.parse(this.#buffer.subarray(header + 4, header + 4 + length).toString());
      this.#buffer = this.#buffer.subarray(header + 4 + length);
      this.#take(message);
    }
  }

  #take(message) {
    if (message.type === 'response') {
      const { resolve, reject } = this.#waiting.get(message.request_seq);
      this.#waiting.delete(message.request_seq);
      if (message.success) resolve(message.body ?? {});
      else reject(new Error(message.message));
    } else if (message.type === 'event') {
      this.#events.push(message);
      for (const listener of this.#listeners.splice(0)) listener();
    }
  }
}
