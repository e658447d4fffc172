/** Reading a machine file's fields: what is wrong is a message with its place. */
import type { Diagnostic, Place } from '../c-language/source.ts';
import type { JsonNode } from './json-places.ts';
import { parseSize } from './sizes.ts';

export interface Check {
  readonly diagnostics: Diagnostic[];
}

export function report(check: Check, place: Place, message: string): void {
  check.diagnostics.push({ severity: 'error', code: 'machine', message, place, notes: [] });
}

export type Fields = Readonly<Record<string, (node: JsonNode) => void>>;

export function readFields(node: JsonNode, fields: Fields, what: string, check: Check): void {
  if (node.kind !== 'object') return report(check, node.place, `${what} must be an object { … }`);
  for (const { key, keyPlace, value } of node.entries) {
    const field = fields[key];
    if (field) field(value);
    else report(check, keyPlace, `${what} has no field '${key}' (it has ${Object.keys(fields).join(', ')})`);
  }
}

export function readInteger(
  node: JsonNode,
  what: string,
  minimum: number,
  maximum: number,
  check: Check,
): number | null {
  if (node.kind === 'number' && Number.isInteger(node.value) && node.value >= minimum && node.value <= maximum)
    return node.value;
  report(check, node.place, `${what} must be a whole number from ${minimum} to ${maximum}`);
  return null;
}

export function readBoolean(node: JsonNode, check: Check): boolean {
  if (node.kind !== 'boolean') report(check, node.place, 'must be true or false');
  return node.kind === 'boolean' && node.value;
}

export function readBytes(node: JsonNode, check: Check): number | null {
  const bytes =
    node.kind === 'string'
      ? parseSize(node.value)
      : node.kind === 'number' && Number.isSafeInteger(node.value)
        ? node.value
        : null;
  if (bytes !== null && bytes >= 0) return bytes;
  report(check, node.place, 'must be a size or address, such as "64M", "0x430000000" or a number of bytes');
  return null;
}
