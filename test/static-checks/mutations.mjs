/**
 * Whether rules still speak: `node test/static-checks/mutations.mjs TREE HALF FROM COUNT [EACH [DIST [OTHER-DIST]]]` takes drivers nobody here wrote, as
 * `foreign-drivers.mjs` draws them, breaks each in one place by one edit of a rule's kind, and counts in how many `check` has a finding of that rule that it had
 * not before. With a second build beside, what one of them finds and the other does not is told: that is what a mended rule has lost. Counts are in `precision.md`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chosenFiles } from './foreign-files.mjs';

const [
  tree,
  half,
  from = '0',
  count = '100',
  each = '12',
  own = fileURLToPath(new URL('../../dist', import.meta.url)),
  other,
] = process.argv.slice(2);
if (!tree || !half) throw new Error('usage: mutations.mjs TREE HALF|LIST.txt FROM COUNT [EACH [DIST [OTHER-DIST]]]');

const arguments_ = String.raw`((?:[^();]|\((?:[^();]|\([^();]*\))*\))*)`;
const statement = (call) => new RegExp(`^[ \\t]+(?:${call})\\(${arguments_}\\);\\n`, 'gm');
const map = 'dma_map_single';
const mapped = new RegExp(`^([ \\t]+)([\\w>.\\[\\]-]+) = ${map}\\(${arguments_}\\);\\n`, 'gm');
const allocated = new RegExp(`^([ \\t]+)([\\w>.\\[\\]-]+) = dma_alloc_coherent\\(${arguments_}\\);\\n`, 'gm');
const swapped = { DMA_TO_DEVICE: 'DMA_FROM_DEVICE', DMA_FROM_DEVICE: 'DMA_TO_DEVICE' };
const directions = /DMA_TO_DEVICE|DMA_FROM_DEVICE/;

/** The arguments of a call, as they are written. */
function split(text) {
  const parts = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '(' || letter === '[') depth++;
    if (letter === ')' || letter === ']') depth--;
    if (letter === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim());
}

const behind = (line) => (found, indent, target, given) => `${found}${indent}${line(target, split(given))}\n`;
const isPlain = (text) => /^[\w>.-]+$/.test(text ?? '');
const replaced = (call, index, by) => [new RegExp(`^[ \\t]+(?:[\\w>.\\[\\]-]+ = )?(${call})\\(${arguments_}\\);\\n`, 'gm'), (found, name, given) => {
  const parts = split(given);
  const changed = parts[index] === undefined ? null : by(parts[index], parts);
  return changed === null ? null : found.replace(given, () => parts.with(index, changed).join(', '));
}]; // prettier-ignore

