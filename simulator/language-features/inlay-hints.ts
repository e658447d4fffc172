/** Hints between the words: what an allocation really takes, and how many cache lines a mapped buffer lies in. */
import type { Place } from '../c-language/source.ts';
import type { Expression } from '../c-language/syntax.ts';
import { orderFor } from '../kernel/page-allocator/for-caller.ts';
import { kmallocSizes } from '../kernel/slab/create.ts';
import { calledFunction, expressionsOf, withoutWrapping } from '../static-checks/expressions.ts';
import { placeKey, type Analysis } from './analysis.ts';
import { constantOf } from './hover.ts';

export interface InlayHint {
  /** Behind this. */
  readonly place: Place;
  readonly text: string;
  readonly tooltip: string;
}

const pageBytes = 4096;

type HintOf = (bytes: number) => { readonly text: string; readonly tooltip: string } | null;

/** Argument that is the size in bytes, and what to say of it. */
const allocations: Readonly<Record<string, readonly [argument: number, hint: HintOf]>> = {
  kmalloc: [0, kmallocHint],
  kzalloc: [0, kmallocHint],
  __kmalloc: [0, kmallocHint],
  devm_kmalloc: [1, devresHint],
  devm_kzalloc: [1, devresHint],
  dma_alloc_coherent: [1, coherentHint],
  dmam_alloc_coherent: [1, coherentHint],
  dma_alloc_attrs: [1, coherentHint],
  dma_map_single: [2, mappedHint],
  dma_map_single_attrs: [2, mappedHint],
};

export function inlayHints(analysis: Analysis): readonly InlayHint[] {
  const { unit, file } = analysis;
  const hints = new Map<string, InlayHint>();
  for (const { body, place } of unit.functions) {
    if (place.file.path !== file.path) continue;
    for (const expression of expressionsOf(body)) {
      const hint = expression.kind === 'call' ? hintOf(expression) : null;
      if (hint?.place.file.path === file.path) hints.set(placeKey(hint.place), hint);
    }
  }
  return [...hints.values()];
}

function hintOf(call: Extract<Expression, { kind: 'call' }>): InlayHint | null {
  const name = calledFunction(call);
  const [argument, describe] = (name === null ? null : allocations[name]) ?? [];
  const size = argument === undefined ? undefined : call.arguments[argument];
  const bytes = size ? constantOf(withoutWrapping(size)) : null;
  if (!size || bytes === null || bytes === 0 || !describe) return null;
  const hint = describe(bytes);
  return hint && { place: size.end, ...hint };
}

function kmallocHint(bytes: number): ReturnType<HintOf> {
  const fits = kmallocSizes.find((each) => each >= bytes);
  if (fits === undefined) return pagesHint(bytes, 'kmalloc hands sizes above 8 KiB to the page allocator');
  if (fits === bytes) return null;
  return {
    text: `: kmalloc-${fits}`,
    tooltip: `ksize is ${fits} bytes: ${fits - bytes} more than asked for${fits < 64 ? '. Smaller than a cache line: neighbours share the line, which a device that does not snoop can corrupt' : ''}`,
  };
}

/** `struct devres` in front of the memory, on 64 bits (drivers/base/devres.c). */
const devresHeader = 40;

function devresHint(bytes: number): ReturnType<HintOf> {
  const all = bytes + devresHeader;
  const fits = kmallocSizes.find((each) => each >= all);
  if (fits === undefined) return pagesHint(all, `kmalloc hands sizes above 8 KiB to the page allocator, with devres’s header of ${devresHeader} bytes`); // prettier-ignore
  return {
    text: `: kmalloc-${fits}`,
    tooltip: `with devres’s header of ${devresHeader} bytes in front, ${fits - all} bytes are unused; the memory begins at byte ${devresHeader} of its block, so it shares a cache line with that header`,
  };
}

function coherentHint(bytes: number): ReturnType<HintOf> {
  return pagesHint(bytes, 'without CMA, coherent memory is whole pages of a power of two');
}

function pagesHint(bytes: number, why: string): ReturnType<HintOf> {
  const order = orderFor(bytes);
  const given = 2 ** order * pageBytes;
  if (given === bytes) return null;
  const waste = (given - bytes).toLocaleString('en');
  return {
    text: `: order ${order}, ${waste} unused`,
    tooltip: `${why}: ${given.toLocaleString('en')} bytes, ${waste} of them unused`,
  };
}

function mappedHint(bytes: number): ReturnType<HintOf> {
  if (bytes % 64 === 0) return null;
  const lines = Math.ceil(bytes / 64);
  return {
    text: `: ${lines} cache line${lines === 1 ? '' : 's'}, the last in part`,
    tooltip: `${bytes} bytes end inside of a 64-byte line: whatever shares it must not be written while a device that does not snoop owns the buffer`,
  };
}
