/** A page's line to its host: requests with answers, the session's state, and state that survives hiding. */
import type { CustomRequestName, CustomRequests } from '../../../debug-adapter/custom-requests.ts';
import type { HostMessage, SessionState, ViewMessage } from '../messages.ts';

interface VsCodeApi {
  postMessage(message: ViewMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

export interface Connection {
  request<Name extends CustomRequestName>(
    name: Name,
    given: CustomRequests[Name]['arguments'],
  ): Promise<CustomRequests[Name]['response']>;
  send(message: ViewMessage): void;
  onSession(listener: (state: SessionState) => void): void;
  onShow(listener: (expression: string) => void): void;
  loadState<State>(initial: State): State;
  /** Keeps these fields beside those that are kept already. */
  saveState(fields: object): void;
}

interface Waiting {
  readonly resolve: (response: never) => void;
  readonly reject: (error: Error) => void;
}

export function connect(): Connection {
  const api = acquireVsCodeApi();
  const waiting = new Map<number, Waiting>();
  const sessionListeners: ((state: SessionState) => void)[] = [];
  const showListeners: ((expression: string) => void)[] = [];
  let nextId = 1;
  window.addEventListener('message', (event: MessageEvent<HostMessage>) => {
    const message = event.data;
    if (message.kind === 'session') for (const listener of sessionListeners) listener(message.state);
    else if (message.kind === 'show') for (const listener of showListeners) listener(message.expression);
    else settle(waiting, message);
  });
  return {
    request: (name, given) =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
        api.postMessage({ kind: 'request', id, name, arguments: given });
      }),
    send: (message) => api.postMessage(message),
    onSession: (listener) => void sessionListeners.push(listener),
    onShow: (listener) => void showListeners.push(listener),
    loadState: <State>(initial: State) => ({ ...initial, ...(api.getState() as State | undefined) }),
    saveState: (fields) => api.setState({ ...(api.getState() as object | undefined), ...fields }),
  };
}

function settle(waiting: Map<number, Waiting>, message: Extract<HostMessage, { id: number }>): void {
  const caller = waiting.get(message.id);
  waiting.delete(message.id);
  if (!caller) return;
  if (message.kind === 'answer') caller.resolve(message.response as never);
  else caller.reject(new Error(message.message));
}
