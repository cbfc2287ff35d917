import { Sampling } from './sampling';

/** How many of `count` events are due that come every `gapMs`. */
function timed(sampling: Sampling, count: number, gapMs: number, startMs = 0) {
  let due = 0;
  for (let i = 0; i < count; i += 1) {
    if (sampling.due()) {
      due += 1;
      sampling.taken(startMs + i * gapMs);
    }
  }
  return due;
}

describe('Sampling', () => {
  it('times every event while they come slowly', () => {
    expect(timed(new Sampling(), 1000, 50)).toBe(1000);
  });

  it.each([0.1, 1, 10])(
    'times some ten a second while they come every %d ms',
    gapMs => {
      const due = timed(new Sampling(), 50_000 / gapMs, gapMs);
      expect(due).toBeGreaterThan(350);
      expect(due).toBeLessThan(650);
    },
  );

  it('times one in some hundreds in the greatest rush', () => {
    const due = timed(new Sampling(), 512_000, 0.001);
    expect(due).toBeGreaterThan(300);
    expect(due).toBeLessThan(800);
  });

  it('misses few after a burst', () => {
    let due = 0;
    for (let burst = 0; burst < 1_000; burst += 1) {
      const sampling = new Sampling();
      timed(sampling, 100, 0.001);
      due += timed(sampling, 100, 60, 100);
    }
    expect(due / 1_000).toBeGreaterThan(80);
  });

  it('times every event again soon after a rush', () => {
    const sampling = new Sampling();
    timed(sampling, 10_000, 0.02);
    expect(timed(sampling, 2_048, 2_000, 1_000)).toBeGreaterThan(0);
    expect(timed(sampling, 100, 1_000, 8_000_000)).toBe(100);
  });

  it('says for how many events each stands that is timed', () => {
    const sampling = new Sampling();
    let last = 0;
    let spans = 0;
    for (let i = 1; i <= 64_000; i += 1) {
      if (sampling.due()) {
        spans += sampling.taken(i * 0.02);
        last = i;
      }
    }
    expect(spans).toBe(last);
  });

  it('takes a rush with pauses for a rush', () => {
    const sampling = new Sampling();
    let due = 0;
    for (let burst = 0; burst < 400; burst += 1) {
      due += timed(sampling, 80, 0.02, burst * 12);
    }
    expect(due).toBeLessThan(400);
  });

  it('does not go in step with what goes round', () => {
    const sampling = new Sampling();
    const perKind = [0, 0, 0, 0];
    for (let i = 0; i < 512_000; i += 1) {
      if (sampling.due()) {
        sampling.taken(i * 0.02);
        perKind[i % 4] += 1;
      }
    }
    expect(Math.min(...perKind)).toBeGreaterThan(20);
  });
});
