/** The shape of `launch` arguments, as checked before anything is read or built. */
import { dictionary, either, flag, integer, isObject, list, object, optional, text, type Shape } from '../arguments.ts';
import type { LaunchArguments } from '../custom-requests.ts';
import { RequestError } from '../request-error.ts';

const parameter: Shape<string | number | boolean> = (value, path) => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new RequestError('badArguments', `'${path}' must be text, a number, true or false`);
};
const description: Shape<Readonly<Record<string, unknown>>> = (value, path) => {
  if (isObject(value)) return value;
  throw new RequestError('badArguments', `'${path}' must be an object`);
};

const integerText: Shape<string> = (value, path) => {
  if (typeof value === 'string' && /^(0x[0-9a-f]{1,16}|\d{1,20})$/i.test(value)) return value;
  throw new RequestError('badArguments', `'${path}' must be a whole number as text, such as "0x80000000"`);
};

const faults = object({
  fail: optional(list(integer)),
  failAt: optional(list(text)),
  reads: optional(list(object({ at: text, give: list(integerText) }))),
  memory: optional(list(object({ at: text, what: text, give: list(integerText) }))),
  loseInterrupts: optional(list(integer)),
  delayInterrupts: optional(list(object({ interrupt: integer, by: integer }))),
  stopTransfers: optional(list(object({ transfer: integer, after: integer }))),
  unplug: optional(list(object({ device: text, at: integer, noticed: optional(integer) }))),
});

const shape = object({
  program: optional(either(text, list(text), 'must be a path or a list of paths')),
  app: optional(either(text, list(text), 'must be a path or a list of paths')),
  machine: optional(either(text, description, 'must be the path of a machine file, or the description itself')),
  scenario: optional(text),
  fixed: optional(text),
  replay: optional(text),
  cell: optional(text),
  stopOnEntry: optional(flag),
  stopAtEnd: optional(flag),
  parameters: optional(dictionary(parameter)),
  args: optional(list(text)),
  defines: optional(list(text)),
  allow: optional(list(text)),
  faults: optional(faults),
  counterExample: optional(object({ rule: text, line: integer })),
  includePath: optional(list(text)),
  cwd: optional(text),
  noDebug: optional(flag),
  history: optional(flag),
});

/** Throws `RequestError` that names the argument which is wrong. */
export function readLaunchArguments(value: unknown): LaunchArguments {
  const read = shape(value ?? {}, '');
  return Object.fromEntries(Object.entries(read).filter(([, each]) => each !== null));
}
