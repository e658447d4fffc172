/** What the text of one function tells of the device and of the driver's other files. */
import type { Expression, FunctionSymbol, Statement } from '../c-language/syntax.ts';
import { registerWrites, relaxedWrites } from './dma-functions.ts';
import { withoutCasts } from './expressions.ts';

/** Declared by a header that is not the kernel's, or by none under a name that begins as the file's own. */
export function elsewhereOf(expressions: readonly Expression[], { place: { file } }: Statement): string[] {
  return expressions.flatMap((each) => {
    const symbol = calleeOf(each);
    if (!symbol || symbol.definition || symbol.place.expansion) return [];
    const { path, builtIn } = symbol.place.file;
    const isKernels =
      path === file.path ? !isNamedAlike(symbol.name, path) : builtIn && !/\/(drivers|sound)\//.test(path);
    return isKernels ? [] : [symbol.name];
  });
}

function calleeOf(call: Expression): FunctionSymbol | null {
  const callee = call.kind === 'call' ? withoutCasts(call.callee) : null;
  const named = callee?.kind === 'decay' ? callee.operand : callee;
  return named?.kind === 'function' ? named.symbol : null;
}

/** `ring_start()` in `ring-main.c`. */
function isNamedAlike(name: string, path: string): boolean {
  const file = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const prefix = name.slice(0, name.indexOf('_')).toLowerCase();
  return prefix.length > 1 && !/^(pci|dev|dma|devm|of|usb|net|platform|scsi|snd)$/.test(prefix) && file.startsWith(prefix); // prettier-ignore
}

const written =
  /\b(?:dma_)?wmb\s*\(\s*\)\s*;(?:\s|\/\*[\s\S]*?\*\/|\/\/.*\n)*(\w*(?:write|out|wr|cpw)\w*)\s*\(([^;]*)\)\s*;/gi;
const toTail =
  /\b\w*(?:write|out[blw]?|wr)\w*\s*\([^;]*\b\w*(?:TAIL|PUT_?IDX|PROD_?IDX|PRODUCER|WRITE_?PTR|WPTR)\w*\b[^;]*\)\s*;/;

/** `wmb(); writel(ring->next, …)`: a value that is no constant, first of the kernel's own functions, last of a driver's. */
export function tellsIndex(text: string): boolean {
  if (toTail.test(text)) return true;
  return [...text.matchAll(written)].some(([, name, given]) => {
    const values = given!.split(/,(?![^(]*\))/);
    const value = registerWrites.includes(name!) || relaxedWrites.includes(name!) ? values[0]! : values.at(-1)!;
    return /\b(?!0x)[a-z]\w*(?![\w(])/.test(value);
  });
}
