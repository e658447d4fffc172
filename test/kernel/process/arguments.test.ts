/** The first stack of a program, read back as its C code would: System V ABI for x86-64, 3.4.1 (initial stack and register state). */
import { expect, it } from 'vitest';
import { layOutArguments } from '../../../simulator/kernel/process/arguments.ts';

const top = 0x7fff_ffff_f000n;

it.each([
  [['./app']],
  [['./app', '']],
  [['./app', '--size', '4096', 'größe', '€', '\u{1f41b}']],
  [Array.from({ length: 100 }, (_, n) => 'x'.repeat(n))],
])('%j', (args) => {
  const { bytes, stackPointer, argc, argv } = layOutArguments(args, top);
  expect(stackPointer % 16n).toBe(0n);
  expect(stackPointer + BigInt(bytes.length)).toBe(top);
  const word = (at: bigint): bigint => new DataView(bytes.buffer).getBigUint64(Number(at - stackPointer), true);
  expect([word(stackPointer), argc]).toEqual([BigInt(args.length), args.length]);
  const texts = args.map((_, index) => {
    const from = Number(word(argv + BigInt(8 * index)) - stackPointer);
    return Buffer.from(bytes.subarray(from, bytes.indexOf(0, from))).toString('utf8');
  });
  expect(texts).toEqual(args);
  // argv's NULL, envp's NULL, AT_NULL and its value.
  const after = argv + BigInt(8 * args.length);
  expect([0n, 8n, 16n, 24n].map((offset) => word(after + offset))).toEqual([0n, 0n, 0n, 0n]);
  expect(word(top - 8n)).toBe(0n);
});

it('a lone surrogate becomes U+FFFD, and too long a list is refused', () => {
  const { bytes } = layOutArguments(['a\ud800'], top);
  expect(Buffer.from(bytes).includes(Buffer.from('a\ufffd\0'))).toBe(true);
  expect(() => layOutArguments(['x'.repeat(3 << 20)], top)).toThrow('Argument list too long');
});
