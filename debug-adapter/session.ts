/** The connection: messages in and out through the DAP library, everything else in the request handlers. The only file that knows the library. */
import { DebugSession, Event, Response } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { isObject } from './arguments.ts';
import { halt } from './execution/run-loop.ts';
import type { FileAccess } from './files.ts';
import type { KeptMachines } from './kept-machines.ts';
import { asRequestError, RequestError } from './request-error.ts';
import { requests } from './requests/table.ts';
import { createSession, type Session } from './session-state.ts';
import type { SimulatorDoor } from './simulator-door.ts';
import { wholeMessages } from './whole-messages.ts';

/** Bytes of messages that may wait for a slow client before the machine waits for it too. */
const mostUnsent = 4 * 2 ** 20;
/** Bytes of one message of the client. */
const mostReceived = 32 * 2 ** 20;

export interface SessionLinks {
  readonly door: SimulatorDoor;
  readonly files: FileAccess;
  /** Bytes that have been sent but not taken yet. */
  readonly unsent: () => number;
  /** Given where the process goes on without the session. */
  readonly keptMachines?: KeptMachines;
  /** The client is gone or has said goodbye. */
  readonly onEnd: () => void;
}

export class DmaDebugSession extends DebugSession {
  readonly #session: Session;
  readonly #onEnd: () => void;
  #ended = false;

  constructor({ door, files, unsent, onEnd, keptMachines }: SessionLinks) {
    super(true);
    this.#onEnd = onEnd;
    this.#session = createSession({
      door,
      files,
      keptMachines: keptMachines ?? null,
      send: (event, body) => this.sendEvent(new Event(event, body)),
      congested: () => unsent() > mostUnsent,
      close: () => this.#end(),
    });
    // The library ends the process when a message cannot be read; one bad message is no reason to lose a session.
    this.removeAllListeners('error');
    this.on('error', (event: DebugProtocol.Event) => this.#noticeError(String(event.body)));
  }

  override start(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): void {
    const tooLong = (): void => {
      this.#noticeError(`it has more than ${mostReceived} bytes, and ends the session`);
      this.#end();
    };
    const told = (problem: string): void => this.#noticeError(problem);
    super.start(wholeMessages(input, { most: mostReceived, told, tooLong }), output);
  }

  override handleMessage(message: DebugProtocol.ProtocolMessage): void {
    if (!isObject(message) || typeof message.type !== 'string') this.#noticeError('it is no object with a type');
    else super.handleMessage(message);
  }

  /** Also called by the library, when the client's side of the stream closes. */
  override shutdown(): void {
    this.#end();
  }

  override dispose(): void {
    this.#end();
  }

  protected override dispatchRequest(message: DebugProtocol.Request): void {
    if (typeof message.command !== 'string' || typeof message.seq !== 'number') {
      this.#noticeError('a request without a command or a number');
      return;
    }
    void this.#answer(message);
  }

  async #answer(message: DebugProtocol.Request): Promise<void> {
    const response = new Response(message);
    try {
      const body = await find(message.command).answer(this.#session, message.arguments as unknown);
      this.sendResponse(isObject(body) ? Object.assign(response, { body }) : response);
    } catch (thrown) {
      this.#refuse(response, asRequestError(thrown));
    }
  }

  #refuse(response: DebugProtocol.Response, { id, message, showUser }: RequestError): void {
    // The reason goes in as a variable: braces in it must not be taken for variables.
    const error = { id, format: '{reason}', variables: { reason: message }, showUser };
    this.sendResponse(Object.assign(response, { success: false, message, body: { error } }));
  }

  #noticeError(problem: string): void {
    if (/^(in|out)Stream error/.test(problem)) this.#end();
    else
      this.sendEvent(
        new Event('output', { category: 'stderr', output: `a message of the client was not understood: ${problem}\n` }),
      );
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    halt(this.#session);
    this.#onEnd();
  }
}

function find(command: string): (typeof requests)[string] {
  const found = Object.hasOwn(requests, command) ? requests[command] : undefined;
  if (found) return found;
  throw new RequestError('unknownRequest', `the request '${command}' is not supported`);
}
