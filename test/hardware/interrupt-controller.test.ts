import { describe, expect, it } from 'vitest';
import {
  acknowledge,
  allocateMessageInterrupts,
  createInterruptController,
  endOfInterrupt,
  freeMessageInterrupt,
  lowerLine,
  nextPendingInterrupt,
  raiseLine,
  sendMessage,
  setAffinity,
  setMasked,
} from '../../simulator/hardware/interrupt-controller.ts';

describe('level lines', () => {
  it('stay pending while any source holds them, but not while served', () => {
    const controller = createInterruptController();
    expect(raiseLine(controller, 18, 'a')).toBe(true);
    expect(raiseLine(controller, 18, 'b')).toBe(false);
    expect(nextPendingInterrupt(controller, 0)).toBe(18);
    acknowledge(controller, 18);
    expect(nextPendingInterrupt(controller, 0)).toBe(null);
    lowerLine(controller, 18, 'a');
    endOfInterrupt(controller, 18);
    expect(nextPendingInterrupt(controller, 0)).toBe(18); // b is still there: it screams until somebody handles b
    lowerLine(controller, 18, 'b');
    expect(nextPendingInterrupt(controller, 0)).toBe(null);
  });

  it('are forgotten when they fall before anybody looked', () => {
    const controller = createInterruptController();
    raiseLine(controller, 18, 'a');
    lowerLine(controller, 18, 'a');
    expect(nextPendingInterrupt(controller, 0)).toBe(null);
  });
});

describe('messages', () => {
  it('wait in the latch while masked, merge there, and come again if sent while served', () => {
    const controller = createInterruptController();
    const irq = allocateMessageInterrupts(controller, 1)!;
    sendMessage(controller, irq);
    sendMessage(controller, irq);
    expect(nextPendingInterrupt(controller, 0)).toBe(null); // masked until requested
    setMasked(controller, irq, false);
    expect(nextPendingInterrupt(controller, 0)).toBe(irq);
    acknowledge(controller, irq);
    sendMessage(controller, irq);
    expect(nextPendingInterrupt(controller, 0)).toBe(null);
    endOfInterrupt(controller, irq);
    expect(nextPendingInterrupt(controller, 0)).toBe(irq);
    acknowledge(controller, irq);
    endOfInterrupt(controller, irq);
    expect(nextPendingInterrupt(controller, 0)).toBe(null);
    expect(controller.interrupts.get(irq)).toMatchObject({ raised: 3, merged: 1 });
  });

  it('go to one CPU, the lowest number first', () => {
    const controller = createInterruptController();
    const first = allocateMessageInterrupts(controller, 3)!;
    for (const irq of [first + 2, first + 1, first]) {
      setMasked(controller, irq, false);
      sendMessage(controller, irq);
    }
    setAffinity(controller, first, 1);
    expect([nextPendingInterrupt(controller, 0), nextPendingInterrupt(controller, 1)]).toEqual([first + 1, first]);
  });

  it('are allocated in blocks and reused; to nobody they are lost and counted', () => {
    const controller = createInterruptController();
    const first = allocateMessageInterrupts(controller, 2)!;
    expect(allocateMessageInterrupts(controller, 2)).toBe(first + 2);
    freeMessageInterrupt(controller, first);
    expect(allocateMessageInterrupts(controller, 2)).toBe(first + 4);
    expect(allocateMessageInterrupts(controller, 1)).toBe(first);
    expect(sendMessage(controller, 999)).toBe(false);
    expect(controller.spuriousMessages).toBe(1);
  });
});
