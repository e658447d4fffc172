/** A machine file's faults on demand, and the findings that it does not want to hear of. */
import type { Machine } from '../machine.ts';
import type { JsonNode } from './json-places.ts';
import { readFields, readInteger, report, type Check, type Fields } from './read-fields.ts';

/** Numbers count from 1; a delay is in virtual ns. */
export function readFaults(root: JsonNode, check: Check): Machine['faults'] {
  const fail: number[] = [];
  const loseInterrupts: number[] = [];
  const delayInterrupts: { interrupt: number; by: number }[] = [];
  const stopTransfers: { transfer: number; after: number }[] = [];
  const unplug: { device: string; at: number; noticed: number | null }[] = [];
  const count = (node: JsonNode, smallest = 1): number => readInteger(node, 'it', smallest, 2 ** 40, check) ?? smallest;
  const each = (node: JsonNode, visit: (item: JsonNode) => void): void => {
    if (node.kind === 'array') node.items.forEach(visit);
    else report(check, node.place, 'this must be a list [ … ]');
  };
  const pair = (item: JsonNode, first: string, second: string): readonly [number, number] => {
    let [one, other] = [1, 0];
    readFields(
      item,
      { [first]: (node) => (one = count(node)), [second]: (node) => (other = count(node, 0)) },
      'it',
      check,
    );
    return [one, other];
  };
  const fields: Fields = {
    fail: (node) => each(node, (item) => fail.push(count(item))),
    loseInterrupts: (node) => each(node, (item) => loseInterrupts.push(count(item))),
    delayInterrupts: (node) =>
      each(node, (item) => {
        const [interrupt, by] = pair(item, 'interrupt', 'by');
        delayInterrupts.push({ interrupt, by });
      }),
    stopTransfers: (node) =>
      each(node, (item) => {
        const [transfer, after] = pair(item, 'transfer', 'after');
        stopTransfers.push({ transfer, after });
      }),
    unplug: (node) => each(node, (item) => unplug.push(readUnplugging(item, check))),
  };
  readFields(root, fields, 'faults', check);
  return { fail, loseInterrupts, delayInterrupts, stopTransfers, unplug };
}

function readUnplugging(root: JsonNode, check: Check): { device: string; at: number; noticed: number | null } {
  const unplugging = { device: '', at: 0, noticed: null as number | null };
  const fields: Fields = {
    device: (node) => {
      if (node.kind === 'string') unplugging.device = node.value;
      else report(check, node.place, 'this must be the name of a PCI device, such as "0000:00:02.0"');
    },
    at: (node) => (unplugging.at = readInteger(node, 'at', 0, 2 ** 52, check) ?? 0),
    noticed: (node) => (unplugging.noticed = readInteger(node, 'noticed', 0, 2 ** 52, check)),
  };
  readFields(root, fields, 'unplug', check);
  return unplugging;
}

/** Letters of `slub_debug=`; lower case is as good, as for the kernel. */
export function readSlubDebug(node: JsonNode, check: Check): string {
  if (node.kind === 'string' && /^[fzpu]*$/i.test(node.value)) return node.value.toUpperCase();
  report(
    check,
    node.place,
    'slubDebug must be letters of F, Z, P and U, such as "FZPU": checks of single caches are not modelled',
  );
  return '';
}

export function readCodes(node: JsonNode, check: Check): string[] {
  if (node.kind === 'array' && node.items.every((each) => each.kind === 'string' && /^[\w-]+$/.test(each.value)))
    return node.items.map((each) => (each.kind === 'string' ? each.value : ''));
  report(check, node.place, 'allow must be a list of findings by their codes, such as ["short-write-leak"]');
  return [];
}
