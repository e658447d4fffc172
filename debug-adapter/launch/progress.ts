/** Signs of progress around work that blocks: the client decides after how long it shows them. */
import type { Session } from '../session-state.ts';

let lastProgress = 0;

/** `begin`: what can be cancelled is told the progress' id. */
export async function withProgress<T>(
  session: Session,
  title: string,
  work: () => T | Promise<T>,
  begin: ((progressId: string) => void) | null = null,
): Promise<T> {
  const progressId = `progress-${++lastProgress}`;
  begin?.(progressId);
  if (!session.client.understands.progress) return work();
  session.send('progressStart', { progressId, title, cancellable: begin !== null });
  // The event leaves the process before the work blocks it.
  await new Promise((resolve) => setImmediate(resolve));
  try {
    return await work();
  } finally {
    session.send('progressEnd', { progressId });
  }
}
