import { describe, expect, it } from 'vitest';
import { emptyForm, machineRequest, suggested, wordBegun } from './newMachineForm';

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
  it('says what the system must be where no image is chosen', () => {
    expect(onWire({ by: 'wish', os: ' debian:12 ', packages: 'nginx, curl\nredis', diskGiB: '2.5' })).toEqual({
      name: 'web2',
      copy: 'LINKED',
      diskMiB: 2560,
      wish: { os: 'debian:12', packages: ['nginx', 'curl', 'redis'] },
    });
    expect(machineRequest({ ...emptyForm, name: 'web2', by: 'wish' })).toBeUndefined();
  });
  it('knows which word somebody is writing', () => {
    expect(wordBegun('')).toEqual({ before: '', word: '' });
    expect(wordBegun('ngi')).toEqual({ before: '', word: 'ngi' });
    expect(wordBegun('redis, ngi')).toEqual({ before: 'redis, ', word: 'ngi' });
    expect(wordBegun('redis ')).toEqual({ before: 'redis ', word: '' });
  });

  it('says where it is to be and for how long', () => {
    expect(
      onWire({
        labels: 'web, blue',
        near: 'db',
        apart: 'web',
        hostLabels: 'ssd zone=a',
        acceleration: true,
        lifetime: '8',
        offline: true,
      }),
    ).toMatchObject({
      labels: ['web', 'blue'],
      where: { near: ['db'], apart: ['web'], hostLabels: ['ssd', 'zone=a'], acceleration: true },
      lifetime: 'PT8H',
      network: 'NONE',
    });
  });
  it('can ask for packages beyond a certain image', () => {
    expect(onWire({ packages: 'nginx' })).toMatchObject({ image: 'debian', wish: { packages: ['nginx'] } });
  });
});

describe('a suggestion', () => {
  it('changes where it is to be and for how long', () => {
    expect(
      suggested({
        text: '',
        changes: [
          { field: 'where.hostLabels', value: ['ssd'] },
          { field: 'where.near' },
          { field: 'where.acceleration' },
          { field: 'lifetime', value: 'P1826D' },
        ],
      }),
    ).toEqual({ hostLabels: 'ssd', near: '', acceleration: false, lifetime: '1826', lifetimeUnit: 'D' });
  });
  it('changes the fields that it names', () => {
    expect(
      suggested({
        text: '',
        changes: [
          { field: 'memoryMiB', value: 512 },
          { field: 'wish.packages', value: ['nginx', 'curl'] },
          { field: 'guest.timezone' },
          { field: 'diskMiB', value: 3072 },
          { field: 'image' },
        ],
      }),
    ).toEqual({ memoryMiB: '512', packages: 'nginx curl', timezone: '', diskGiB: '3', by: 'wish', image: '' });
  });
  it('takes an image instead of a wish', () => {
    expect(suggested({ text: '', changes: [{ field: 'image', value: 'debian' }] })).toEqual({
      by: 'image',
      image: 'debian',
    });
  });
  it('is not offered where the form has no such field', () => {
    expect(suggested({ text: '', changes: [{ field: 'something.else', value: 1 }] })).toBeUndefined();
  });
});
