/** A random identifier (UUID version 4); also where the page came over plain HTTP, when crypto.randomUUID is absent. */
export function randomIdentifier(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
}

/**
 * Gives one key to one wish. As long as nobody knows whether a request arrived, asking for the same thing again reuses
 * its key, so that it happens once; once it was answered, the same request is a new wish.
 */
export class IdempotencyKeys {
  private readonly open = new Map<string, string>();

  keyFor(wish: object | string | number): string {
    const text = JSON.stringify(wish);
    let key = this.open.get(text);
    if (key === undefined) {
      key = randomIdentifier();
      this.open.set(text, key);
    }
    return key;
  }

  answered(wish: object | string | number): void {
    this.open.delete(JSON.stringify(wish));
  }
}
