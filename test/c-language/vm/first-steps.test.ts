import { expect, test } from 'vitest';
import { runToEnd, start } from '../../support/compiled-program.ts';

test('a program prints', () => {
  const machine = start(`
#include <stdio.h>
static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
int main(void) {
  int sum = 0;
  int a[10];
  for (int i = 0; i < 10; i++) a[i] = i * i;
  for (int i = 0; i < 10; i++) sum += a[i];
  printf("sum %d fib %d\\n", sum, fib(15));
  return sum;
}`);
  expect(runToEnd(machine)).toEqual({ kind: 'finished' });
  expect(machine.libc.output).toBe('sum 285 fib 610\n');
  expect(machine.thread.result).toBe(285n);
});
