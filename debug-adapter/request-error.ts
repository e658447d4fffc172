/** Why a request is refused: one sentence a person can act on, with a number that clients may tell kinds apart by. */

const numbers = {
  unknownRequest: 1000,
  badArguments: 1001,
  notNow: 1002,
  notLaunched: 1003,
  running: 1004,
  ended: 1005,
  stale: 1006,
  unusableInput: 2000,
  doesNotCompile: 2001,
  cannotEvaluate: 3000,
  cannotRead: 3001,
  cannotWrite: 3002,
  internal: 9000,
} as const;
export type RequestErrorKind = keyof typeof numbers;

export class RequestError extends Error {
  readonly id: number;
  /** False for what the client shows in place, such as an expression that cannot be evaluated. */
  readonly showUser: boolean;

  constructor(kind: RequestErrorKind, message: string, { showUser = false } = {}) {
    super(message);
    this.id = numbers[kind];
    this.showUser = showUser;
  }
}

/** Anything thrown, as a refusal; never with a stack trace. */
export function asRequestError(thrown: unknown): RequestError {
  if (thrown instanceof RequestError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new RequestError('internal', `the debugger itself failed: ${message}`, { showUser: true });
}
