/** The top of a new stack as the x86-64 ABI has it: argc, argv, an empty environment, an empty auxiliary vector, and the strings above. */

export interface StackedArguments {
  /** What stands from `stackPointer` up to the top of the stack. */
  readonly bytes: Uint8Array;
  readonly stackPointer: bigint; // a multiple of 16
  readonly argc: number;
  /** Address of `char *argv[argc + 1]`. */
  readonly argv: bigint;
}

/** At most this many bytes of strings (a quarter of an 8 MiB stack in Linux). Throws `RangeError` beyond. */
const stringLimit = 2 * 1024 * 1024;

/** Texts become UTF-8. */
export function layOutArguments(args: readonly string[], top: bigint): StackedArguments {
  const strings = args.map((text) => [...utf8(text), 0]);
  const stringBytes = strings.reduce((sum, { length }) => sum + length, 0);
  if (stringBytes > stringLimit) throw new RangeError('Argument list too long');
  // Eight zero bytes end the stack, as in Linux.
  const firstString = top - 8n - BigInt(stringBytes);
  // argc, argv with its NULL, envp's NULL, and two words of AT_NULL.
  const words = 1 + args.length + 1 + 1 + 2;
  const stackPointer = (firstString - BigInt(8 * words)) & ~15n;
  const bytes = new Uint8Array(Number(top - stackPointer));
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(args.length), true);
  let at = firstString;
  strings.forEach((text, index) => {
    view.setBigUint64(8 + 8 * index, at, true);
    bytes.set(text, Number(at - stackPointer));
    at += BigInt(text.length);
  });
  return { bytes, stackPointer, argc: args.length, argv: stackPointer + 8n };
}

/** Lone surrogates become U+FFFD, as in any UTF-8 encoder. */
function utf8(text: string): number[] {
  const well = [...text].map((each) => (/^[\ud800-\udfff]$/.test(each) ? '\ufffd' : each)).join('');
  const escaped = encodeURIComponent(well);
  return [...escaped.matchAll(/%([0-9A-F]{2})|[^%]/g)].map(([all, hex]) =>
    hex === undefined ? all.charCodeAt(0) : parseInt(hex, 16),
  );
}
