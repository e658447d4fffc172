/** Signs of progress around work that blocks: the client decides after how long it shows them. */
import type { Session } from '../session-state.ts';

let lastProgress = 0;

export async function withProgress<T>(session: Session, title: string, work: () => T | Promise<T>): Promise<T> {
  if (!session.client.understands.progress) return work();
  const progressId = `progress-${++lastProgress}`;
  session.send('progressStart', { progressId, title, cancellable: false });
  // The event leaves the process before the work blocks it.
  await new Promise((resolve) => setImmediate(resolve));
  try {
    return await work();
  } finally {
    session.send('progressEnd', { progressId });
  }
}
