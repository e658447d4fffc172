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
  };
  readFields(root, fields, 'faults', check);
  return { fail, loseInterrupts, delayInterrupts, stopTransfers };
}

export function readCodes(node: JsonNode, check: Check): string[] {
  if (node.kind === 'array' && node.items.every((each) => each.kind === 'string' && /^[\w-]+$/.test(each.value)))
    return node.items.map((each) => (each.kind === 'string' ? each.value : ''));
  report(check, node.place, 'allow must be a list of findings by their codes, such as ["short-write-leak"]');
  return [];
}
