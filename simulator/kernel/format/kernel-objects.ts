/** What a kernel `%p` shows of the kernel's own objects: names in directories, device tree nodes, clocks, sets of flags. */
import { fieldLayout, readField } from '../c-struct.ts';
import type { KernelContext } from '../kernel-context.ts';
import { describeGfp } from '../page-allocator/gfp.ts';
import { readText, readWord } from './guest-text.ts';

const longestName = 256;
const deepest = 4;

/** `%pd`, `%pd2` to `%pd4`: the last names of a path; it ends early at the root. */
export function dentryPath(context: KernelContext, address: bigint, extension: string): string {
  const wanted = Math.min(Number(/^[2-4]/.exec(extension.slice(1))?.[0] ?? 1), deepest);
  let text = '';
  for (let at = address, depth = 0; depth < wanted; depth++) {
    const name = readText(context.port, readField(context.world, 'dentry', at, 'd_name.name'), longestName);
    text = depth === 0 ? name : name === '/' ? `/${text}` : `${name}/${text}`;
    const parent = readField(context.world, 'dentry', at, 'd_parent');
    if (parent === 0n || parent === at) break;
    at = parent;
  }
  return text;
}

/** `%pOF` with f, n, p, P, c, C, F: parts of a node, with colons between them; the path without any. */
export function deviceTreeNode(context: KernelContext, node: bigint, extension: string): string {
  const parts = /^OF([fnpPcCF]+)/.exec(extension)?.[1] ?? 'f';
  return [...parts].map((part) => nodePart(context, node, part)).join(':');
}

function nodePart(context: KernelContext, node: bigint, part: string): string {
  const field = (name: string): bigint => readField(context.world, 'device_node', node, name);
  const full = readText(context.port, field('full_name'), longestName);
  if (part === 'n') return readText(context.port, field('name'), longestName);
  if (part === 'p') return field('phandle').toString();
  if (part === 'P') return full;
  if (part === 'F') return '----';
  if (part === 'f') return pathOfNode(context, node, 0);
  const compatible = compatibleOf(context, field('properties'));
  return part === 'c' ? (compatible[0] ?? '') : compatible.map((each) => `"${each}"`).join(',');
}

/** From the root down; a broken tree ends after some steps. */
function pathOfNode(context: KernelContext, node: bigint, depth: number): string {
  const field = (name: string): bigint => readField(context.world, 'device_node', node, name);
  const full = readText(context.port, field('full_name'), longestName);
  if (full.startsWith('/')) return full;
  const parent = field('parent');
  const above = parent === 0n || depth > 16 ? '/' : pathOfNode(context, parent, depth + 1);
  return above === '/' ? `/${full}` : `${above}/${full}`;
}

function compatibleOf(context: KernelContext, first: bigint): string[] {
  for (let property = first; property !== 0n; property = readField(context.world, 'property', property, 'next')) {
    const field = (name: string): bigint => readField(context.world, 'property', property, name);
    if (readText(context.port, field('name'), longestName) !== 'compatible') continue;
    const texts: string[] = [];
    const end = field('value') + field('length');
    for (let at = field('value'); at < end; at += BigInt(texts.at(-1)!.length + 1))
      texts.push(readText(context.port, at, longestName));
    return texts;
  }
  return [];
}

/** `%pfw` of a device tree node: its path; `%pfwP`: its name. */
export function firmwareNode(context: KernelContext, handle: bigint, extension: string): string {
  const { offset } = fieldLayout(context.world.program, 'device_node', 'fwnode');
  return deviceTreeNode(context, handle - BigInt(offset), extension.startsWith('fwP') ? 'OFP' : 'OF');
}

export function clockName(context: KernelContext, clk: bigint): string {
  const core = readField(context.world, 'clk', clk, 'core');
  return readText(context.port, readField(context.world, 'clk_core', core, 'name'), longestName);
}

/** `%pGg`, `%pGv`, `%pGp`: a set of flags by name, the rest in hexadecimal. */
export function flagSet(context: KernelContext, address: bigint, extension: string): string {
  const flags = readWord(context.port, address);
  if (extension[1] === 'g') return describeGfp(Number(flags & 0xffff_ffffn));
  return extension[1] === 'p' ? pageFlagSet(flags) : namedFlags(flags, areaFlags);
}

/** With the fields above them: node and zone. */
function pageFlagSet(flags: bigint): string {
  const main = flags & ((1n << BigInt(pageFlags.length)) - 1n);
  const fields = [`node=${(flags >> 58n) & 63n}`, `zone=${(flags >> 56n) & 3n}`];
  const words = [...(main === 0n ? [] : [namedFlags(main, [...pageFlags.entries()])]), ...fields];
  return `0x${flags.toString(16)}(${words.join('|')})`;
}

function namedFlags(flags: bigint, names: readonly (readonly [number, string])[]): string {
  let left = flags;
  const found = names.flatMap(([bit, name]) => {
    if (!(left & (1n << BigInt(bit)))) return [];
    left &= ~(1n << BigInt(bit));
    return [name];
  });
  return [...found, ...(left === 0n ? [] : [`0x${left.toString(16)}`])].join('|');
}

/** In the order of their bits, in a 6.1 for x86-64 without CONFIG_MEMORY_FAILURE. */
const pageFlags = [
  'locked', 'referenced', 'uptodate', 'dirty', 'lru', 'active', 'workingset', 'waiters', 'error', 'slab', 'owner_priv_1', 'arch_1',
  'reserved', 'private', 'private_2', 'writeback', 'head', 'mappedtodisk', 'reclaim', 'swapbacked', 'unevictable', 'mlocked', 'uncached',
] as const; // prettier-ignore

/** Bits and names of include/trace/events/mmflags.h of Linux 6.1, in its order. */
const areaFlags: readonly (readonly [number, string])[] = [
  [0, 'read'], [1, 'write'], [2, 'exec'], [3, 'shared'], [4, 'mayread'], [5, 'maywrite'], [6, 'mayexec'], [7, 'mayshare'],
  [8, 'growsdown'], [9, 'uffd_missing'], [10, 'pfnmap'], [12, 'uffd_wp'], [13, 'locked'], [14, 'io'], [15, 'seqread'],
  [16, 'randread'], [17, 'dontcopy'], [18, 'dontexpand'], [19, 'lockonfault'], [20, 'account'], [21, 'noreserve'],
  [22, 'hugetlb'], [23, 'sync'], [25, 'wipeonfork'], [26, 'dontdump'], [28, 'mixedmap'], [29, 'hugepage'],
  [30, 'nohugepage'], [31, 'mergeable'],
]; // prettier-ignore
