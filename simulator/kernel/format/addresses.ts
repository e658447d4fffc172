/** What a kernel `%p` shows of bytes in memory: hardware and network addresses, UUIDs, hexadecimal dumps, bitmaps. */

const hex2 = (byte: number): string => byte.toString(16).padStart(2, '0');

/** `%pM`, `%pMR` (reversed), `%pMF` (dashes), `%pm` (plain). */
export function macAddress(bytes: Uint8Array, extension: string): string {
  const parts = [...bytes].map(hex2);
  if (extension.includes('R')) parts.reverse();
  return parts.join(extension.startsWith('m') ? '' : extension.includes('F') ? '-' : ':');
}

/** `%pI4`, `%pi4`, with h, n, b and l for the byte order. */
export function internetAddress4(bytes: Uint8Array, extension: string): string {
  const parts = [...bytes];
  if (/[hl]/.test(extension.slice(2))) parts.reverse();
  return parts
    .map((byte) => (extension.startsWith('i') ? byte.toString().padStart(3, '0') : byte.toString()))
    .join('.');
}

/** `%pI6`, `%pi6`, `%pI6c`. */
export function internetAddress6(bytes: Uint8Array, extension: string): string {
  const groups = Array.from({ length: 8 }, (_, index) => (bytes[2 * index]! << 8) | bytes[2 * index + 1]!);
  if (extension.startsWith('I6c')) return compressed(groups);
  return groups.map((group) => group.toString(16).padStart(4, '0')).join(extension.startsWith('i') ? '' : ':');
}

/** An IPv4 address in IPv6's clothes keeps its dots. */
function compressed(groups: readonly number[]): string {
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return `::ffff:${groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 0xff])
      .join('.')}`;
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const words = groups.map((group) => group.toString(16));
  if (best.start < 0) return words.join(':');
  return `${words.slice(0, best.start).join(':')}::${words.slice(best.start + best.length).join(':')}`;
}

/** `%pUb` (big endian, the default), `%pUl` (little endian); capital letters of these: capital digits. */
export function uuid(bytes: Uint8Array, extension: string): string {
  const little = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  const order = extension[1]?.toLowerCase() === 'l' ? little : [...bytes.keys()];
  const digits = order.map((index) => hex2(bytes[index]!)).join('');
  const text = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return extension[1] === 'B' || extension[1] === 'L' ? text.toUpperCase() : text;
}

/** `%*ph`, with C, D or N for the separator. */
export function hexString(bytes: Uint8Array, extension: string): string {
  return [...bytes].map(hex2).join(({ C: ':', D: '-', N: '' } as Record<string, string>)[extension[1] ?? ''] ?? ' ');
}

/** `%*pb`: 32 bits a group, the highest first. `%*pbl`: ranges. */
export function bitmap(words: Uint8Array, bits: number, list: boolean): string {
  const isSet = (bit: number): boolean => ((words[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  return list ? bitRanges(bits, isSet) : bitGroups(bits, isSet);
}

function bitRanges(bits: number, isSet: (bit: number) => boolean): string {
  const ranges: string[] = [];
  for (let bit = 0; bit < bits; bit++) {
    if (!isSet(bit)) continue;
    const first = bit;
    while (bit + 1 < bits && isSet(bit + 1)) bit++;
    ranges.push(first === bit ? `${first}` : `${first}-${bit}`);
  }
  return ranges.join(',');
}

function bitGroups(bits: number, isSet: (bit: number) => boolean): string {
  const groups: string[] = [];
  for (let end = bits; end > 0;) {
    const size = end % 32 || 32;
    let value = 0n;
    for (let bit = end - 1; bit >= end - size; bit--) value = (value << 1n) | (isSet(bit) ? 1n : 0n);
    groups.push(value.toString(16).padStart(Math.ceil(size / 4), '0'));
    end -= size;
  }
  return groups.join(',');
}
