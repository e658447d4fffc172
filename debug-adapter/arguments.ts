/** Checks what clients send: a shape reads an argument or refuses it in a sentence that names it. */
import { RequestError } from './request-error.ts';

/** Reads `value`; `path` names it in refusals, as in `breakpoints[0].line`. */
export type Shape<T> = (value: unknown, path: string) => T;

type Fields = Readonly<Record<string, Shape<unknown>>>;
type Read<F extends Fields> = { readonly [K in keyof F]: ReturnType<F[K]> };

export const text: Shape<string> = (value, path) =>
  typeof value === 'string' ? value : refuse(path, 'must be text', value);

export const integer: Shape<number> = (value, path) =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : refuse(path, 'must be a whole number', value);

export const number: Shape<number> = (value, path) =>
  typeof value === 'number' && Number.isFinite(value) ? value : refuse(path, 'must be a number', value);

export const flag: Shape<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : refuse(path, 'must be true or false', value);

/** Left out, or null as some clients write it. */
export function optional<T>(shape: Shape<T>): Shape<T | null> {
  return (value, path) => (value === undefined || value === null ? null : shape(value, path));
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, path) =>
    Array.isArray(value)
      ? value.map((each: unknown, index) => shape(each, `${path}[${index}]`))
      : refuse(path, 'must be a list', value);
}

/** Unknown fields are left alone: newer clients send more. */
export function object<F extends Fields>(fields: F): Shape<Read<F>> {
  return (value, path) => {
    if (!isObject(value)) return refuse(path, 'must be an object', value);
    const entries = Object.entries(fields).map(([name, shape]) => [
      name,
      shape(value[name], path === '' ? name : `${path}.${name}`),
    ]);
    return Object.fromEntries(entries) as Read<F>;
  };
}

/** An object used as a dictionary. */
export function dictionary<T>(shape: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value, path) =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shape(each, `${path}.${key}`)]))
      : refuse(path, 'must be an object', value);
}

export function oneOf<T extends string>(...choices: readonly T[]): Shape<T> {
  return (value, path) =>
    choices.find((choice) => choice === value) ?? refuse(path, `must be one of ${choices.join(', ')}`, value);
}

/** The first shape that accepts the value; `otherwise` says what all of them together take. */
export function either<A, B>(first: Shape<A>, second: Shape<B>, otherwise: string): Shape<A | B> {
  return (value, path) => {
    for (const shape of [first, second])
      try {
        return shape(value, path);
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
      }
    return refuse(path, otherwise, value);
  };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(path: string, rule: string, value: unknown): never {
  const name = path === '' ? 'the arguments' : `'${path}'`;
  throw new RequestError('badArguments', value === undefined ? `${name} is missing: it ${rule}` : `${name} ${rule}`);
}