/** Each: the rule, where in a function's body, what is put there (null: not here), and what else the body must have. */
const kinds = [
  ['unmap-missing', statement('dma_unmap_single|dma_unmap_page'), () => '\t;\n', /= dma_map_(single|page)\(/],
  ['unmap-missing', statement('dma_free_coherent'), () => '\t;\n', /= dma_alloc_coherent\(/],
  ['unmap-missing', statement('dma_unmap_sg'), () => '\t;\n', /dma_map_sg\(/],
  ['unmap-missing', statement('dma_pool_free'), () => '', /dma_pool_z?alloc\(/],
  ['unmap-twice', statement('dma_unmap_single|dma_free_coherent|dma_pool_free'), (found) => found + found, /= dma_(map_single|alloc_coherent|pool_z?alloc)\(/],
  ['unmap-wrong-direction', ...replaced('dma_unmap_single|dma_unmap_page|dma_unmap_sg', 3, (given) => swapped[given] ?? null), /dma_map_(single|page|sg)\((?:[^;]*)DMA_(TO|FROM)_DEVICE/],
  ['unmap-wrong-size', ...replaced('dma_unmap_single|dma_unmap_page', 2, (given) => `${given} + 4`), /= dma_map_(single|page)\(/],
  ['unmap-wrong-size', ...replaced('dma_free_coherent', 1, (given) => `${given} + 4`), /= dma_alloc_coherent\(/],
  ['unmap-wrong-function', /^[ \t]+dma_free_coherent\(([^;]*)\);\n/gm, (found, given) => (isPlain(split(given)[2]) ? `\tkfree(${split(given)[2]});\n` : null), /= dma_alloc_coherent\(/],
  ['unmap-wrong-handle', ...replaced('dma_unmap_single', 1, (_, parts) => (parts.length === 4 ? '(dma_addr_t)buf_of_cpu' : null)), new RegExp(`= ${map}\\(`)],
  ['unmap-failed-mapping', new RegExp(`^([ \\t]+)if \\((?:unlikely\\()?dma_mapping_error\\(([^,()]+),\\s*([\\w>.-]+)\\)\\)?\\) \\{\\n`, 'gm'), (found, indent, device, handle) => `${found}${indent}\tdma_unmap_single(${device}, ${handle}, 4, DMA_TO_DEVICE);\n`, /= dma_map_single\(/],
  ['map-error-unchecked', /dma_mapping_error\((?:[^()]|\([^()]*\))*\)/g, () => '0', /= dma_map_(single|page)\(/],
  ['sg-map-unchecked', new RegExp(`^([ \\t]+)[\\w>.\\[\\]-]+ = (dma_map_sg\\(${arguments_}\\));\\n`, 'gm'), (_, indent, call) => `${indent}${call};\n`],
  ['free-while-mapped', new RegExp(`= ${map}\\([^,;]+, ([\\w>.-]+),[^;]*;\\n\\s*if \\((?:unlikely\\()?dma_mapping_error\\([^;{]*\\{[^}]*\\}\\n`, 'g'), (found, buffer) => `${found}\tkfree(${buffer});\n`],
  ['cpu-access-while-mapped', mapped, behind((_, parts) => (isPlain(parts[1]) ? `memset(${parts[1]}, 1, 1);` : null))],
  ['dma-from-stack', ...replaced(map, 1, () => '&(char[4]){ 0 }')],
  ['dma-from-stack', mapped, (found, indent, target, given) => `${indent}{ char on_stack[64]; ${target} = ${map}(${split(given).with(1, 'on_stack').join(', ')}); }\n`],
  ['dma-from-vmalloc', ...replaced(map, 1, () => 'vmalloc(64)')],
  ['dma-from-static', ...replaced(map, 1, () => '"text"')],
  ['null-device', ...replaced(`${map}|dma_alloc_coherent`, 0, (given) => (given === 'NULL' ? null : 'NULL'))],
  ['map-sizeof-pointer', ...replaced(`${map}|dma_alloc_coherent`, 2, (given) => given.match(/^sizeof\(\*(\w+)\)$/) ? given.replace('*', '') : null)],
  ['sync-wrong-direction', ...replaced('dma_sync_single_for_(?:cpu|device)', 3, (given) => swapped[given] ?? null), /= dma_map_single\(/],
  ['handle-as-pointer', mapped, behind((target) => `memset((void *)(uintptr_t)${target}, 0, 4);`)],
  ['handle-as-pointer', allocated, behind((_, parts) => (/^&[\w>.-]+$/.test(parts[2]) ? `*(u32 *)(uintptr_t)${parts[2].slice(1)} = 0;` : null))],
  ['handle-as-physical', allocated, behind((_, parts) => (/^&[\w>.-]+$/.test(parts[2]) ? `phys_to_virt(${parts[2].slice(1)});` : null))],
  ['virt-to-phys-of-dma-memory', allocated, behind((target) => `virt_to_phys(${target});`)],
  ['devm-freed-by-hand', /^([ \t]+)(\w+) = devm_kzalloc\([^;]*\);\n(?:[ \t]+if \(!\w+\)\n[^\n]*\n)/gm, (found, indent, target) => `${found}${indent}kfree(${target});\n`],
  ['dma-mask-unchecked', new RegExp(`^([ \\t]+)(?:\\w+) = ((?:dma_set_mask(?:_and_coherent)?|dma_set_coherent_mask)\\(${arguments_}\\));\\n`, 'gm'), (_, indent, call) => `${indent}${call};\n`],
  ['dma-mask-missing', new RegExp(`(?:dma_set_mask(?:_and_coherent)?|dma_set_coherent_mask|pci_set_(?:consistent_)?dma_mask)\\(${arguments_}\\)`, 'gm'), () => '0', /pci(m)?_enable_device/, true],
  ['bus-master-missing', statement('pci_set_master'), () => '', /pci(m)?_enable_device/],
  ['dead-mask-fallback', new RegExp(`^([ \\t]+)\\w+ = dma_set_mask_and_coherent\\(([^;,]+), DMA_BIT_MASK\\(64\\)\\);\\n`, 'gm'), (_, indent, device) => `${indent}if (dma_set_mask_and_coherent(${device}, DMA_BIT_MASK(64)))\n${indent}\tif (dma_set_mask_and_coherent(${device}, DMA_BIT_MASK(32)))\n${indent}\t\treturn -EIO;\n`],
  ['sleep-in-atomic', /^([ \t]+)spin_lock_irqsave\([^;]*\);\n/gm, (found, indent) => `${found}${indent}msleep(1);\n`],
  ['sleep-in-atomic', /^([ \t]+)spin_lock_irqsave\([^;]*\);\n/gm, (found, indent) => `${found}${indent}kfree(kmalloc(4, GFP_KERNEL));\n`],
  ['free-coherent-irqs-off', statement('dma_free_coherent'), (found) => `\tlocal_irq_disable();\n${found}\tlocal_irq_enable();\n`],
  // Where an ownership bit is written, or was asked for, beside it: other barriers are none of these rules' affair.
  ['ownership-write-barrier', /^[ \t]+(?:dma_)?wmb\(\);\n(?=(?:[ \t]+[^\n(]*\n){0,2}[^\n]*= [^\n]*OWN)/gm, () => ''],
  ['ownership-read-barrier', /(?<=OWN[^\n]*\n(?:[^\n}]*\n){0,2}[^\n]*)^[ \t]+(?:dma_)?rmb\(\);\n/gm, () => ''],
  ['descriptor-endianness', /= cpu_to_le32\(([\w>.-]+)\);/g, (_, value) => `= ${value};`],
  ['poll-without-timeout', /^([ \t]+)writel\([^;]*,\s*([\w>.+ -]+)\);\n/gm, (found, indent, register) => `${found}${indent}while (readl(${register}) & 1)\n${indent}\tcpu_relax();\n`],
  ['physical-for-device', /^([ \t]+)writel\(([^;,]+), ([^;]+)\);\n/gm, (found, indent, _, register) => `${found}${indent}writel(virt_to_phys(kmalloc(64, GFP_KERNEL)), ${register});\n`],
]; // prettier-ignore

/** Bodies of functions, as the kernel indents them. */
function bodies(text) {
  return [...text.matchAll(/^\{\n[\s\S]*?^\}/gm)].map(({ 0: body, index }) => ({ body, index }));
}

/** Broken in one place, the first that fits; null: there is none. */
function broken(text, [, where, by, beside, all]) {
  for (const { body, index } of bodies(text)) {
    if (beside && !beside.test(body)) continue;
    if (where.source.includes('swapped') && !directions.test(body)) continue;
    for (const found of body.matchAll(where)) {
      const changed = by(...found);
      if (changed === null || changed.includes('null\n')) continue;
      const rest = body.slice(found.index + found[0].length);
      const inside = body.slice(0, found.index) + changed + (all ? rest.replace(where, by) : rest);
      return text.slice(0, index) + inside.replace('buf_of_cpu', bufferOf(body)) + text.slice(index + body.length);
    }
  }
  return null;
}

function bufferOf(body) {
  return split(new RegExp(`= ${map}\\(${arguments_}\\)`).exec(body)?.[1] ?? '')[1] ?? 'buffer';
}

const room = mkdtempSync(join(tmpdir(), 'mutations-'));
let places = 0;

/** A file of that text in a folder of its own, beside the headers of the driver. */
function placed(path, text) {
  const folder = join(room, String(places++));
  mkdirSync(folder);
  for (const name of readdirSync(dirname(path))) if (name.endsWith('.h')) symlinkSync(join(dirname(path), name), join(folder, name)); // prettier-ignore
  const copy = join(folder, basename(path));
  writeFileSync(copy, text);
  return copy;
}

/** How often each rule speaks in each file. */
function found(paths, dist) {
  const counts = new Map(paths.map((path) => [path, new Map()]));
  for (let at = 0; at < paths.length; at += 10) {
    const lines = checked(paths.slice(at, at + 10), dist)
      .split('\n')
      .filter((line) => line !== '');
    for (const { path, rule } of lines.map((line) => JSON.parse(line))) counts.get(path)?.set(rule, (counts.get(path).get(rule) ?? 0) + 1); // prettier-ignore
  }
  return counts;
}

function checked(paths, dist) {
  try {
    return execFileSync(process.execPath, [join(dist, 'dma-debugger.cjs'), 'check', ...paths, '--json'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1e8 }); // prettier-ignore
  } catch ({ status, stdout }) {
    if (status !== 1) process.stderr.write(`${paths.join(' ')}: status ${status}\n`);
    return String(stdout ?? '');
  }
}

const wholes = new Map();
const mutants = [];
const files = chosenFiles(tree, half, Number(from), Number(count));
for (const [number, kind] of kinds.entries()) {
  let made = 0;
  for (const path of files) {
    if (made >= Number(each)) break;
    const text = readFileSync(path, 'utf8');
    const changed = broken(text, kind);
    if (changed === null || changed === text) continue;
    if (!wholes.has(path)) wholes.set(path, placed(path, text));
    mutants.push({ number, rule: kind[0], path, copy: placed(path, changed) });
    made++;
  }
}
process.stderr.write(`${mutants.length} broken drivers of ${wholes.size}\n`);

const dists = other ? [own, other] : [own];
const spoken = dists.map((dist) => {
  const before = found([...wholes.values()], dist);
  const after = found(mutants.map(({ copy }) => copy), dist); // prettier-ignore
  return mutants.map(({ rule, path, copy }) => (after.get(copy).get(rule) ?? 0) > (before.get(wholes.get(path)).get(rule) ?? 0)); // prettier-ignore
});
for (const number of kinds.keys()) {
  const mine = mutants.flatMap((mutant, at) => (mutant.number === number ? [at] : []));
  const told = spoken.map((by) => mine.filter((at) => by[at]).length).join(', before ');
  console.log(`${kinds[number][0]} ${String(kinds[number][1]).slice(0, 60)}: ${told} of ${mine.length}`);
  for (const at of mine) if (process.env.MISSED && !spoken[0][at]) console.log(`    missed: ${mutants[at].path} ${mutants[at].copy}`); // prettier-ignore
}
for (const [at, { rule, path, copy }] of mutants.entries()) if (spoken[1] && spoken[0][at] !== spoken[1][at]) console.log(`${spoken[0][at] ? 'won' : 'LOST'}: ${rule} ${path} ${copy}`); // prettier-ignore
if (!process.env.MISSED && !other) rmSync(room, { recursive: true });
