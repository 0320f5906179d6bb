import { lives } from './processes.ts';

const lookMs = 250;
const againMs = 3000;

export type Watch = {
  /** Ends the watch; answers when no revival is under way any more. */
  end(): Promise<void>;
};

/**
 * Looks after the server and calls `revive` when its process is gone (killed, out of memory), so that the application
 * finds it again at the same address without a restart of its own.
 */
export const keepAlive = (firstPid: number, revive: () => Promise<number>, say: (line: string) => void): Watch => {
  let pid = firstPid;
  let notBefore = 0;
  let ended = false;
  let underWay: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    try {
      say(`PostgreSQL (process ${pid}) has ended unexpectedly; starting it again.`);
      pid = await revive();
      say(`PostgreSQL is back (process ${pid}).`);
    } catch (error) {
      notBefore = performance.now() + againMs;
      say(
        `PostgreSQL could not be started again, next try in ${againMs / 1000} s: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  };
  const timer = setInterval(() => {
    if (ended || underWay !== undefined || performance.now() < notBefore || lives(pid)) return;
    underWay = look().finally(() => (underWay = undefined));
  }, lookMs);
  timer.unref();
  return {
    end: async () => {
      ended = true;
      clearInterval(timer);
      await underWay;
    },
  };
};
