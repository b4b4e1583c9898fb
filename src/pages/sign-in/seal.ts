import { hkdfSync } from 'node:crypto';
import { EncryptJWT, jwtDecrypt, type JWTPayload } from 'jose';
import type { z } from 'zod';
import type { Clock } from '../../ports.ts';

/** Closes values so that only who knows the secret can read or change them. */
export interface Seal<T> {
  close(value: T, until: Date): Promise<string>;
  /** null: it is not from here, not for this purpose, changed, or its time is over. */
  open(sealed: string): Promise<T | null>;
}

const ENCRYPTION = { alg: 'dir', enc: 'A256GCM' } as const;

/**
 * A seal for one purpose: what was closed for another does not open.
 * @param secret its holders are every replica; whoever changes it ends everything that was closed with it
 */
export function createSeal<T extends object>(
  secret: string,
  purpose: string,
  shape: z.ZodType<T>,
  clock: Clock,
): Seal<T> {
  const key = new Uint8Array(hkdfSync('sha256', secret, 'AgentGuard', purpose, 32));
  return {
    close: (value, until) =>
      new EncryptJWT({ ...value } as JWTPayload)
        .setProtectedHeader(ENCRYPTION)
        .setExpirationTime(until)
        .encrypt(key),
    async open(sealed) {
      try {
        const { payload } = await jwtDecrypt(sealed, key, {
          currentDate: clock.now(),
          requiredClaims: ['exp'],
          keyManagementAlgorithms: [ENCRYPTION.alg],
          contentEncryptionAlgorithms: [ENCRYPTION.enc],
        });
        return shape.parse(payload);
      } catch {
        // Whatever is wrong with it, it is no seal of ours.
        return null;
      }
    },
  };
}
