const endings = new Set<() => void>();
let listening = false;

/** Runs `ending` when this process exits, unless it was called off by what this returns. Only synchronous work counts. */
export const whenProcessEnds = (ending: () => void): (() => void) => {
  // One listener for all: every server of a test run would otherwise add its own, and Node warns of a leak.
  if (!listening) {
    process.once('exit', () => {
      for (const each of endings) each();
    });
    listening = true;
  }
  endings.add(ending);
  return () => void endings.delete(ending);
};
