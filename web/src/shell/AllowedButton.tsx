import { Button, Tooltip, type ButtonProps } from '@patternfly/react-core';
import type { Ref } from 'react';

interface Properties extends Omit<ButtonProps, 'isAriaDisabled' | 'isDisabled' | 'ref'> {
  ref?: Ref<HTMLButtonElement>;
  /** Why it cannot be pressed now; undefined when it can. */
  reason?: string;
}

/** A button that, where it cannot be pressed, says why. */
export function AllowedButton({ reason, ...button }: Properties) {
  if (reason === undefined) return <Button {...button} />;
  return (
    <Tooltip content={reason}>
      <Button {...button} isAriaDisabled />
    </Tooltip>
  );
}
