/** What the commands may touch of the process they run in. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

/** Of the `dma-debugger` command. */
export const exitStatus = { nothingFound: 0, findings: 1, unusableInput: 2 } as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];
