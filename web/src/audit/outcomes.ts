import type { AuditOutcome } from '../api/types';

/** How each outcome is called and coloured. */
export const outcomes: Record<AuditOutcome, { label: string; color: 'green' | 'red' | 'orange' | 'grey' | 'blue' }> = {
  ACCEPTED: { label: 'Accepted', color: 'blue' },
  REFUSED: { label: 'Refused', color: 'orange' },
  FAILED: { label: 'Failed', color: 'red' },
  DONE: { label: 'Done', color: 'green' },
  CANCELLED: { label: 'Cancelled', color: 'grey' },
};
