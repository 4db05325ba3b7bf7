import { describe, expect, it } from 'vitest';
import type { Project } from '../api/types';
import { mayManage, rememberRoles, viewerReason } from './roles';

const project = (id: string, role?: Project['role']) => ({ id, name: id, role }) as Project;
const reference = { id: 'lab', name: 'lab' };

describe('what a person may do in a project', () => {
  it('is not ruled out before it is known', () => {
    expect(viewerReason(reference)).toBeUndefined();
  });
  it('is nothing but looking for a viewer, and says who can change that', () => {
    rememberRoles([project('lab', 'VIEWER')], false);
    expect(viewerReason(reference)).toContain('One of its owners');
    rememberRoles([project('lab', 'MEMBER')], false);
    expect(viewerReason(reference)).toBeUndefined();
  });
  it('is everything for an administrator', () => {
    rememberRoles([project('lab', 'VIEWER')], true);
    expect(viewerReason(reference)).toBeUndefined();
    expect(mayManage(project('lab'), true)).toBe(true);
    expect(mayManage(project('lab', 'MEMBER'), false)).toBe(false);
  });
});
