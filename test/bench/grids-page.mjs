/** Runs in Chromium: how long a grid of 65,536 cells takes to draw anew, beside a rectangle a cell and beside one copy of as many pixels. */
import '../../extension/views/physical-memory/view.ts';
import { frameLooks } from '../../extension/views/physical-memory/frame-kinds.ts';

const cells = 65_536;
const columns = 256;
const scale = 2;
const rounds = 200;

/** `tell` gives the view a message from its host: the page has it. Timers tick in tenths of a millisecond, so `work` is done `batch` times for one. */
async function timed(what, count, work, batch = 1) {
  const times = [];
  for (let round = 0; round < count; round++) {
    const begun = performance.now();
    for (let each = 0; each < batch; each++) await work(round);
    times.push((performance.now() - begun) / batch);
  }
  // The first ones are compiled while they run.
  return { what, times: times.slice(count / 10) };
}

/** As drawn before; `changed` of its cells look different. */
function next(kinds, round, changed) {
  const result = kinds.slice();
  const first = (round * 4093) % (cells - changed + 1);
  for (let cell = first; cell < first + changed; cell++) result[cell] = (kinds[cell] + 1) % frameLooks.length;
  return result;
}

function gridOf(looks) {
  const grid = document.createElement('cell-grid');
  Object.assign(grid, { looks, columns, scale, label: 'bench', kinds: new Uint8Array(cells) });
  document.body.append(grid);
  return grid;
}

function contextOf(size) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  document.body.append(canvas);
  return canvas.getContext('2d');
}

async function gridRows() {
  const grid = gridOf(frameLooks);
  await grid.updateComplete;
  const redraw = (changed) => {
    const states = Array.from({ length: rounds }, (_, round) => next(new Uint8Array(cells), round, changed));
    return (round) => {
      grid.kinds = states[round];
      return grid.updateComplete;
    };
  };
  return [
    await timed('2,048 cells change', rounds, redraw(1024)),
    await timed('all cells change', rounds, (round) => {
      grid.kinds = new Uint8Array(cells).fill(round % frameLooks.length);
      return grid.updateComplete;
    }),
  ];
}

/** The whole view, from the debug adapter's answer to the picture. */
async function viewRow() {
  const view = document.createElement('dma-view');
  document.body.append(view);
  return timed('Physical Memory of the CMA bug, from answer to picture', 60, async (round) => {
    tell({ kind: 'session', state: { kind: 'stopped', stop: round + 1, frameId: null, reason: 'step' } });
    // Question and answer are microtasks here, so that nothing but the view's own work lies between.
    for (let turn = 0; turn < 20; turn++) await null;
    for (const grid of view.shadowRoot.querySelectorAll('cell-grid')) await grid.updateComplete;
  });
}

async function otherRows() {
  const context = contextOf(columns * scale);
  const image = context.createImageData(columns * scale, columns * scale);
  const colors = frameLooks.map((_, index) => `hsl(${index * 20} 50% 50%)`);
  return [
    await timed(
      'one copy of as many pixels (the least a redraw can take)',
      20,
      () => context.putImageData(image, 0, 0),
      50,
    ),
    await timed('a rectangle a cell (fillRect)', 20, (round) => {
      for (let cell = 0; cell < cells; cell++) {
        context.fillStyle = colors[(cell + round) % colors.length];
        context.fillRect((cell % columns) * scale, Math.floor(cell / columns) * scale, scale, scale);
      }
      context.getImageData(0, 0, 1, 1);
    }),
  ];
}

const rows = [...(await gridRows()), await viewRow(), ...(await otherRows())];
document.body.textContent = `ROWS${JSON.stringify(rows)}ROWS`;
