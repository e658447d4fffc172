/** Which names of a line of kernel code are asked for as variables. */
import { expect, test } from 'vitest';
import { namesOn } from '../../extension/debug/names-on-line.ts';

test.each([
  ['int err = pcim_enable_device(pdev);', ['err', 'pdev']],
  ['board->regs = pcim_iomap(pdev, 0, 0);', ['board', 'pdev']],
  ['desc.opts1 = cpu_to_le32(value | RING_END); /* value goes last */', ['desc', 'value', 'RING_END']],
  ['dev_info(&pdev->dev, "handle %pad\\n", &handle); // handle', ['pdev', 'handle']],
  ["if (c == 'x' && c != count)", ['c', 'count']],
  ['return 0;', []],
])('%s', (line, names) => expect([...namesOn(line)].map(([, name]) => name)).toEqual(names));

test('with where each stands', () => expect([...namesOn('\ta = b + a;')]).toEqual([[1, 'a'], [5, 'b']])); // prettier-ignore
