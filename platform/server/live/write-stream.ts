import type { Writable } from 'node:stream';

const unreadBytes = 1_048_576;

/**
 * Writes to somebody who may have stopped reading. Who leaves so much unread is gone or asleep; he is let go, because
 * what waits for him stands in this process's memory, and when he returns he asks for everything anyway.
 */
export const writeOrLetGo = (stream: Writable, text: string): void => {
  if (stream.destroyed || stream.writableEnded) return;
  stream.write(text);
  if (stream.writableLength > unreadBytes) stream.destroy();
};
