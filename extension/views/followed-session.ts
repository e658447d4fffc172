/** The debug session that the views follow: the active one of our type. Tells them when it stops, runs and ends. */
import * as vscode from 'vscode';
import { debugType } from '../names.ts';
import type { SessionState } from './messages.ts';

/** After these the adapter may go: it has said so, was told to, or was given nothing that it could run. */
function isEnd(message: unknown): boolean {
  const { event, command, success } = message as { event?: string; command?: string; success?: boolean };
  const refused = (command === 'launch' || command === 'attach') && success === false;
  return event === 'terminated' || command === 'disconnect' || refused;
}

export class FollowedSession implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<SessionState>();
  readonly #subscriptions: vscode.Disposable[];
  readonly #states = new Map<string, SessionState>();
  #stops = 0;

  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#subscriptions = [
      this.#changed,
      vscode.debug.registerDebugAdapterTrackerFactory(debugType, {
        createDebugAdapterTracker: (session) => this.#track(session),
      }),
      vscode.debug.onDidChangeActiveDebugSession(() => this.#announce()),
      vscode.debug.onDidChangeActiveStackItem(() => this.#announce()),
      vscode.debug.onDidTerminateDebugSession((session) => {
        this.#states.delete(session.id);
        this.#announce();
      }),
    ];
  }

  get session(): vscode.DebugSession | undefined {
    const active = vscode.debug.activeDebugSession;
    return active?.type === debugType ? active : undefined;
  }

  get state(): SessionState {
    const { session } = this;
    const state: SessionState = (session && this.#states.get(session.id)) ?? { kind: 'none' };
    if (state.kind !== 'stopped') return state;
    const item = vscode.debug.activeStackItem;
    return { ...state, frameId: item && 'frameId' in item ? item.frameId : null };
  }

  /** Has the views ask again, although nothing has run. */
  refresh(): void {
    const { session } = this;
    const state = session && this.#states.get(session.id);
    if (session && state?.kind === 'stopped') this.#set(session, { ...state, stop: ++this.#stops });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #track(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    let ended = false;
    return {
      onDidSendMessage: (message: unknown) => {
        ended ||= isEnd(message);
        this.#noticed(session, message);
      },
      onWillStopSession: () => {
        ended = true;
        this.#set(session, { kind: 'none' });
      },
      // VS Code ends the session then without a word.
      onExit: (code, signal) => {
        if (ended) return;
        const how = signal ?? (code === undefined ? null : `status ${code}`);
        void vscode.window.showErrorMessage(
          `The debug adapter of "${session.name}" has ended unexpectedly${how === null ? '' : ` (${how})`}, and the machine with it. Start again with F5.`,
        );
      },
    };
  }

  #noticed(session: vscode.DebugSession, message: unknown): void {
    const { type, event, body } = message as { type?: string; event?: string; body?: { reason?: string } };
    if (type !== 'event') return;
    if (event === 'stopped')
      this.#set(session, {
        kind: 'stopped',
        session: session.id,
        stop: ++this.#stops,
        frameId: null,
        reason: body?.reason ?? '',
      });
    if (event === 'continued') this.#set(session, { kind: 'running' });
    if (event === 'invalidated' || event === 'memory') this.refresh();
    if (event === 'terminated') this.#set(session, { kind: 'none' });
  }

  #set(session: vscode.DebugSession, state: SessionState): void {
    this.#states.set(session.id, state);
    if (session === this.session) this.#announce();
  }

  #announce(): void {
    this.#changed.fire(this.state);
  }
}
