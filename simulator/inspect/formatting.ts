/** Small pieces all views share: hexadecimal, bytes as text, the place in the user's source of a journal record. */
import { outermostPlace } from '../c-language/source.ts';
import type { World } from '../world.ts';
import type { Hex, SourcePlace } from './view-models.ts';

export function hex(value: number | bigint): Hex {
  return `0x${value.toString(16)}`;
}

export function hexBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i]!, bytes[i + 1], bytes[i + 2]];
    if (a === 0 && b === 0 && c === 0) {
      text += 'AAAA';
      continue;
    }
    text += alphabet[a >> 2]! + alphabet[((a & 3) << 4) | ((b ?? 0) >> 4)]!;
    text += b === undefined ? '=' : alphabet[((b & 15) << 2) | ((c ?? 0) >> 6)]!;
    text += c === undefined ? '=' : alphabet[c & 63]!;
  }
  return text;
}

/** The innermost statement of the user's own code in a stack of statements; else the innermost of all; null for a device. */
export function placeOfStack(world: World, stack: readonly number[]): SourcePlace | null {
  const { functions, statements } = world.program;
  const own = stack.find((index) => !functions[statements[index]!.function]!.builtIn) ?? stack[0];
  if (own === undefined) return null;
  const statement = statements[own]!;
  const place = outermostPlace(statement.place);
  return {
    path: place.file.path,
    line: place.line,
    column: place.column,
    function: functions[statement.function]!.name,
  };
}
