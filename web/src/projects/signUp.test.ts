import { describe, expect, it, vi } from 'vitest';
import { signUp, type Made } from './signUp';

const account = { name: 'ada', displayName: 'Ada', password: 'right' };
const lab = { id: 'p1', name: 'lab' };
const credentials = { name: 'ada', password: 'right' };

describe('an account that is made by an invitation', () => {
  it('is made and signed in with', async () => {
    const redeem = vi.fn(() => Promise.resolve(lab));
    const signIn = vi.fn(() => Promise.resolve());
    expect(await signUp('s', account, undefined, vi.fn(), { redeem, signIn })).toBe(lab);
    expect(redeem).toHaveBeenCalledExactlyOnceWith({ secret: 's', account });
    expect(signIn).toHaveBeenCalledExactlyOnceWith(credentials);
  });

  it('is not made a second time when only the sign-in failed', async () => {
    const redeem = vi.fn(() => Promise.resolve(lab));
    const signIn = vi.fn(() => Promise.resolve()).mockRejectedValueOnce(new Error('The network is gone.'));
    let made: Made | undefined;
    const onMade = (now: Made) => (made = now);
    await expect(signUp('s', account, made, onMade, { redeem, signIn })).rejects.toThrow('The network is gone.');
    expect(made).toEqual({ project: lab, credentials });
    // Whatever stands in the fields by then: the account has the password that it was made with.
    expect(await signUp('s', { name: 'eve', password: 'x' }, made, onMade, { redeem, signIn })).toBe(lab);
    expect(redeem).toHaveBeenCalledTimes(1);
    expect(signIn).toHaveBeenLastCalledWith(credentials);
  });

  it('is made by the next attempt when it was refused', async () => {
    const redeem = vi.fn(() => Promise.resolve(lab)).mockRejectedValueOnce(new Error('The name is taken.'));
    const signIn = vi.fn(() => Promise.resolve());
    const onMade = vi.fn();
    await expect(signUp('s', account, undefined, onMade, { redeem, signIn })).rejects.toThrow('taken');
    expect(onMade).not.toHaveBeenCalled();
    expect(signIn).not.toHaveBeenCalled();
    expect(await signUp('s', account, undefined, onMade, { redeem, signIn })).toBe(lab);
  });
});
