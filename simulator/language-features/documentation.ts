/** The kernel functions and constants of DMA drivers in a few words of our own: what it does, the rules that bite, where Linux 6.1 says so. */
import { allocationDocumentation } from './documentation/allocation.ts';
import { deviceDocumentation } from './documentation/device.ts';
import { mappingDocumentation } from './documentation/mapping.ts';

export interface Documentation {
  /** One sentence. */
  readonly summary: string;
  readonly rules: readonly string[];
  /** Path in the kernel's tree. */
  readonly source: string;
}
export type Documentations = Readonly<Record<string, Documentation>>;

const all: Documentations = { ...mappingDocumentation, ...allocationDocumentation, ...deviceDocumentation };

export const documentedNames: readonly string[] = Object.keys(all);

export function documentationOf(name: string): Documentation | null {
  if (Object.hasOwn(all, name)) return all[name]!;
  const plain = /^(\w+)_attrs$/.exec(name)?.[1];
  const known = plain === undefined ? null : documentationOf(plain);
  return known && { ...known, summary: `As \`${plain}\`, with attributes (\`DMA_ATTR_…\`).` };
}
