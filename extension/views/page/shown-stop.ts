/** Which stop the page shows, counted by the view when it shows another: what has changed is what differs from the stop before. */
let stop = 0;

export function nextStopShown(): void {
  stop++;
}

export function shownStop(): number {
  return stop;
}
