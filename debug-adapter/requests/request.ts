/** A request: the shape its arguments must have, and what answers it. Handlers return the response's body or throw a `RequestError`. */
import type { Shape } from '../arguments.ts';
import type { Session } from '../session-state.ts';

export type ResponseBody = object | void;
export interface Request {
  readonly answer: (session: Session, args: unknown) => ResponseBody | Promise<ResponseBody>;
}
export type Requests = Readonly<Record<string, Request>>;

export function request<T>(
  shape: Shape<T>,
  handle: (session: Session, args: T) => ResponseBody | Promise<ResponseBody>,
): Request {
  return { answer: (session, args) => handle(session, shape(args ?? {}, '')) };
}
