/** Making an `Execution` and linking it to the thread that runs next. */
import type { ThreadState } from '../thread-state.ts';
import type { Execution, RunningVm } from './execution.ts';
import { frameWord, frameWords } from './frames.ts';
import { executeRare } from './rare.ts';
import { stackOf } from './stacks.ts';

export function newExecution(vm: RunningVm, thread: ThreadState): Execution {
  const { buffer } = thread.registers;
  return {
    vm,
    thread,
    program: vm.program,
    tables: vm.tables,
    port: vm.kernelPort,
    mode: 0,
    code: vm.code,
    registers: thread.registers,
    floats: new Float32Array(buffer),
    doubles: new Float64Array(buffer),
    signed: new BigInt64Array(buffer),
    unsigned: new BigUint64Array(buffer),
    frames: thread.frames,
    functionTable: vm.tables.functions,
    breakpoints: vm.breakpoints,
    arrivals: vm.arrivals,
    stepping: false,
    stackLimitLow: 0,
    stackLimitHigh: 0,
    fp: 0,
    remaining: 0,
    statementsAtEnd: 0,
    executeRare,
    trap: null,
    fault: null,
  };
}

/** Points the VM's execution at the thread's top frame, its mode's port and its arrays as they are now. */
export function linkExecution(vm: RunningVm, thread: ThreadState, remaining: number, end: number): Execution {
  const execution = (vm.execution ??= newExecution(vm, thread));
  const fp = (thread.depth - 1) * frameWords;
  const mode = vm.tables.functions[thread.frames[fp + frameWord.function]! * 8 + 3]!;
  const { limit } = stackOf(thread, mode === 0 ? 'kernel' : 'user');
  if (execution.registers !== thread.registers) linkRegisters(execution, thread.registers);
  execution.thread = thread;
  execution.code = vm.code;
  execution.frames = thread.frames;
  execution.port = mode === 0 ? vm.kernelPort : vm.userPort;
  execution.mode = mode;
  execution.stepping = vm.stepping;
  execution.arrivals = vm.arrivals;
  execution.stackLimitLow = Number(BigInt.asIntN(32, limit));
  execution.stackLimitHigh = Number(BigInt.asIntN(32, limit >> 32n));
  execution.fp = fp;
  execution.remaining = remaining;
  execution.statementsAtEnd = end;
  return execution;
}

function linkRegisters(execution: Execution, registers: Int32Array): void {
  const { buffer } = registers;
  execution.registers = registers;
  execution.floats = new Float32Array(buffer);
  execution.doubles = new Float64Array(buffer);
  execution.signed = new BigInt64Array(buffer);
  execution.unsigned = new BigUint64Array(buffer);
}
