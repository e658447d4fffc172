/** A small DAP client of our own: sends requests, keeps every message, waits for responses and events. */
import { PassThrough, type Readable, type Writable } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { receivedMessages, sentRequests } from './received-messages.ts';
import type { CustomRequestName, CustomRequests } from '../../debug-adapter/custom-requests.ts';

export interface Message {
  readonly seq: number;
  readonly type: 'request' | 'response' | 'event';
  readonly event?: string;
  readonly command?: string;
  readonly arguments?: unknown;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  readonly body?: unknown;
}

type DapResponses = {
  initialize: DebugProtocol.InitializeResponse;
  setBreakpoints: DebugProtocol.SetBreakpointsResponse;
  setExceptionBreakpoints: DebugProtocol.SetExceptionBreakpointsResponse;
  breakpointLocations: DebugProtocol.BreakpointLocationsResponse;
  continue: DebugProtocol.ContinueResponse;
  threads: DebugProtocol.ThreadsResponse;
  exceptionInfo: DebugProtocol.ExceptionInfoResponse;
  stackTrace: DebugProtocol.StackTraceResponse;
  scopes: DebugProtocol.ScopesResponse;
  variables: DebugProtocol.VariablesResponse;
  setVariable: DebugProtocol.SetVariableResponse;
  setExpression: DebugProtocol.SetExpressionResponse;
  evaluate: DebugProtocol.EvaluateResponse;
  completions: DebugProtocol.CompletionsResponse;
  readMemory: DebugProtocol.ReadMemoryResponse;
  writeMemory: DebugProtocol.WriteMemoryResponse;
  source: DebugProtocol.SourceResponse;
  loadedSources: DebugProtocol.LoadedSourcesResponse;
};
/** The body of the answer to a request, by its name. */
export type Answer<Command extends string> = Command extends keyof DapResponses
  ? NonNullable<DapResponses[Command]['body']>
  : Command extends CustomRequestName
    ? CustomRequests[Command]['response']
    : object;

type DapEvents = {
  stopped: DebugProtocol.StoppedEvent;
  continued: DebugProtocol.ContinuedEvent;
  exited: DebugProtocol.ExitedEvent;
  output: DebugProtocol.OutputEvent;
  thread: DebugProtocol.ThreadEvent;
  breakpoint: DebugProtocol.BreakpointEvent;
  memory: DebugProtocol.MemoryEvent;
  invalidated: DebugProtocol.InvalidatedEvent;
  progressStart: DebugProtocol.ProgressStartEvent;
  progressEnd: DebugProtocol.ProgressEndEvent;
};
/** The body of an event, by its name. */
export type Told<Name extends string> = Name extends keyof DapEvents ? DapEvents[Name]['body'] : object;

export class RefusedRequest extends Error {
  constructor(readonly response: Message) {
    super(response.message ?? '');
  }
}

/** Of the sessions of a test: a program that runs on would keep the whole test process busy. */
export const connectedClients = new Set<DapClient>();

export class DapClient {
  readonly messages: Message[] = [];
  readonly #toAdapter: Writable;
  readonly #waiting = new Set<() => void>();
  #buffer = Buffer.alloc(0);
  #seq = 0;
  /** Events before this index have been waited for. */
  #seen = 0;
  closed = false;

  constructor(fromAdapter: Readable, toAdapter: Writable) {
    this.#toAdapter = toAdapter;
    fromAdapter.on('data', (data: Buffer) => this.#receive(data));
    fromAdapter.on('end', () => this.#close());
    fromAdapter.on('close', () => this.#close());
    toAdapter.on('error', () => undefined);
  }

  /** The response's body; rejects with `RefusedRequest`. */
  async request<Command extends string>(command: Command, args?: unknown): Promise<Answer<Command>> {
    const response = await this.response(command, args);
    if (!response.success) throw new RefusedRequest(response);
    return (response.body ?? {}) as Answer<Command>;
  }

  /** The message a request is refused with; throws when it is not. */
  async refusal(command: string, args?: unknown): Promise<string> {
    const response = await this.response(command, args);
    if (response.success) throw new Error(`${command} was not refused`);
    return response.message!;
  }

  async response(command: string, args?: unknown): Promise<Message> {
    const seq = ++this.#seq;
    const request: Message = { seq, type: 'request', command, arguments: args };
    this.sendText(JSON.stringify(request));
    const response = await this.#find(
      () => this.messages.find((each) => each.type === 'response' && each.request_seq === seq),
      command,
    );
    // What is refused may be wrong on purpose.
    if (response.success) sentRequests.push(request);
    return response;
  }

  sendText(text: string): void {
    this.#toAdapter.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  /** The next event of this name after the last one waited for. */
  async event<Name extends string>(name: Name): Promise<Told<Name>> {
    const found = await this.#find(
      () => this.messages.find((each, index) => index >= this.#seen && each.event === name),
      `event ${name}`,
    );
    this.#seen = this.messages.indexOf(found) + 1;
    return (found.body ?? {}) as Told<Name>;
  }

  events<Name extends string>(name: Name): Told<Name>[] {
    return this.messages.filter((each) => each.event === name).map((each) => (each.body ?? {}) as Told<Name>);
  }

  output(category: string): string {
    return this.events('output')
      .filter((body) => body.category === category)
      .map((body) => body.output)
      .join('');
  }

  /** The client is gone without a word. */
  hangUp(): void {
    this.#toAdapter.end();
  }

  async whenClosed(): Promise<void> {
    await this.#find(() => (this.closed ? true : undefined), 'the end of the connection');
  }

  #receive(data: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      const head = /^Content-Length: (\d+)\r\n\r\n/.exec(this.#buffer.toString('latin1', 0, 64));
      if (!head) break;
      const end = head[0].length + Number(head[1]);
      if (this.#buffer.length < end) break;
      const message = JSON.parse(this.#buffer.toString('utf8', head[0].length, end)) as Message;
      this.messages.push(message);
      receivedMessages.push(message);
      this.#buffer = this.#buffer.subarray(end);
    }
    this.#wake();
  }

  #close(): void {
    this.closed = true;
    this.#wake();
  }

  #wake(): void {
    for (const look of [...this.#waiting]) look();
  }

  #find<T>(look: () => T | undefined, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const found = look();
        if (found === undefined && !(this.closed && what !== 'the end of the connection')) return;
        this.#waiting.delete(check);
        clearTimeout(timer);
        if (found !== undefined) resolve(found);
        else reject(new Error(`the adapter closed the connection: no ${what}`));
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`no ${what} in 20 s; last messages:\n${this.#tail()}`));
      }, 20_000);
      this.#waiting.add(check);
      check();
    });
  }

  #tail(): string {
    return this.messages
      .slice(-8)
      .map((each) => JSON.stringify(each).slice(0, 300))
      .join('\n');
  }
}

/** A client and the two ends that an adapter in the same process is given. */
export function inProcess(serve: (input: Readable, output: Writable) => void): DapClient {
  const toAdapter = new PassThrough();
  const fromAdapter = new PassThrough();
  serve(toAdapter, fromAdapter);
  return new DapClient(fromAdapter, toAdapter);
}
