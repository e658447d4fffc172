/** What the commands may touch of the process they run in. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** To be called when a run begins; absent: nobody can end one. */
  interruptible?(): Interruption;
}

/** Somebody who sits before a run and may end it. */
export interface Interruption {
  /** Lets the process see what has come in: whether the run is to end. */
  asked(): Promise<boolean>;
  /** Somebody looks at what is shown; else it is told now and then, as any other line. */
  readonly watched: boolean;
  /** One line in place of the last one; empty: none. Nothing where nobody looks. */
  show(line: string): void;
  /** The run is over. */
  end(): void;
}

/** Of the `dma-debugger` command. */
export const exitStatus = { nothingFound: 0, findings: 1, unusableInput: 2, interrupted: 130 } as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];
