import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

/** OWASP password storage cheat sheet: argon2id, 19 MiB, 2 passes, 1 lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

const derive = (password: string, salt: Buffer, passes: number, memory: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    argon2(
      'argon2id',
      { message: password, nonce: salt, parallelism: cost.parallelism, tagLength: cost.tagLength, memory, passes },
      (error, key) => (error ? reject(error) : resolve(Buffer.from(key))),
    );
  });

/** `argon2id$m=…$t=…$salt$hash`, base64url. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(16);
  const key = await derive(password.normalize('NFKC'), salt, cost.passes, cost.memory);
  return `argon2id$${cost.memory}$${cost.passes}$${salt.toString('base64url')}$${key.toString('base64url')}`;
};

export const verifyPassword = async (password: string, stored: string): Promise<boolean> => {
  const [kind, memory, passes, salt, hash] = stored.split('$');
  if (kind !== 'argon2id' || !memory || !passes || !salt || !hash) return false;
  const expected = Buffer.from(hash, 'base64url');
  const key = await derive(password.normalize('NFKC'), Buffer.from(salt, 'base64url'), Number(passes), Number(memory));
  return key.length === expected.length && timingSafeEqual(key, expected);
};
