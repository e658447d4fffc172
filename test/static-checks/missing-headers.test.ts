/** A driver whose headers nobody here has: what they may declare is no mistake, what is wrong without them is told. */
import { describe, expect, test } from 'vitest';
import { checkDriver, createCheckCache } from '../../simulator/index.ts';

const none = { findInclude: () => null };

function said(text: string): readonly string[] {
  const { diagnostics } = checkDriver({ path: 'driver.c', text }, none);
  const kept = checkDriver({ path: 'driver.c', text }, none, createCheckCache());
  expect(kept.diagnostics.map(({ message }) => message)).toEqual(diagnostics.map(({ message }) => message));
  return diagnostics.map(({ code, place }) => `${place.line} ${code}`);
}

const include = '#include <linux/io.h>\n#include <acme/soc.h>\n';
// All of it compiles beside an acme/soc.h that declares what begins with acme, and ACME.
const fine = `${include}acme_id_t id;
static struct acme_ops ops = { .start = acme_start, .speed = ACME_FAST };
static int probe(struct acme_chip *chip)
{
	struct acme_state state;
	int error = acme_read(chip, ACME_REG(3), &state);

	acme_for_each(chip, error) {
		state.count += chip->lines[ACME_LINES - 1].count;
	}
	acme_for_each(chip, error) {
		writel(acme_value(chip), chip->regs + ACME_OFFSET);
	}
	switch (error) {
	case ACME_BUSY:
		goto again;
	}
again:
	return acme_last(&ops, sizeof(struct acme_state)) ? -5 : error;
}
acme_driver(probe);
`;

describe('without a header', () => {
  test('what it may declare is not asked for', () => expect(said(fine)).toEqual(['2 missing-include']));

  test.each([
    ['a statement without its end', fine.replace('chip->regs + ACME_OFFSET);', 'chip->regs)'), ['2 missing-include']],
    [
      'a call with too few arguments',
      fine.replace('writel(acme_value(chip), ', 'writel('),
      ['14 macro-argument-count'],
    ],
    ['an `else` of nothing', fine.replace('again:\n', 'again:\n\telse\n'), ['21 misplaced-else']],
    ['a `;` that is forgotten', fine.replace('	switch', '	int x = 3\n\tswitch'), ['16 expected-token']],
  ])('%s is told where nothing unknown is near', (_name, text, expected) =>
    expect(said(text)).toEqual([...new Set(['2 missing-include', ...expected])]),
  );

  test('names are asked for where all headers are there', () =>
    expect(said(fine.replace('#include <acme/soc.h>\n', '')).length).toBeGreaterThan(8));

  test('messages do not run out before the end', () => {
    const many = Array.from({ length: 300 }, (_, at) => `int f${at}(void) { return acme_${at}(ACME_${at}); }\n`).join(
      '',
    );
    expect(said(`${include}${many}int last(void) { int x = 1 return x; }\n`)).toEqual(['2 missing-include', '303 expected-token']); // prettier-ignore
  });
});
