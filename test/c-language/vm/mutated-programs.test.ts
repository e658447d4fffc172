/** Programs with random mistakes in them: whatever still compiles runs to some exit within its budget, and nothing throws. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GuestFault } from '../../../simulator/c-language/vm-contract.ts';
import { createVm, pushCall, run } from '../../../simulator/c-language/vm.ts';
import { readGroups } from '../gcc/gcc-oracle.ts';
import { compile, functionNamed, load } from '../../support/compiled-program.ts';

const groups = readGroups();
const tokens =
  /[A-Za-z_]\w*|\d[\w.]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[-+*/%&|^<>=!]=|&&|\|\||->|\+\+|--|<<|>>|\S|\s+/g;
const inserted = ['+', '*', '&', '(', ')', '{', '}', ';', ',', '0', '1', '-1', '->', '.', '=', '?', ':', '!', 'int', 'break', 'return', 'goto x', 'case 1:', '[0]']; // prettier-ignore

/** One TEST function with up to three tokens dropped, doubled, swapped with others or replaced. */
const mutated = fc
  .record({
    group: fc.nat(groups.length - 1),
    function: fc.nat(),
    edits: fc.array(
      fc.record({
        at: fc.nat(),
        kind: fc.constantFrom('drop', 'double', 'swap', 'replace'),
        with: fc.constantFrom(...inserted),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ group, function: which, edits }) => {
    const { text, names } = groups[group]!;
    const name = names[which % names.length]!;
    const start = text.indexOf(`TEST(${name})`);
    const end = text.indexOf('\n}\n', start);
    const words = text.slice(start, end).match(tokens)!;
    for (const edit of edits) {
      const at = 4 + (edit.at % (words.length - 4));
      if (edit.kind === 'drop') words[at] = '';
      else if (edit.kind === 'double') words[at] += ` ${words[at]}`;
      else if (edit.kind === 'swap') [words[at], words[words.length - 2]] = [words[words.length - 2]!, words[at]!];
      else words[at] = edit.with;
    }
    return { name, text: text.slice(0, start) + words.join('') + text.slice(end) };
  });

test('mutated programs are refused or end', () => {
  let compiled = 0;
  const ends = new Set<string>();
  fc.assert(
    fc.property(mutated, ({ name, text }) => {
      const { program } = compile({ 'mutated.c': text });
      if (!program || !program.functions.some((each) => each.name === name)) return;
      compiled++;
      const machine = load(program);
      const vm = createVm(program, {
        ...machine.vm,
        callBuiltin: (call, thread) => {
          try {
            return machine.vm.callBuiltin(call, thread);
          } catch {
            throw new GuestFault({ kind: 'not-present', access: 'read', mode: 'kernel', address: 0n, size: 1 });
          }
        },
      });
      pushCall(program, machine.thread, functionNamed(program, name), []);
      const exit = run(vm, machine.thread, 50_000);
      ends.add(exit.kind);
      expect(vm.statementsExecuted).toBeLessThanOrEqual(50_000);
    }),
    { numRuns: 300, seed: 11 },
  );
  expect(compiled).toBeGreaterThan(30);
  expect(ends.has('finished')).toBe(true);
});
