import { describe, expect, it } from 'vitest';
import { emptyForm, machineRequest } from './newMachineForm';

const onWire = (form: Partial<typeof emptyForm>): unknown =>
  JSON.parse(JSON.stringify(machineRequest({ ...emptyForm, name: 'web2', image: 'debian', ...form })));

describe('a request for a machine', () => {
  it('waits for a name and an image', () => {
    expect(machineRequest({ ...emptyForm, name: 'web2' })).toBeUndefined();
    expect(machineRequest({ ...emptyForm, image: 'debian' })).toBeUndefined();
  });
  it('leaves to the image what was left empty', () => {
    expect(onWire({})).toEqual({ name: 'web2', image: 'debian', copy: 'LINKED' });
  });
  it('keeps a password as it was typed', () => {
    expect(onWire({ userName: ' ada ', userPassword: ' s e ' })).toMatchObject({
      guest: { user: { name: 'ada', password: ' s e ' } },
    });
  });
  it('names the account even where only its password was given, so that the server can say what is missing', () => {
    expect(onWire({ userPassword: 'secret' })).toMatchObject({ guest: { user: { name: '', password: 'secret' } } });
  });
  it('takes each word as a package', () => {
    expect(onWire({ packages: ' nginx, curl\tjq ' })).toMatchObject({ guest: { packages: ['nginx', 'curl', 'jq'] } });
    expect(onWire({ packages: ' , ' })).not.toHaveProperty('guest');
  });
  it('takes each line as a key or a command', () => {
    expect(
      onWire({
        userName: 'ada',
        sshKeys: 'ssh-ed25519 AAAA a\n\nssh-rsa BBBB b\n',
        commands: 'apt-get update\r\necho done',
      }),
    ).toMatchObject({
      guest: { user: { sshKeys: ['ssh-ed25519 AAAA a', 'ssh-rsa BBBB b'] }, commands: ['apt-get update', 'echo done'] },
    });
  });
});
