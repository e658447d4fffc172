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
const numbers = ['0', '1', '-1', '7', '64', '2147483648', '0xffffffffffffffff'];
const operators = ['+', '-', '*', '/', '%', '<<', '>>', '&', '|', '<', '==', '&&'];
const others = ['(', ')', '{', '}', ';', ',', '->', '.', '=', '?', ':', '!', 'int', 'break', 'return', 'goto x', 'case 1:', '[0]', '']; // prettier-ignore

/** Which tokens an edit may replace, and with what. */
const edits = [
  { of: /^\d/, by: numbers },
  { of: /^([-+*/%&|<]|<<|>>|==|&&)$/, by: operators },
  { of: /\S/, by: others },
];

/** One TEST function with one or two tokens replaced. */
const mutated = fc
  .record({
    group: fc.nat(groups.length - 1),
    function: fc.nat(),
    changes: fc.array(fc.record({ kind: fc.nat(edits.length - 1), at: fc.nat(), by: fc.nat() }), {
      minLength: 1,
      maxLength: 2,
    }),
  })
  .map(({ group, function: which, changes }) => {
    const { text, names } = groups[group]!;
    const name = names[which % names.length]!;
    const start = text.indexOf('{', text.indexOf(`TEST(${name})`));
    const end = text.indexOf('\n}\n', start);
    const words = text.slice(start, end).match(tokens)!;
    for (const { kind, at, by } of changes) {
      const edit = edits[kind]!;
      const places = words.flatMap((word, i) => (i > 0 && edit.of.test(word) ? [i] : []));
      if (places.length > 0) words[places[at % places.length]!] = ` ${edit.by[by % edit.by.length]!} `;
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
  expect(compiled).toBeGreaterThan(60);
  expect(ends.has('finished')).toBe(true);
});
